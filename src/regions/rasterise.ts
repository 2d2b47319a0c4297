import { growCoverage } from './grow.js';
import type { Point } from './landmarks.js';
import { fillPaths } from './scanline.js';
import type { Shape } from './shape.js';
import { growReach, shapeWindow } from './shapeWindow.js';
import { boxOf } from './simplePath.js';
import { softenCoverage, softenReach, type PixelBox } from './soften.js';
import type { Window } from './window.js';

/** Size of a picture, and which part of it and its surroundings to draw. */
export interface Canvas {
  /** Of the picture, in pixels. */
  readonly height: number;
  /** Of the picture, in pixels. */
  readonly width: number;
  /**
   * What is drawn: a part of the picture, or more than it, for what grows or fades into it from outside.
   *
   * @default the picture
   */
  readonly window?: Window;
}

/** Draws a shape where the picture's `height * width` values, all 0, begin in a larger array. */
export function rasteriseInto(target: Float32Array, offset: number, shape: Shape, canvas: Canvas): void {
  const window = windowOf(canvas);
  if (shape.kind === 'paths') fillPaths(shape.paths, shape.rule, window, target, offset);
  else if (shape.kind === 'soften' && window.width * window.height <= MOST_KEPT && liesInside(shape.shape, window))
    softenInside(target, offset, shape.shape, shape.sigma, window);
  else drawPart(target, offset, shape, canvas, shapeWindow(shape, window));
}

/** Whether a shape is outlines that lie within a window and not in its outermost pixels, so that nothing goes on beyond its border. */
function liesInside(shape: Shape, { x, y, width, height }: Window): shape is Extract<Shape, { kind: 'paths' }> {
  if (shape.kind !== 'paths') return false;
  return shape.paths.every((path) => {
    const { left, right, top, bottom } = boxOf(path);
    return left >= x + 1 && top >= y + 1 && right <= x + width - 1 && bottom <= y + height - 1;
  });
}

/** Largest coverage, in pixels, for which room is kept from one to the next. */
const MOST_KEPT = 2 ** 20;
let sharp = /* @__PURE__ */ new Float32Array(0);

function softenInside(
  target: Float32Array,
  offset: number,
  { paths, rule }: Extract<Shape, { kind: 'paths' }>,
  sigma: number,
  window: Window,
): void {
  const { width, height } = window;
  if (sharp.length === width * height) sharp.fill(0);
  else sharp = new Float32Array(width * height);
  fillPaths(paths, rule, window, sharp);
  softenCoverage(sharp, width, sigma, target, offset, pixelsAround(paths, window));
}

/** The pixels that outlines within a window may touch; undefined where there are none. */
function pixelsAround(paths: readonly (readonly Point[])[], { x, y, width, height }: Window): PixelBox | undefined {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (const path of paths) {
    const box = boxOf(path);
    left = Math.min(left, Math.floor(box.left - x));
    right = Math.max(right, Math.min(width - 1, Math.floor(box.right - x)));
    top = Math.min(top, Math.floor(box.top - y));
    bottom = Math.max(bottom, Math.min(height - 1, Math.floor(box.bottom - y)));
  }
  return right < left || bottom < top ? undefined : { left, right, top, bottom };
}

/**
 * Draws a shape: for each pixel the share of it that lies inside, in [0, 1].
 *
 * @returns Row by row, a value for each pixel of the window.
 */
export function rasterise(shape: Shape, canvas: Canvas): Float32Array {
  if (!isMadeOfOthers(shape)) return rasteriseAll(shape, canvas);
  const window = windowOf(canvas);
  const part = shapeWindow(shape, window);
  if (2 * part.width * part.height > window.width * window.height) return rasteriseAll(shape, canvas);
  const coverage = new Float32Array(window.width * window.height);
  drawPart(coverage, 0, shape, canvas, part);
  return coverage;
}

function isMadeOfOthers(shape: Shape): boolean {
  return 'shape' in shape || 'shapes' in shape;
}

/** Draws the part of the window that a shape touches. */
function drawPart(target: Float32Array, offset: number, shape: Shape, canvas: Canvas, part: Window): void {
  if (part.width === 0 || part.height === 0) return;
  const window = windowOf(canvas);
  const drawn = rasteriseAll(shape, { ...canvas, window: part });
  for (let row = 0; row < part.height; row++) {
    const to = (part.y - window.y + row) * window.width + part.x - window.x;
    target.set(drawn.subarray(row * part.width, (row + 1) * part.width), offset + to);
  }
}

function rasteriseAll(shape: Shape, canvas: Canvas): Float32Array {
  const inside = (part: Shape) => rasterise(part, canvas);
  switch (shape.kind) {
    case 'paths':
      return fillPaths(shape.paths, shape.rule, windowOf(canvas));
    case 'ellipse':
      return fillPaths([ellipsePath(shape)], 'nonzero', windowOf(canvas));
    case 'grid':
      return layGrid(shape, canvas);
    case 'union':
      return combine(shape.shapes.map(inside), Math.max);
    case 'intersect':
      return combine(shape.shapes.map(inside), Math.min);
    case 'complement':
      return inside(shape.shape).map((value) => 1 - value);
    case 'grow':
      return withMargin(shape.shape, canvas, growReach(shape.px), (coverage, width) =>
        growCoverage(coverage, width, shape.px),
      );
    case 'soften':
      return withMargin(shape.shape, canvas, softenReach(shape.sigma), (coverage, width) =>
        softenCoverage(coverage, width, shape.sigma),
      );
  }
}

function windowOf({ height, width, window }: Canvas): Window {
  return window ?? { x: 0, y: 0, width, height };
}

function combine(coverages: readonly Float32Array[], rule: (a: number, b: number) => number): Float32Array {
  const [first, ...rest] = coverages as [Float32Array, ...Float32Array[]];
  for (const other of rest) {
    for (let at = 0; at < first.length; at++) first[at] = rule(first[at] as number, other[at] as number);
  }
  return first;
}

/** Draws on a wider canvas, changes that, and cuts the margin off again. */
function withMargin(
  shape: Shape,
  canvas: Canvas,
  extra: number,
  change: (coverage: Float32Array, width: number) => Float32Array,
): Float32Array {
  const { x, y: top, width, height } = windowOf(canvas);
  const outer = width + 2 * extra;
  const window: Window = { x: x - extra, y: top - extra, width: outer, height: height + 2 * extra };
  const changed = change(rasterise(shape, { ...canvas, window }), outer);
  const cut = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (y + extra) * outer + extra;
    cut.set(changed.subarray(start, start + width), y * width);
  }
  return cut;
}

/** Lays a grid over the picture; its edge values go on outside. */
function layGrid(grid: Extract<Shape, { kind: 'grid' }>, canvas: Canvas): Float32Array {
  const { x: left, y: top, width, height } = windowOf(canvas);
  const columns = samples(grid.width, canvas.width, { from: left, count: width }, grid.resample);
  const rows = samples(grid.height, canvas.height, { from: top, count: height }, grid.resample);
  const coverage = new Float32Array(width * height);
  const value = (row: number, column: number) => grid.values[row * grid.width + column] as number;
  rows.forEach((row, y) =>
    columns.forEach((column, x) => {
      const upper = mix(value(row.low, column.low), value(row.low, column.high), column.share);
      const lower = mix(value(row.high, column.low), value(row.high, column.high), column.share);
      coverage[y * width + x] = mix(upper, lower, row.share);
    }),
  );
  return coverage;
}

interface Sample {
  readonly low: number;
  readonly high: number;
  readonly share: number;
}

interface Pixels {
  readonly from: number;
  readonly count: number;
}

/** For each pixel along one side of the window, the two cells it lies between. */
function samples(cells: number, side: number, { from, count }: Pixels, resample: 'nearest' | 'bilinear'): Sample[] {
  const clamp = (cell: number) => Math.min(cells - 1, Math.max(0, cell));
  return Array.from({ length: count }, (_, at) => {
    const place = ((from + at + 0.5) * cells) / side;
    if (resample === 'nearest') return { low: clamp(Math.floor(place)), high: clamp(Math.floor(place)), share: 0 };
    const low = Math.floor(place - 0.5);
    return { low: clamp(low), high: clamp(low + 1), share: place - 0.5 - low };
  });
}

function mix(a: number, b: number, share: number): number {
  return share === 0 ? a : a + (b - a) * share;
}

/** A polygon that leaves the ellipse by less than a hundredth of a pixel. */
function ellipsePath({ centre, radii, angle }: Extract<Shape, { kind: 'ellipse' }>): Point[] {
  const corners = Math.min(4096, Math.max(32, Math.ceil(Math.PI / Math.sqrt(0.02 / Math.max(...radii)))));
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return Array.from({ length: corners }, (_, at) => {
    const turn = (at * 2 * Math.PI) / corners;
    const x = radii[0] * Math.cos(turn);
    const y = radii[1] * Math.sin(turn);
    return [centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos];
  });
}
