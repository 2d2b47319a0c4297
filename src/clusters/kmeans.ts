import type { kmeansGenerator } from 'ml-kmeans';
import { squaredDistance } from './starts.js';

/** What k-means came to from one set of first centroids. */
export interface KMeansRun {
  /** Index of the nearest centroid of each point. */
  readonly labels: number[];
  /** One centroid for each start; those that no point is nearest to are still among them. */
  readonly centroids: number[][];
  readonly iterations: number;
  /** True when the last iteration moved nothing. */
  readonly converged: boolean;
  /** Sum of the squared distances of the points to their centroids. */
  readonly inertia: number;
}

/**
 * Lloyd's k-means from given first centroids, on ml-kmeans used within its limits: the points and starts must be
 * finite (it takes NaN for converged), the starts are ours (one of its own initialisations needs a matrix of all
 * distances, another reads wrong rows of it), and `maxIterations` is at least 1 (0 would mean for ever).
 *
 * @param pause - Awaited after each iteration; may throw to stop.
 */
export async function runKMeans(
  points: number[][],
  starts: number[][],
  maxIterations: number,
  pause: () => Promise<void>,
): Promise<KMeansRun> {
  // Loaded here: an ES module alone, which `require` takes not before Node 20.19; and a page loads it when it clusters.
  const { kmeansGenerator: steps } = await import('ml-kmeans');
  const settings = { initialization: starts, maxIterations, tolerance: 0 };
  let last: KMeansStep | undefined;
  for (const step of steps(points, starts.length, settings)) {
    last = step;
    await pause();
  }
  const end = last as KMeansStep;
  const { centroids, iterations, converged } = end;
  // Stopped early, the labels belong to the centroids before the last move.
  const labels = converged ? end.clusters : end.nearest(points);
  return { labels, centroids, iterations, converged, inertia: inertiaOf(points, labels, centroids) };
}

type KMeansStep = ReturnType<typeof kmeansGenerator> extends Generator<infer Step> ? Step : never;

function inertiaOf(points: number[][], labels: number[], centroids: number[][]): number {
  return points.reduce((sum, point, at) => {
    return sum + squaredDistance(point, centroids[labels[at] as number] as number[]);
  }, 0);
}
