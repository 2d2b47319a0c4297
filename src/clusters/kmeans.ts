import type { kmeansGenerator } from 'ml-kmeans';
import { assignNearest, inertiaOf, moveCentroids, settleCentroids, startLloyd } from './lloyd.js';
import { pointAt, pointRows } from './points.js';

/** What k-means came to from one set of first centroids. */
export interface KMeansRun {
  /** Index of the nearest centroid of each point. */
  readonly labels: Uint8Array;
  /** One centroid for each start; those that no point is nearest to are still among them. */
  readonly centroids: number[][];
  readonly iterations: number;
  /** True when the last iteration moved nothing. */
  readonly converged: boolean;
  /** Sum of the squared distances of the points to their centroids. */
  readonly inertia: number;
}

/**
 * Lloyd's k-means from given first centroids, which have as many numbers as the points: three or more. `pause` is awaited after each
 * iteration, and may throw to stop.
 */
export type KMeans = (
  points: Float64Array,
  starts: number[][],
  maxIterations: number,
  pause: () => Promise<void>,
) => Promise<KMeansRun>;

/**
 * From this many points on (a map of 32x32) the loops over flat numbers run: ml-kmeans, with an array for each point and a call for
 * each distance, then takes several times as long as scikit-learn.
 */
const MANY = 32 * 32;

/** K-means by ml-kmeans or, for many points, by loops of our own that give the same bits. */
export const runKMeans: KMeans = (points, starts, maxIterations, pause) =>
  (points.length < MANY * dimensionsOf(starts) ? packagedKMeans : flatKMeans)(points, starts, maxIterations, pause);

/**
 * K-means by ml-kmeans, used within its limits: the points and starts must be finite (it takes NaN for converged), the
 * starts are ours (one of its own initialisations needs a matrix of all distances, another reads wrong rows of it), and
 * `maxIterations` is at least 1 (0 would mean for ever).
 */
export const packagedKMeans: KMeans = async (points, starts, maxIterations, pause) => {
  // Loaded here: an ES module alone, which `require` takes not before Node 20.19; and a page loads it when it clusters.
  const { kmeansGenerator: steps } = await import('ml-kmeans');
  const settings = { initialization: starts, maxIterations, tolerance: 0 };
  const rows = pointRows(points, dimensionsOf(starts));
  let last: KMeansStep | undefined;
  for (const step of steps(rows, starts.length, settings)) {
    last = step;
    await pause();
  }
  const end = last as KMeansStep;
  const { centroids, iterations, converged } = end;
  // Stopped early, the labels belong to the centroids before the last move.
  const labels = Uint8Array.from(converged ? end.clusters : end.nearest(rows));
  const inertia = inertiaOf(points, labels, Float64Array.from(centroids.flat()));
  return { labels, centroids, iterations, converged, inertia };
};

type KMeansStep = ReturnType<typeof kmeansGenerator> extends Generator<infer Step> ? Step : never;

/** K-means on flat numbers. */
export const flatKMeans: KMeans = async (points, starts, maxIterations, pause) => {
  const state = startLloyd(points, starts);
  let iterations = 1;
  let converged = false;
  moveCentroids(state);
  await pause();
  while (!converged && iterations < maxIterations) {
    converged = assignNearest(points, state) === 0;
    if (!converged) moveCentroids(state);
    iterations++;
    await pause();
  }
  settleCentroids(points, state);
  const centroids = starts.map((_, at) => pointAt(state.centroids, at, state.dimensions));
  // Stopped early, the labels still belong to the centroids before the last move.
  if (!converged) assignNearest(points, state);
  return {
    labels: state.labels,
    centroids,
    iterations,
    converged,
    inertia: inertiaOf(points, state.labels, state.centroids),
  };
};

function dimensionsOf([first]: number[][]): number {
  return (first as number[]).length;
}
