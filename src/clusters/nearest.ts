import { DIMENSIONS } from './points.js';

/**
 * Where Lloyd's iteration stands.
 *
 * Most points keep their cluster from one iteration to the next. By how much a point's second nearest centroid is farther than its
 * nearest one shrinks, when the centroids move, by no more than its own centroid's way and the longest way of any (the
 * bounds of Hamerly 2010, doi:10.1137/1.9781611972801.12). So each point has a limit on the ways of its centroid, and is
 * looked at again only beyond it; the labels are the same as if all were.
 */
export interface Lloyd {
  /** Numbers of a point, at least three. */
  readonly dimensions: number;
  /** Index of the nearest centroid of each point; of equally near ones the first. */
  readonly labels: Uint8Array;
  /** `dimensions` numbers each. */
  readonly centroids: Float64Array;
  /** Sums and numbers of each centroid's points. */
  readonly sums: Float64Array;
  readonly sizes: Uint32Array;
  /** The way of each centroid so far, and the longest way of any added to it, iteration by iteration. */
  readonly ways: Float64Array;
  /** The sum of ways at which a point may get another label. */
  readonly limits: Float64Array;
}

/** What rounding may add to a way or take from a distance, as a share of the distances. */
export const ROUNDING = 1e-12;

/** Labels one point with its nearest centroid, and sets its limit. */
export type Assign = (points: Float64Array, at: number, state: Lloyd) => number;

/** The loop for this number of dimensions: that of three, the common case, is spelled out, which makes it a tenth faster. */
export function assignIn(dimensions: number): Assign {
  return dimensions === DIMENSIONS ? assignInThree : assignInMore;
}

function assignInThree(points: Float64Array, at: number, state: Lloyd): number {
  const { centroids } = state;
  const y = points[at * DIMENSIONS] as number;
  const x = points[at * DIMENSIONS + 1] as number;
  const s = points[at * DIMENSIONS + 2] as number;
  let nearest = 0;
  let least = Infinity;
  let second = Infinity;
  for (let each = 0; each < centroids.length; each += DIMENSIONS) {
    const dy = y - (centroids[each] as number);
    const dx = x - (centroids[each + 1] as number);
    const ds = s - (centroids[each + 2] as number);
    const distance = dy * dy + dx * dx + ds * ds;
    if (distance < least) {
      second = least;
      least = distance;
      nearest = each / DIMENSIONS;
    } else if (distance < second) second = distance;
  }
  return label(at, state, nearest, least, second);
}

function assignInMore(points: Float64Array, at: number, state: Lloyd): number {
  const { dimensions, centroids } = state;
  let nearest = 0;
  let least = Infinity;
  let second = Infinity;
  for (let each = 0; each < centroids.length; each += dimensions) {
    let distance = 0;
    for (let axis = 0, from = at * dimensions; axis < dimensions; axis++, from++) {
      const difference = (points[from] as number) - (centroids[each + axis] as number);
      distance += difference * difference;
    }
    if (distance < least) {
      second = least;
      least = distance;
      nearest = each / dimensions;
    } else if (distance < second) second = distance;
  }
  return label(at, state, nearest, least, second);
}

function label(at: number, { labels, ways, limits }: Lloyd, nearest: number, least: number, second: number): number {
  labels[at] = nearest;
  const gap = Math.sqrt(second) * (1 - ROUNDING) - Math.sqrt(least) * (1 + ROUNDING);
  limits[at] = gap + (ways[nearest] as number) * (1 - ROUNDING);
  return nearest;
}

/** Adds a point to the sums of its cluster, or takes it away. */
export function count(points: Float64Array, at: number, state: Lloyd, sign: 1 | -1): void {
  const { dimensions, labels, sums, sizes } = state;
  const label = labels[at] as number;
  const to = label * dimensions;
  const from = at * dimensions;
  sizes[label] = (sizes[label] as number) + sign;
  sums[to] = (sums[to] as number) + sign * (points[from] as number);
  sums[to + 1] = (sums[to + 1] as number) + sign * (points[from + 1] as number);
  sums[to + 2] = (sums[to + 2] as number) + sign * (points[from + 2] as number);
  for (let axis = DIMENSIONS; axis < dimensions; axis++) {
    sums[to + axis] = (sums[to + axis] as number) + sign * (points[from + axis] as number);
  }
}
