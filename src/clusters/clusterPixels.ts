import { checkNotAborted, checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { createRandom } from '../support/random.js';
import { runKMeans } from './kmeans.js';
import type { KMeansRun } from './kmeans.js';
import { byPosition, continuing } from './order.js';
import type { ClusterOrder } from './order.js';
import { withMethods } from './pixelClusters.js';
import { centroidsOf, pixelPoints } from './points.js';
import { readAttention } from './readAttention.js';
import { plusPlusStarts } from './starts.js';
import type { AttentionSource, ClusterCentroid, PixelClusters } from './types.js';

/** Options of {@link clusterPixels}. */
export interface ClusterOptions {
  /**
   * Number of clusters n, from 1 to 255.
   * @default 3
   */
  clusters?: number;
  /**
   * Weight of the attention in equation 1, at least 0.
   * @default 1.2
   */
  alpha?: number;
  /**
   * Weight of the position in equation 1, at least 0.
   * @default 1.5
   */
  lambda?: number;
  /**
   * Seed of the first centroids.
   * @default 0
   */
  seed?: number | string;
  /**
   * How often k-means starts anew, at least 1; the run with the smallest inertia is kept.
   * @default 4
   */
  restarts?: number;
  /**
   * Iterations of one run at most, at least 1.
   * @default 300
   */
  maxIterations?: number;
  /**
   * An earlier clustering whose cluster numbers are to be kept: each cluster takes the number of the one it continues.
   * @default none: numbers go from top to bottom by the centroid, then from left to right
   */
  matchTo?: Pick<PixelClusters, 'centroids'>;
  /** Stops the work between two iterations, with an error of code `aborted`. */
  signal?: AbortSignal;
}

const WHAT = 'clusterPixels';
const KNOWN = ['clusters', 'alpha', 'lambda', 'seed', 'restarts', 'maxIterations', 'matchTo', 'signal'];

/**
 * Groups the pixels of an attention map by place and attention (phase 2 of the Perturb Scheme).
 *
 * Every pixel is the point (lambda * i, lambda * j, alpha * S_ij), with row, column and attention each scaled to
 * [0, 1] first; k-means under the Euclidean distance makes the groups (Qiu 2024, arXiv:2411.00824, equation 1).
 *
 * Where there are fewer distinct points than clusters asked for, or a cluster runs empty, the result has fewer:
 * compare `found` with `requested`. With constant attention position alone decides, and `degenerate` says so.
 *
 * @param attention - An attention map; of several images, their mean counts.
 * @throws FacePerturbError `invalid-option` for wrong options, `invalid-argument` for something that is no attention,
 *   `invalid-shape` for an empty map, `invalid-data` for NaN or infinite attention, `aborted` when stopped.
 */
export async function clusterPixels(attention: AttentionSource, options: ClusterOptions = {}): Promise<PixelClusters> {
  const settings = readOptions(options);
  const { clusters, alpha, lambda, seed } = settings;
  const grid = await readAttention(attention);
  const { scaled, points, constant } = pixelPoints(grid, alpha, lambda);
  const best = await bestRun(points, settings);
  const byLabel = centroidsOf(scaled, best.labels);
  const [present, centroids] = [[...byLabel.keys()], [...byLabel.values()]];
  const { order, matched } = orderOf(centroids, settings);
  const newLabel = new Uint8Array(256);
  order.forEach((old, label) => (newLabel[present[old] as number] = label));
  const labels = best.labels.map((label) => newLabel[label] as number);
  return withMethods({
    labels,
    height: grid.height,
    width: grid.width,
    centroids: order.map((old) => centroids[old] as ClusterCentroid),
    sizes: countLabels(labels, order.length),
    requested: clusters,
    found: order.length,
    iterations: best.iterations,
    converged: best.converged,
    inertia: best.inertia,
    degenerate: constant,
    alpha,
    lambda,
    seed,
    ...(matched && { matched }),
  });
}

type Settings = ReturnType<typeof readOptions>;

function readOptions(options: ClusterOptions) {
  checkOptionNames(WHAT, options, KNOWN);
  const { clusters = 3, alpha = 1.2, lambda = 1.5, seed = 0, restarts = 4, maxIterations = 300 } = options;
  checkNumber(`${WHAT}: clusters`, clusters, { min: 1, max: 255, integer: true });
  checkNumber(`${WHAT}: alpha`, alpha, { min: 0, max: 1e6 });
  checkNumber(`${WHAT}: lambda`, lambda, { min: 0, max: 1e6 });
  checkNumber(`${WHAT}: restarts`, restarts, { min: 1, integer: true });
  checkNumber(`${WHAT}: maxIterations`, maxIterations, { min: 1, integer: true });
  const { matchTo, signal } = options;
  if (matchTo !== undefined && !Array.isArray(matchTo.centroids)) {
    throw new FacePerturbError(`${WHAT}: matchTo`, {
      code: 'invalid-option',
      expected: 'an earlier result of clusterPixels',
      received: show(matchTo),
    });
  }
  return { clusters, alpha, lambda, seed, random: createRandom(seed), restarts, maxIterations, matchTo, signal };
}

/** The run of the smallest inertia; of equal ones the first. */
async function bestRun(points: Float64Array, settings: Settings): Promise<KMeansRun> {
  const { clusters, random, restarts, maxIterations, signal } = settings;
  const pause = breather(signal);
  let best: KMeansRun | undefined;
  for (let restart = 0; restart < restarts; restart++) {
    const starts = plusPlusStarts(points, clusters, random.fork('restart', restart));
    const run = await runKMeans(points, starts, maxIterations, pause);
    if (!best || run.inertia < best.inertia) best = run;
  }
  return best as KMeansRun;
}

/** Lets other work go on, and an abort arrive, some thirty times a second. */
function breather(signal: AbortSignal | undefined): () => Promise<void> {
  let last = performance.now();
  return async () => {
    checkNotAborted(WHAT, signal);
    if (performance.now() - last < 30) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}

function orderOf(centroids: ClusterCentroid[], { matchTo, alpha, lambda }: Settings): ClusterOrder {
  if (matchTo) return continuing(centroids, matchTo.centroids, { alpha, lambda });
  return { order: byPosition(centroids) };
}

function countLabels(labels: Uint8Array, clusters: number): number[] {
  const sizes = new Array<number>(clusters).fill(0);
  for (const label of labels) sizes[label] = (sizes[label] as number) + 1;
  return sizes;
}
