import { addRightOf, settled, TOUCHING } from './edgeArea.js';
import type { Point } from './landmarks.js';
import type { FillRule } from './region.js';
import { areSimple, fillSimplePath } from './simplePath.js';
import type { Window } from './window.js';

interface Edge {
  /** Upper end; y0 < y1. */
  readonly x0: number;
  readonly y0: number;
  readonly y1: number;
  /** Change of x per y. */
  readonly slope: number;
  /** +1 when the outline runs down here, -1 when it runs up. */
  readonly winding: number;
}

/**
 * Fills closed outlines: for each pixel of the window the area of it that lies inside, in [0, 1].
 *
 * The coverage is exact, not sampled: each row is cut into slabs at every corner and crossing, so that within a slab the
 * edges are straight and in one order; the fill rule then picks the edges where inside begins and ends, and each
 * adds the trapezoid to its right. Work grows with the edges' lengths, not with pixels times edges. Outlines that
 * neither cross nor meet have it simpler: see `fillSimplePath`.
 *
 * @param coverage - Where to write, zeros from `offset` on.
 */
export function fillPaths(
  paths: readonly (readonly Point[])[],
  rule: FillRule,
  window: Window,
  coverage: Float32Array = new Float32Array(window.width * window.height),
  offset = 0,
): Float32Array {
  if (areSimple(paths)) {
    for (const path of paths) fillSimplePath(path, window, coverage, offset);
    return coverage;
  }
  const { width, height } = window;
  const edges = edgesOf(paths, window);
  const row = new Float64Array(width + 2);
  let next = 0;
  let active: Edge[] = [];
  for (let y = Math.max(0, Math.floor(edges[0]?.y0 ?? height)); y < height; y++) {
    if (active.some((edge) => edge.y1 <= y)) active = active.filter((edge) => edge.y1 > y);
    for (let edge = edges[next]; edge && edge.y0 < y + 1; edge = edges[++next]) active.push(edge);
    if (active.length === 0) {
      if (next === edges.length) break;
      continue;
    }
    row.fill(0);
    fillRow(active, y, rule, row);
    writeRow(row, coverage, offset + y * width, width);
  }
  return coverage;
}

/** The edges that meet the window's rows, from the highest upper end down, in the window's coordinates. */
function edgesOf(paths: readonly (readonly Point[])[], { x, y, height }: Window): Edge[] {
  const edges: Edge[] = [];
  for (const path of paths) {
    path.forEach(([fromX, fromY], at) => {
      const [toX, toY] = path[(at + 1) % path.length] as Point;
      if (fromY === toY) return;
      const isDown = fromY < toY;
      const slope = (toX - fromX) / (toY - fromY);
      const top = (isDown ? fromY : toY) - y;
      const y0 = Math.max(0, top);
      const y1 = Math.min(height, (isDown ? toY : fromY) - y);
      if (y0 >= y1) return;
      const x0 = (isDown ? fromX : toX) - x + (y0 - top) * slope;
      edges.push({ x0, y0, y1, slope, winding: isDown ? 1 : -1 });
    });
  }
  return edges.sort((a, b) => a.y0 - b.y0);
}

function fillRow(active: readonly Edge[], y: number, rule: FillRule, row: Float64Array): void {
  const cuts = [y, y + 1];
  for (const { y0, y1 } of active) {
    if (y0 > y) cuts.push(y0);
    if (y1 < y + 1) cuts.push(y1);
  }
  if (cuts.length === 2) {
    fillSlab(active, y, y + 1, rule, row);
    return;
  }
  cuts.sort((a, b) => a - b);
  for (let at = 1; at < cuts.length; at++) {
    const top = cuts[at - 1] as number;
    const bottom = cuts[at] as number;
    if (bottom <= top) continue;
    const here = active.filter((edge) => edge.y0 <= top && edge.y1 >= bottom);
    fillSlab(here, top, bottom, rule, row);
  }
}

/** Where each edge of a slab enters and leaves it, and the edges' order from left to right; kept from slab to slab. */
let tops = /* @__PURE__ */ new Float64Array(64);
let bottoms = /* @__PURE__ */ new Float64Array(64);
let order = /* @__PURE__ */ new Int32Array(64);

function fillSlab(edges: readonly Edge[], top: number, bottom: number, rule: FillRule, row: Float64Array): void {
  for (let y = top; y < bottom;) {
    sortEdges(edges, y, bottom);
    const end = firstMeeting(edges.length, y, bottom);
    const share = (end - y) / (bottom - y);
    let winding = 0;
    for (let at = 0; at < edges.length; at++) {
      const place = order[at] as number;
      const before = isInside(winding, rule);
      winding += (edges[place] as Edge).winding;
      const after = isInside(winding, rule);
      if (before === after) continue;
      const enters = tops[place] as number;
      const leaves = enters + ((bottoms[place] as number) - enters) * share;
      addRightOf(row, 0, row.length - 2, enters, leaves, after ? end - y : y - end);
    }
    y = end;
  }
}

/** Insertion sort: the edges are few, and mostly in order. */
function sortEdges(edges: readonly Edge[], y: number, bottom: number): void {
  if (edges.length > order.length) {
    tops = new Float64Array(2 * edges.length);
    bottoms = new Float64Array(2 * edges.length);
    order = new Int32Array(2 * edges.length);
  }
  edges.forEach((edge, at) => {
    tops[at] = xAt(edge, y);
    bottoms[at] = xAt(edge, bottom);
    let place = at;
    while (place > 0 && isLeftOf(at, order[place - 1] as number)) {
      order[place] = order[place - 1] as number;
      place--;
    }
    order[place] = at;
  });
}

function xAt(edge: Edge, y: number): number {
  return edge.x0 + (y - edge.y0) * edge.slope;
}

function isLeftOf(one: number, other: number): boolean {
  const apart = (tops[one] as number) - (tops[other] as number);
  return Math.abs(apart) > TOUCHING ? apart < 0 : (bottoms[one] as number) < (bottoms[other] as number);
}

/** Where the first two neighbours of the slab meet, or its bottom. Moves on by a least step, so that it ends. */
function firstMeeting(count: number, top: number, bottom: number): number {
  let share = 1;
  for (let at = 1; at < count; at++) {
    const a = order[at - 1] as number;
    const b = order[at] as number;
    const before = (tops[b] as number) - (tops[a] as number);
    const after = (bottoms[b] as number) - (bottoms[a] as number);
    if (before > TOUCHING && after < -TOUCHING) share = Math.min(share, before / (before - after));
  }
  return share === 1 ? bottom : Math.min(bottom, Math.max(top + share * (bottom - top), top + TOUCHING));
}

function isInside(winding: number, rule: FillRule): boolean {
  return rule === 'nonzero' ? winding !== 0 : winding % 2 !== 0;
}

/** Sums the differences into coverages. */
function writeRow(row: Float64Array, coverage: Float32Array, start: number, width: number): void {
  let sum = 0;
  for (let x = 0; x < width; x++) {
    sum += row[x] as number;
    coverage[start + x] = settled(sum);
  }
}
