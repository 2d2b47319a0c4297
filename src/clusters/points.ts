import type { AttentionGrid } from './readAttention.js';
import type { ClusterCentroid } from './types.js';

/** Every pixel as a point of equation 1, row by row. */
export interface PixelPoints {
  /** (i, j, S_ij), each scaled to [0, 1]; 0 where there is no range. */
  readonly scaled: number[][];
  /** (lambda * i, lambda * j, alpha * S_ij) of the scaled ones. */
  readonly points: number[][];
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
  const scaled = Array.from(attention, (value, at) => [
    share(Math.floor(at / width), height),
    share(at % width, width),
    value,
  ]);
  const points = scaled.map(([i, j, s]) => [lambda * (i as number), lambda * (j as number), alpha * (s as number)]);
  return { scaled, points, constant: attention.every((value) => value === 0) };
}

/** Mean of the scaled points of one cluster, which must have at least one. */
export function centroidOf(scaled: readonly number[][], labels: ArrayLike<number>, cluster: number): ClusterCentroid {
  let [y, x, attention, size] = [0, 0, 0, 0];
  scaled.forEach(([i, j, s], at) => {
    if (labels[at] !== cluster) return;
    y += i as number;
    x += j as number;
    attention += s as number;
    size++;
  });
  return { x: x / size, y: y / size, attention: attention / size };
}

function share(index: number, length: number): number {
  return length > 1 ? index / (length - 1) : 0;
}

/** Min-max scaling; halves keep the range finite for any float64. */
function scaleToUnit(values: Float64Array): Float64Array {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high === low) return new Float64Array(values.length);
  return values.map((value) => (value / 2 - low / 2) / (high / 2 - low / 2));
}
