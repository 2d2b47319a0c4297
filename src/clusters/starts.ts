import type { Random } from '../support/random.js';
import { DIMENSIONS, pointAt } from './points.js';

/**
 * First centroids by k-means++ (Arthur and Vassilvitskii 2007): each next one is a point drawn with a probability
 * proportional to its squared distance to the nearest one so far.
 *
 * @param points - At least one point, all numbers finite.
 * @param count - How many are wanted, at least 1.
 * @param dimensions - Numbers of a point, at least three.
 * @returns That many distinct points, or all distinct points where there are fewer.
 */
export function plusPlusStarts(
  points: Float64Array,
  count: number,
  random: Random,
  dimensions = DIMENSIONS,
): number[][] {
  const total = points.length / dimensions;
  const starts = [pointAt(points, random.integer(total), dimensions)];
  const distances = new Float64Array(total).fill(Infinity);
  while (starts.length < count) {
    const sum = shrinkDistances(points, starts.at(-1) as number[], distances);
    if (sum === 0) break;
    starts.push(pointAt(points, draw(distances, random.next() * sum), dimensions));
  }
  return starts;
}

/** Squared Euclidean distance of two points of equation 1. */
export function squaredDistance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + (value - (b[at] as number)) ** 2, 0);
}

/** Lowers each point's distance to that of the newest centroid where it is nearer; returns the sum. */
function shrinkDistances(points: Float64Array, newest: number[], distances: Float64Array): number {
  const dimensions = newest.length;
  const [y, x, s] = newest as [number, number, number];
  let sum = 0;
  for (let at = 0, from = 0; at < distances.length; at++, from += dimensions) {
    const dy = (points[from] as number) - y;
    const dx = (points[from + 1] as number) - x;
    const ds = (points[from + 2] as number) - s;
    let distance = dy * dy + dx * dx + ds * ds;
    for (let axis = DIMENSIONS; axis < dimensions; axis++) {
      distance += ((points[from + axis] as number) - (newest[axis] as number)) ** 2;
    }
    if (distance < (distances[at] as number)) distances[at] = distance;
    sum += distances[at] as number;
  }
  return sum;
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
