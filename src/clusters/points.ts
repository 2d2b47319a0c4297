import type { AttentionGrid } from './readAttention.js';
import type { ClusterCentroid } from './types.js';

/** Numbers of one point: row, column, attention. */
export const DIMENSIONS = 3;

/** Every pixel as a point of equation 1, row by row, three numbers each. */
export interface PixelPoints {
  /** (i, j, S_ij), each scaled to [0, 1]; 0 where there is no range. */
  readonly scaled: Float64Array;
  /** (lambda * i, lambda * j, alpha * S_ij) of the scaled ones. */
  readonly points: Float64Array;
  /** True when the attention is the same everywhere. */
  readonly constant: boolean;
}

/**
 * Makes equation 1's points.
 *
 * @param alpha - Weight of the attention.
 * @param lambda - Weight of the position.
 */
export function pixelPoints({ values, height, width }: AttentionGrid, alpha: number, lambda: number): PixelPoints {
  const attention = scaleToUnit(values);
  const scaled = new Float64Array(values.length * DIMENSIONS);
  const points = new Float64Array(values.length * DIMENSIONS);
  let to = 0;
  for (let row = 0; row < height; row++) {
    const i = share(row, height);
    for (let column = 0; column < width; column++, to += DIMENSIONS) {
      const j = share(column, width);
      const s = attention[row * width + column] as number;
      scaled[to] = i;
      scaled[to + 1] = j;
      scaled[to + 2] = s;
      points[to] = lambda * i;
      points[to + 1] = lambda * j;
      points[to + 2] = alpha * s;
    }
  }
  return { scaled, points, constant: attention.every((value) => value === 0) };
}

/** The points as arrays of three numbers each. */
export function pointRows(points: Float64Array): number[][] {
  return Array.from({ length: points.length / DIMENSIONS }, (_, at) => pointAt(points, at));
}

/** One point. */
export function pointAt(points: Float64Array, at: number): number[] {
  return Array.from(points.subarray(at * DIMENSIONS, (at + 1) * DIMENSIONS));
}

/**
 * Mean of the scaled points of each cluster that has any, by label.
 *
 * @param labels - Cluster of each point.
 */
export function centroidsOf(scaled: Float64Array, labels: Uint8Array): Map<number, ClusterCentroid> {
  const sums = new Float64Array(256 * DIMENSIONS);
  const sizes = new Uint32Array(256);
  labels.forEach((label, at) => {
    sizes[label] = (sizes[label] as number) + 1;
    for (let axis = 0; axis < DIMENSIONS; axis++) {
      const to = label * DIMENSIONS + axis;
      sums[to] = (sums[to] as number) + (scaled[at * DIMENSIONS + axis] as number);
    }
  });
  const centroids = new Map<number, ClusterCentroid>();
  sizes.forEach((size, label) => {
    const [y, x, attention] = pointAt(sums, label).map((sum) => sum / size) as [number, number, number];
    if (size > 0) centroids.set(label, { x, y, attention });
  });
  return centroids;
}

function share(index: number, length: number): number {
  return length > 1 ? index / (length - 1) : 0;
}

/** Min-max scaling; halves keep the range finite for any float64. */
function scaleToUnit(values: Float64Array): Float64Array {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (high === low) return new Float64Array(values.length);
  const range = high / 2 - low / 2;
  return values.map((value) => (value / 2 - low / 2) / range);
}
