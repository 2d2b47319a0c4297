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
  /** Index of the nearest centroid of each point; of equally near ones the first. */
  readonly labels: Uint8Array;
  /** Three numbers each. */
  readonly centroids: Float64Array;
  /** Sums and numbers of each centroid's points. */
  readonly sums: Float64Array;
  readonly sizes: Uint32Array;
  /** The way of each centroid so far, and the longest way of any added to it, iteration by iteration. */
  readonly ways: Float64Array;
  /** The sum of ways at which a point may get another label. */
  readonly limits: Float64Array;
}

/** Labels each point for the first time. */
export function startLloyd(points: Float64Array, starts: readonly (readonly number[])[]): Lloyd {
  const state: Lloyd = {
    labels: new Uint8Array(points.length / DIMENSIONS),
    centroids: Float64Array.from(starts.flat()),
    sums: new Float64Array(starts.length * DIMENSIONS),
    sizes: new Uint32Array(starts.length),
    ways: new Float64Array(starts.length),
    limits: new Float64Array(points.length / DIMENSIONS),
  };
  for (let at = 0; at < state.labels.length; at++) {
    assign(points, at, state);
    count(points, at, state, 1);
  }
  return state;
}

/**
 * Labels each point with its nearest centroid.
 *
 * @returns How many labels are others than before.
 */
export function assignNearest(points: Float64Array, state: Lloyd): number {
  const { labels, ways, limits } = state;
  let changes = 0;
  for (let at = 0; at < labels.length; at++) {
    const before = labels[at] as number;
    if ((limits[at] as number) > (ways[before] as number)) continue;
    if (assign(points, at, state) === before) continue;
    changes++;
    const now = labels[at] as number;
    labels[at] = before;
    count(points, at, state, -1);
    labels[at] = now;
    count(points, at, state, 1);
  }
  return changes;
}

/** What rounding may add to a way or take from a distance, as a share of the distances. */
const ROUNDING = 1e-12;

function assign(points: Float64Array, at: number, { labels, centroids, ways, limits }: Lloyd): number {
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
  labels[at] = nearest;
  const gap = Math.sqrt(second) * (1 - ROUNDING) - Math.sqrt(least) * (1 + ROUNDING);
  limits[at] = gap + (ways[nearest] as number) * (1 - ROUNDING);
  return nearest;
}

function count(points: Float64Array, at: number, { labels, sums, sizes }: Lloyd, sign: 1 | -1): void {
  const label = labels[at] as number;
  const to = label * DIMENSIONS;
  const from = at * DIMENSIONS;
  sizes[label] = (sizes[label] as number) + sign;
  sums[to] = (sums[to] as number) + sign * (points[from] as number);
  sums[to + 1] = (sums[to + 1] as number) + sign * (points[from + 1] as number);
  sums[to + 2] = (sums[to + 2] as number) + sign * (points[from + 2] as number);
}

/** Moves each centroid to the mean of its points; one without points stays. */
export function moveCentroids({ centroids, sums, sizes, ways }: Lloyd): void {
  const moves = new Float64Array(sizes.length);
  for (let each = 0; each < sizes.length; each++) {
    const size = sizes[each] as number;
    if (size === 0) continue;
    let square = 0;
    for (let axis = each * DIMENSIONS; axis < (each + 1) * DIMENSIONS; axis++) {
      const mean = (sums[axis] as number) / size;
      square += (mean - (centroids[axis] as number)) ** 2;
      centroids[axis] = mean;
    }
    moves[each] = Math.sqrt(square);
  }
  const longest = Math.max(...moves);
  moves.forEach((way, each) => (ways[each] = ((ways[each] as number) + way + longest) * (1 + ROUNDING)));
}

/**
 * Moves the centroids to the means of their points once more, summed anew in the points' order: what came and went leaves its
 * rounding in the sums. These are the very bits of ml-kmeans.
 */
export function settleCentroids(points: Float64Array, { labels, centroids }: Lloyd): void {
  const sums = new Float64Array(centroids.length);
  const sizes = new Uint32Array(centroids.length / DIMENSIONS);
  for (let at = 0, from = 0; at < labels.length; at++, from += DIMENSIONS) {
    const label = labels[at] as number;
    const to = label * DIMENSIONS;
    sizes[label] = (sizes[label] as number) + 1;
    sums[to] = (sums[to] as number) + (points[from] as number);
    sums[to + 1] = (sums[to + 1] as number) + (points[from + 1] as number);
    sums[to + 2] = (sums[to + 2] as number) + (points[from + 2] as number);
  }
  for (let at = 0; at < sums.length; at++) {
    const size = sizes[Math.floor(at / DIMENSIONS)] as number;
    if (size > 0) centroids[at] = (sums[at] as number) / size;
  }
}

/** Sum of the squared distances of the points to the centroids they are labelled with. */
export function inertiaOf(points: Float64Array, labels: Uint8Array, centroids: Float64Array): number {
  let sum = 0;
  for (let at = 0, from = 0; at < labels.length; at++, from += DIMENSIONS) {
    const to = (labels[at] as number) * DIMENSIONS;
    const dy = (points[from] as number) - (centroids[to] as number);
    const dx = (points[from + 1] as number) - (centroids[to + 1] as number);
    const ds = (points[from + 2] as number) - (centroids[to + 2] as number);
    sum += dy * dy + dx * dx + ds * ds;
  }
  return sum;
}
