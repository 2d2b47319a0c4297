import { assign } from './assignment.js';
import { attentionsOf } from './matchTo.js';
import { squaredDistance } from './starts.js';
import type { ClusterCentroid } from './types.js';

/** The numbers that clusters get. */
export interface ClusterOrder {
  /** The old numbers in their new order: `order[0]` is called 0 from now on. */
  readonly order: number[];
  /** For each new number, the number of the earlier cluster it continues, or null; absent without an earlier one. */
  readonly matched?: (number | null)[];
}

/** Weights of equation 1: of the position, and of the attention of each map. */
export interface Weights {
  readonly alphas: readonly number[];
  readonly lambda: number;
}

/** Top to bottom by the centroid, then left to right, then by attention. */
export function byPosition(centroids: readonly ClusterCentroid[]): number[] {
  const place = (at: number): ClusterCentroid => centroids[at] as ClusterCentroid;
  return [...centroids.keys()].sort((one, other) => {
    const [a, b] = [place(one), place(other)];
    return a.y - b.y || a.x - b.x || a.attention - b.attention;
  });
}

/**
 * The order that continues an earlier clustering: clusters and earlier ones are paired at the least sum of distances
 * (equation 1), paired ones come in the earlier order, new ones after them by position.
 */
export function continuing(
  centroids: readonly ClusterCentroid[],
  earlier: readonly ClusterCentroid[],
  weights: Weights,
): ClusterOrder {
  const pairs = pairUp(centroids, earlier, weights);
  const position = byPosition(centroids);
  const rank = (at: number): number => pairs.get(at) ?? earlier.length + position.indexOf(at);
  const order = [...position].sort((one, other) => rank(one) - rank(other));
  return { order, matched: order.map((at) => pairs.get(at) ?? null) };
}

function pairUp(
  centroids: readonly ClusterCentroid[],
  earlier: readonly ClusterCentroid[],
  { alphas, lambda }: Weights,
): Map<number, number> {
  const point = (centroid: ClusterCentroid): number[] => [
    lambda * centroid.y,
    lambda * centroid.x,
    ...attentionsOf(centroid).map((attention, map) => (alphas[map] as number) * attention),
  ];
  const distances = (rows: readonly ClusterCentroid[], columns: readonly ClusterCentroid[]): number[][] =>
    rows.map((row) => columns.map((column) => Math.sqrt(squaredDistance(point(row), point(column)))));
  if (centroids.length <= earlier.length) {
    return new Map(assign(distances(centroids, earlier)).map((column, row) => [row, column]));
  }
  return new Map(assign(distances(earlier, centroids)).map((column, row) => [column, row]));
}
