import type { Point } from '../../regions/landmarks.js';
import { boundsOf } from './bounds.js';
import type { Bounds } from './bounds.js';

/**
 * How much of each pixel a polygon covers, exactly: every edge adds its signed area to the pixels it crosses, and a
 * running sum along each row turns that into coverage (the method of font rasterisers).
 */
export class Coverage implements Bounds {
  /** Covered part of each pixel, 0 … 1, row by row; valid inside the box. */
  readonly values: Float32Array;
  /** First column of the box around the polygon. */
  left = 0;
  /** Column after the box. */
  right = 0;
  /** First row of the box. */
  top = 0;
  /** Row after the box. */
  bottom = 0;
  private readonly sums: Float64Array;
  private readonly stride: number;

  /** @param size - Width and height of the picture in pixels. */
  constructor(private readonly size: number) {
    this.values = new Float32Array(size * size);
    this.stride = size + 2;
    this.sums = new Float64Array(this.stride * size);
  }

  /** Measures a closed polygon. Pixels outside its box become 0. */
  set(polygon: readonly Point[]): this {
    for (let y = this.top; y < this.bottom; y++) {
      this.values.fill(0, y * this.size + this.left, y * this.size + this.right);
    }
    Object.assign(this, boundsOf(polygon, 0, this.size));
    for (let at = 0; at < polygon.length; at++) {
      const [x0, y0] = polygon[at] as Point;
      const [x1, y1] = polygon[(at + 1) % polygon.length] as Point;
      if (y0 < y1) this.addEdge(x0, y0, x1, y1, 1);
      else if (y0 > y1) this.addEdge(x1, y1, x0, y0, -1);
    }
    for (let y = this.top; y < this.bottom; y++) {
      let sum = 0;
      for (let x = this.left; x < this.right; x++) {
        sum += this.sums[y * this.stride + x] as number;
        this.values[y * this.size + x] = Math.min(1, Math.abs(sum));
      }
      this.sums.fill(0, y * this.stride, (y + 1) * this.stride);
    }
    return this;
  }

  /** Adds an edge that runs downwards. Rows above and below the picture don't count; columns are clamped to it. */
  private addEdge(x0: number, y0: number, x1: number, y1: number, direction: number): void {
    const slope = (x1 - x0) / (y1 - y0);
    const start = Math.max(0, y0);
    let x = x0 + (start - y0) * slope;
    const last = Math.min(this.size, Math.ceil(y1));
    for (let y = Math.floor(start); y < last; y++) {
      const height = Math.min(y + 1, y1) - Math.max(y, start);
      const next = x + slope * height;
      this.addRow(y * this.stride, this.clampX(Math.min(x, next)), this.clampX(Math.max(x, next)), height * direction);
      x = next;
    }
  }

  private clampX(x: number): number {
    return Math.min(this.size, Math.max(0, x));
  }

  /** Adds the part of an edge within one row: everything right of it is covered by `height`. */
  private addRow(row: number, from: number, to: number, height: number): void {
    const { sums } = this;
    const first = Math.floor(from);
    const end = Math.ceil(to);
    if (end <= first + 1) {
      const outside = (from + to) / 2 - first;
      sums[row + first]! += height * (1 - outside);
      sums[row + first + 1]! += height * outside;
      return;
    }
    const scale = height / (to - from);
    let swept = 0;
    let before = 0;
    for (let at = first; at < end; at++) {
      const reached = sweptArea(at + 1, from, to);
      const covered = scale * (reached - swept);
      sums[row + at]! += covered - before;
      swept = reached;
      before = covered;
    }
    sums[row + end]! += height - before;
  }
}

/** Area between an edge that advances evenly from `from` to `to` and the column `x`, left of that column. */
function sweptArea(x: number, from: number, to: number): number {
  const beyond = Math.max(0, x - to);
  return ((x - from) ** 2 - beyond ** 2) / 2;
}
