import type { AttentionGrid } from './maps.js';
import type { ClusterCentroid } from './types.js';

/** Numbers of a point of one map: row, column, attention. Of more maps there is an attention each. */
export const DIMENSIONS = 3;

/** Every pixel as a point of equation 1, row by row. */
export interface PixelPoints {
  /** Numbers of one point: row, column, and the attention of each map. */
  readonly dimensions: number;
  /** (i, j, S_ij, …), each scaled to [0, 1]; 0 where there is no range. */
  readonly scaled: Float64Array;
  /** (lambda * i, lambda * j, alpha * S_ij, …) of the scaled ones. */
  readonly points: Float64Array;
  /** For each map: true when its attention is the same everywhere. */
  readonly constant: readonly boolean[];
}

/**
 * Makes equation 1's points.
 *
 * @param alpha - Weight of the attention.
 * @param lambda - Weight of the position.
 */
export function pixelPoints(grid: AttentionGrid, alpha: number, lambda: number): PixelPoints {
  return pointsOfMaps([grid], [alpha], lambda);
}

/**
 * The same for several maps of one size: the attention of each is a number of its own.
 *
 * @param alphas - A weight for each map.
 */
export function pointsOfMaps(maps: readonly AttentionGrid[], alphas: readonly number[], lambda: number): PixelPoints {
  const [{ height, width }] = maps as [AttentionGrid];
  const dimensions = DIMENSIONS - 1 + maps.length;
  const scaled = new Float64Array(height * width * dimensions);
  const points = new Float64Array(scaled.length);
  let to = 0;
  for (let row = 0; row < height; row++) {
    const i = share(row, height);
    for (let column = 0; column < width; column++, to += dimensions) {
      const j = share(column, width);
      scaled[to] = i;
      scaled[to + 1] = j;
      points[to] = lambda * i;
      points[to + 1] = lambda * j;
    }
  }
  const constant = maps.map(({ values }, map) => {
    const attention = scaleToUnit(values);
    const alpha = alphas[map] as number;
    for (let at = 0, place = 2 + map; at < attention.length; at++, place += dimensions) {
      const s = attention[at] as number;
      scaled[place] = s;
      points[place] = alpha * s;
    }
    return attention.every((value) => value === 0);
  });
  return { dimensions, scaled, points, constant };
}

/** The points as arrays of numbers. */
export function pointRows(points: Float64Array, dimensions = DIMENSIONS): number[][] {
  return Array.from({ length: points.length / dimensions }, (_, at) => pointAt(points, at, dimensions));
}

/** One point. */
export function pointAt(points: Float64Array, at: number, dimensions = DIMENSIONS): number[] {
  return Array.from(points.subarray(at * dimensions, (at + 1) * dimensions));
}

/**
 * Mean of the scaled points of each cluster that has any, by label.
 *
 * @param labels - Cluster of each point.
 */
export function centroidsOf({ scaled, dimensions }: PixelPoints, labels: Uint8Array): Map<number, ClusterCentroid> {
  const sums = new Float64Array(256 * dimensions);
  const sizes = new Uint32Array(256);
  for (let at = 0, from = 0; at < labels.length; at++, from += dimensions) {
    const label = labels[at] as number;
    sizes[label] = (sizes[label] as number) + 1;
    for (let axis = 0, to = label * dimensions; axis < dimensions; axis++, to++) {
      sums[to] = (sums[to] as number) + (scaled[from + axis] as number);
    }
  }
  const centroids = new Map<number, ClusterCentroid>();
  sizes.forEach((size, label) => {
    if (size === 0) return;
    const means = pointAt(sums, label, dimensions).map((sum) => sum / size);
    centroids.set(label, centroidAt(means));
  });
  return centroids;
}

function centroidAt([y, x, ...attentions]: number[]): ClusterCentroid {
  const place = { x: x as number, y: y as number };
  if (attentions.length === 1) return { ...place, attention: attentions[0] as number };
  return { ...place, attention: attentions.reduce((sum, each) => sum + each) / attentions.length, attentions };
}

function share(index: number, length: number): number {
  return length > 1 ? index / (length - 1) : 0;
}

/** Min-max scaling; halves keep the range finite where float64 would run over. */
function scaleToUnit(values: Float64Array): Float64Array {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (high === low) return new Float64Array(values.length);
  const factor = Number.isFinite(high - low) ? 1 : 0.5;
  const range = high * factor - low * factor;
  return values.map((value) => (value * factor - low * factor) / range);
}
