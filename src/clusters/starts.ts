import type { Random } from '../support/random.js';

/**
 * First centroids by k-means++ (Arthur and Vassilvitskii 2007): each next one is a point drawn with a probability
 * proportional to its squared distance to the nearest one so far.
 *
 * @param points - At least one point, all finite.
 * @param count - How many are wanted, at least 1.
 * @returns That many distinct points, or all distinct points where there are fewer.
 */
export function plusPlusStarts(points: readonly number[][], count: number, random: Random): number[][] {
  const starts = [points[random.integer(points.length)] as number[]];
  const distances = new Float64Array(points.length).fill(Infinity);
  while (starts.length < count) {
    const total = shrinkDistances(points, starts.at(-1) as number[], distances);
    if (total === 0) break;
    starts.push(points[draw(distances, random.next() * total)] as number[]);
  }
  return starts.map((start) => [...start]);
}

/** Squared Euclidean distance of two points of equation 1. */
export function squaredDistance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + (value - (b[at] as number)) ** 2, 0);
}

/** Lowers each point's distance to that of the newest centroid where it is nearer; returns the sum. */
function shrinkDistances(points: readonly number[][], newest: number[], distances: Float64Array): number {
  let total = 0;
  for (let at = 0; at < points.length; at++) {
    const distance = Math.min(distances[at] as number, squaredDistance(points[at] as number[], newest));
    distances[at] = distance;
    total += distance;
  }
  return total;
}

/** The point at which the running sum of distances passes `goal`; never one of distance 0. */
function draw(distances: Float64Array, goal: number): number {
  let [sum, last] = [0, 0];
  for (let at = 0; at < distances.length; at++) {
    if (distances[at] === 0) continue;
    sum += distances[at] as number;
    last = at;
    if (sum > goal) break;
  }
  return last;
}
