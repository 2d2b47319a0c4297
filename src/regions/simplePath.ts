import { addRightOf, settled } from './edgeArea.js';
import type { Point } from './landmarks.js';
import type { Window } from './window.js';

/** Outlines with more corners are not looked at pair by pair. */
const MANY_CORNERS = 400;

/** What drawing an outline needs to know of it. */
interface Outline {
  readonly simple: boolean;
  readonly box: Box;
  /** x, y of each corner. */
  readonly corners: Float64Array;
}

/** What was found of outlines that are drawn again and again. */
const known = new WeakMap<readonly Point[], Outline>();

function outlineOf(path: readonly Point[]): Outline {
  const found = known.get(path);
  if (found) return found;
  const apart = path.filter((point, at) => !isSame(point, path.at(at - 1)));
  const simple = path.length <= MANY_CORNERS && !meetsItself(apart);
  const outline = { simple, box: surround(path), corners: Float64Array.from(path.flat()) };
  if (Object.isFrozen(path)) known.set(path, outline);
  return outline;
}

/** Whether no outline crosses or touches itself, and the outlines lie apart: each may then be filled by itself, by either rule. */
export function areSimple(paths: readonly (readonly Point[])[]): boolean {
  return paths.every((path) => outlineOf(path).simple) && lieApart(paths);
}

function meetsItself(path: readonly Point[]): boolean {
  const count = path.length;
  for (let one = 0; one < count; one++) {
    const a = path[one] as Point;
    const b = path[(one + 1) % count] as Point;
    // The neighbour may not turn back along this edge; those further on may not even touch it.
    if (isOnWay(a, b, path[(one + 2) % count] as Point)) return true;
    for (let other = one + 2; other < count; other++) {
      if (one === 0 && other === count - 1) continue;
      if (meet(a, b, path[other] as Point, path[(other + 1) % count] as Point)) return true;
    }
  }
  return false;
}

function isSame(one: Point, other: Point | undefined): boolean {
  return one[0] === other?.[0] && one[1] === other[1];
}

/** Whether the way on from b to c runs back over the way from a to b. */
function isOnWay(a: Point, b: Point, c: Point): boolean {
  return side(a, b, c) === 0 && (c[0] - b[0]) * (b[0] - a[0]) + (c[1] - b[1]) * (b[1] - a[1]) < 0;
}

function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  if (Math.max(a[0], b[0]) < Math.min(c[0], d[0]) || Math.max(c[0], d[0]) < Math.min(a[0], b[0])) return false;
  if (Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1])) return false;
  return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0;
}

function side(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function lieApart(paths: readonly (readonly Point[])[]): boolean {
  if (paths.length < 2) return true;
  const boxes = paths.map(boxOf);
  return boxes.every((one, at) => boxes.slice(at + 1).every((other) => isBeside(one, other)));
}

function isBeside(one: Box, other: Box): boolean {
  const across = one.right < other.left || other.right < one.left;
  return across || one.bottom < other.top || other.bottom < one.top;
}

/** The upright rectangle around an outline. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function boxOf(path: readonly Point[]): Box {
  return known.get(path)?.box ?? surround(path);
}

function surround(path: readonly Point[]): Box {
  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  for (let at = 0; at < path.length; at++) {
    const point = path[at] as Point;
    left = Math.min(left, point[0]);
    right = Math.max(right, point[0]);
    top = Math.min(top, point[1]);
    bottom = Math.max(bottom, point[1]);
  }
  return { left, right, top, bottom };
}

/** Differences between neighbouring pixels, row by row; kept from path to path. */
let differences = /* @__PURE__ */ new Float64Array(4096);

/**
 * Fills an outline that does not meet itself: it winds once around all that is inside, so that every edge may add the area to
 * its right (less, where it runs up) without a look at the others.
 *
 * @param coverage - Where to add the shares of each pixel, from `offset` on.
 */
export function fillSimplePath(path: readonly Point[], window: Window, coverage: Float32Array, offset: number): void {
  const { x: left, y: top, width, height } = window;
  const { box, corners } = outlineOf(path);
  const firstRow = Math.max(0, Math.floor(box.top - top));
  const endRow = Math.min(height, Math.ceil(box.bottom - top));
  if (firstRow >= endRow) return;
  const stride = width + 2;
  const size = (endRow - firstRow) * stride;
  if (differences.length < size) differences = new Float64Array(2 * size);
  differences.fill(0, 0, size);
  let fromX = (corners[corners.length - 2] as number) - left;
  let fromY = (corners[corners.length - 1] as number) - top;
  for (let at = 0; at < corners.length; at += 2) {
    const toX = (corners[at] as number) - left;
    const toY = (corners[at + 1] as number) - top;
    addEdge(fromX, fromY, toX, toY, firstRow, endRow, width);
    fromX = toX;
    fromY = toY;
  }
  const first = Math.min(width, Math.max(0, Math.floor(box.left - left)));
  const end = Math.min(width, Math.max(0, Math.ceil(box.right - left) + 1));
  for (let row = firstRow; row < endRow; row++) {
    const start = (row - firstRow) * stride;
    const to = offset + row * width;
    let sum = 0;
    for (let column = first; column < end; column++) {
      sum += differences[start + column] as number;
      const share = settled(Math.abs(sum));
      if (share > 0) coverage[to + column] = share;
    }
  }
}

function addEdge(
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
  firstRow: number,
  endRow: number,
  width: number,
): void {
  if (fromY === toY) return;
  const winding = fromY < toY ? 1 : -1;
  const slope = (toX - fromX) / (toY - fromY);
  const end = Math.min(endRow, Math.max(fromY, toY));
  let y = Math.max(firstRow, Math.min(fromY, toY));
  while (y < end) {
    const row = Math.floor(y);
    const next = Math.min(end, row + 1);
    const enters = fromX + (y - fromY) * slope;
    const leaves = fromX + (next - fromY) * slope;
    addRightOf(differences, (row - firstRow) * (width + 2), width, enters, leaves, winding * (next - y));
    y = next;
  }
}
