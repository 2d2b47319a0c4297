import { createBreather } from '../support/breather.js';
import { runKMeans } from './kmeans.js';
import type { KMeansRun } from './kmeans.js';
import type { MeanMap } from './maps.js';
import type { ClusterSettings } from './options.js';
import { byPosition, continuing } from './order.js';
import type { ClusterOrder } from './order.js';
import { withMethods } from './pixelClusters.js';
import { centroidsOf, pointsOfMaps } from './points.js';
import type { PixelPoints } from './points.js';
import { plusPlusStarts } from './starts.js';
import type { ClusterCentroid, PixelClusters } from './types.js';

/** Clusters the pixels of one map, or of several of one size. */
export async function clusterMaps(maps: readonly MeanMap[], settings: ClusterSettings): Promise<PixelClusters> {
  const { clusters, alphas, lambda, seed } = settings;
  const points = pointsOfMaps(maps, alphas, lambda);
  const best = await bestRun(points, settings);
  const byLabel = centroidsOf(points, best.labels);
  const [present, centroids] = [[...byLabel.keys()], [...byLabel.values()]];
  const { order, matched } = orderOf(centroids, settings);
  const newLabel = new Uint8Array(256);
  order.forEach((old, label) => (newLabel[present[old] as number] = label));
  const labels = best.labels.map((label) => newLabel[label] as number);
  const { height, width } = maps[0] as MeanMap;
  return withMethods({
    labels,
    height,
    width,
    centroids: order.map((old) => centroids[old] as ClusterCentroid),
    sizes: countLabels(labels, order.length),
    requested: clusters,
    found: order.length,
    iterations: best.iterations,
    converged: best.converged,
    inertia: best.inertia,
    degenerate: points.constant.every(Boolean),
    alpha: maps.length === 1 ? (alphas[0] as number) : [...alphas],
    lambda,
    seed,
    ...(matched && { matched }),
    maps: maps.map(({ images, degenerate }, at) => ({ images, degenerate, constant: points.constant[at] === true })),
  });
}

/** The run of the smallest inertia; of equal ones the first. */
async function bestRun({ points, dimensions }: PixelPoints, settings: ClusterSettings): Promise<KMeansRun> {
  const { what, clusters, random, restarts, maxIterations, signal } = settings;
  const pause = createBreather(what, signal);
  let best: KMeansRun | undefined;
  for (let restart = 0; restart < restarts; restart++) {
    const starts = plusPlusStarts(points, clusters, random.fork('restart', restart), dimensions);
    const run = await runKMeans(points, starts, maxIterations, pause);
    if (!best || run.inertia < best.inertia) best = run;
  }
  return best as KMeansRun;
}

function orderOf(centroids: ClusterCentroid[], { matchTo, alphas, lambda }: ClusterSettings): ClusterOrder {
  if (matchTo) return continuing(centroids, matchTo, { alphas, lambda });
  return { order: byPosition(centroids) };
}

function countLabels(labels: Uint8Array, clusters: number): number[] {
  const sizes = new Array<number>(clusters).fill(0);
  for (const label of labels) sizes[label] = (sizes[label] as number) + 1;
  return sizes;
}
