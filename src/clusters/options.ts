import { checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { createRandom } from '../support/random.js';
import type { Random } from '../support/random.js';
import { readMatchTo } from './matchTo.js';
import type { ClusterCentroid, PixelClusters } from './types.js';

/** Options of {@link clusterPixels}. */
export interface ClusterOptions {
  /**
   * Number of clusters n, from 1 to 255.
   * @default 3
   */
  clusters?: number;
  /**
   * Weight of the attention in equation 1, at least 0. Of several maps a weight each, or one for all.
   * @default 1.2
   */
  alpha?: number | readonly number[];
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
   * Clusters are paired with the earlier ones so that the sum of the centroids' distances (equation 1) is the least
   * there is. New clusters come after them; numbers of lost ones are closed up, and `matched` tells.
   * @default none: numbers go from top to bottom by the centroid, then from left to right
   */
  matchTo?: Pick<PixelClusters, 'centroids'>;
  /**
   * Stops the work between two iterations, with an error of code `aborted`.
   * @default none: it runs to its end
   */
  signal?: AbortSignal;
}

/** Names of {@link ClusterOptions}. */
export const CLUSTER_OPTIONS = [
  'clusters',
  'alpha',
  'lambda',
  'seed',
  'restarts',
  'maxIterations',
  'matchTo',
  'signal',
] as const;

/** {@link ClusterOptions}, checked and complete. */
export interface ClusterSettings {
  /** Names the function in messages. */
  readonly what: string;
  readonly clusters: number;
  /** One for each map. */
  readonly alphas: readonly number[];
  readonly lambda: number;
  readonly seed: number | string;
  readonly random: Random;
  readonly restarts: number;
  readonly maxIterations: number;
  readonly matchTo: readonly ClusterCentroid[] | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Checks options that any function of this room takes.
 *
 * @param maps - How many attention maps there are.
 * @param known - Names the function takes.
 */
export function readClusterOptions(
  what: string,
  options: ClusterOptions,
  maps: number,
  known: readonly string[] = CLUSTER_OPTIONS,
): ClusterSettings {
  checkOptionNames(what, options, known);
  const { clusters = 3, alpha = 1.2, lambda = 1.5, seed = 0, restarts = 4, maxIterations = 300 } = options;
  checkNumber(`${what}: clusters`, clusters, { min: 1, max: 255, integer: true });
  const alphas = readAlphas(what, alpha, maps);
  checkNumber(`${what}: lambda`, lambda, { min: 0, max: 1e6 });
  checkNumber(`${what}: restarts`, restarts, { min: 1, integer: true });
  checkNumber(`${what}: maxIterations`, maxIterations, { min: 1, integer: true });
  const matchTo = readMatchTo(what, options.matchTo, maps);
  const random = createRandom(seed);
  return { what, clusters, alphas, lambda, seed, random, restarts, maxIterations, matchTo, signal: options.signal };
}

function readAlphas(what: string, alpha: number | readonly number[], maps: number): number[] {
  const given: unknown[] = Array.isArray(alpha) ? alpha : new Array<unknown>(maps).fill(alpha);
  if (maps === 0 || given.length !== maps) {
    throw new FacePerturbError(maps === 0 ? `${what}: attention` : `${what}: alpha`, {
      code: maps === 0 ? 'invalid-argument' : 'invalid-option',
      expected: maps === 0 ? 'an attention map, or a list of some' : `one weight, or ${maps}: one for each map`,
      received: maps === 0 ? 'an empty list' : show(alpha),
    });
  }
  return given.map((each) => checkNumber(`${what}: alpha`, each, { min: 0, max: 1e6 }));
}
