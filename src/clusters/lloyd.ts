import { assignIn, count, ROUNDING } from './nearest.js';
import type { Lloyd } from './nearest.js';
import { DIMENSIONS } from './points.js';

/** Labels each point for the first time. */
export function startLloyd(points: Float64Array, starts: readonly (readonly number[])[]): Lloyd {
  const dimensions = starts[0]?.length ?? DIMENSIONS;
  const total = points.length / dimensions;
  const state: Lloyd = {
    dimensions,
    labels: new Uint8Array(total),
    centroids: Float64Array.from(starts.flat()),
    sums: new Float64Array(starts.length * dimensions),
    sizes: new Uint32Array(starts.length),
    ways: new Float64Array(starts.length),
    limits: new Float64Array(total),
  };
  const assign = assignIn(dimensions);
  for (let at = 0; at < total; at++) {
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
  const assign = assignIn(state.dimensions);
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

/** Moves each centroid to the mean of its points; one without points stays. */
export function moveCentroids({ dimensions, centroids, sums, sizes, ways }: Lloyd): void {
  const moves = new Float64Array(sizes.length);
  for (let each = 0; each < sizes.length; each++) {
    const size = sizes[each] as number;
    if (size === 0) continue;
    let square = 0;
    for (let axis = each * dimensions; axis < (each + 1) * dimensions; axis++) {
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
export function settleCentroids(points: Float64Array, state: Lloyd): void {
  const { dimensions, labels, centroids, sums, sizes } = state;
  sums.fill(0);
  sizes.fill(0);
  for (let at = 0; at < labels.length; at++) count(points, at, state, 1);
  for (let at = 0; at < sums.length; at++) {
    const size = sizes[Math.floor(at / dimensions)] as number;
    if (size > 0) centroids[at] = (sums[at] as number) / size;
  }
}

/** Sum of the squared distances of the points to the centroids they are labelled with. */
export function inertiaOf(points: Float64Array, labels: Uint8Array, centroids: Float64Array): number {
  const dimensions = points.length / labels.length;
  let sum = 0;
  for (let at = 0, from = 0; at < labels.length; at++, from += dimensions) {
    const to = (labels[at] as number) * dimensions;
    const dy = (points[from] as number) - (centroids[to] as number);
    const dx = (points[from + 1] as number) - (centroids[to + 1] as number);
    const ds = (points[from + 2] as number) - (centroids[to + 2] as number);
    let square = dy * dy + dx * dx + ds * ds;
    for (let axis = DIMENSIONS; axis < dimensions; axis++) {
      square += ((points[from + axis] as number) - (centroids[to + axis] as number)) ** 2;
    }
    sum += square;
  }
  return sum;
}
