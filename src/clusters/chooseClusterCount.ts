import { createBreather } from '../support/breather.js';
import { checkNumber } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import { clusterMaps } from './clusterMaps.js';
import { elbowOf } from './elbow.js';
import { meanMap, readMaps, sourcesOf } from './maps.js';
import { CLUSTER_OPTIONS, readClusterOptions } from './options.js';
import type { ClusterOptions, ClusterSettings } from './options.js';
import { pointAt, pointsOfMaps } from './points.js';
import type { PixelPoints } from './points.js';
import { silhouetteOf } from './silhouette.js';
import type { AttentionSource, PixelClusters } from './types.js';

/** Options of {@link chooseClusterCount}: those of {@link clusterPixels}, and the numbers to try. */
export interface ClusterCountOptions extends Omit<ClusterOptions, 'clusters' | 'matchTo'> {
  /**
   * Smallest number of clusters, from 1 to 255.
   * @default 1
   */
  from?: number;
  /**
   * Largest number of clusters, from `from` to 255.
   * @default 8
   */
  to?: number;
  /**
   * Pixels the silhouette is taken of at most, at least 2. Up to so many it is exact; of more, so many are drawn, the same ones
   * for each number of clusters. Time and memory grow with the square and the number itself.
   * @default 4096 (a map of 64x64)
   */
  pixels?: number;
  /**
   * Called after each number of clusters with how many are done, and how many there are.
   * @default none: nobody is told
   */
  onProgress?: (progress: { done: number; total: number }) => void;
}

/** How well one number of clusters does. */
export interface ClusterCountScore {
  /** The number of clusters asked for. */
  clusters: number;
  /** The number found: fewer when there are fewer distinct points. */
  found: number;
  /** Sum of the squared weighted distances (equation 1) of the pixels to their centroids. */
  inertia: number;
  /** Mean silhouette coefficient in [-1, 1]; null for one cluster. */
  silhouette: number | null;
}

/** What {@link chooseClusterCount} found, as plain JSON-able data. */
export interface ClusterCountChoice {
  /** By ascending number of clusters. */
  scores: ClusterCountScore[];
  /** The number at which the inertia's curve bends; null when it does not, or fewer than three numbers were tried. */
  elbow: number | null;
  /** The number with the largest silhouette, of equal ones the smallest; null when none has one. */
  bestSilhouette: number | null;
  /** Pixels the silhouette was taken of. */
  pixels: number;
  /** Whether these were all. */
  exact: boolean;
  /** True when the attention is the same everywhere: then the numbers speak of the picture's shape alone. */
  degenerate: boolean;
}

const WHAT = 'chooseClusterCount';
const TAKEN = /* @__PURE__ */ CLUSTER_OPTIONS.filter((name) => name !== 'clusters' && name !== 'matchTo');
const KNOWN = [...TAKEN, 'from', 'to', 'pixels', 'onProgress'];

/**
 * Tries several numbers of clusters: by the elbow of the inertia and by the silhouette.
 *
 * The elbow is the point farthest below the chord of the inertia's curve (Kneedle's offline form, Satopää et al. 2011,
 * doi:10.1109/ICDCSW.2011.20); the silhouette is Rousseeuw's (1987, doi:10.1016/0377-0427(87)90125-7), under equation 1's distance.
 * The two often differ; neither knows what the clusters are for. {@link clusterPixels} with the same options and one of the numbers gives
 * the clustering that was scored.
 *
 * @param attention - As for {@link clusterPixels}.
 * @throws FacePerturbError as {@link clusterPixels}.
 */
export async function chooseClusterCount(
  attention: AttentionSource | readonly AttentionSource[],
  options: ClusterCountOptions = {},
): Promise<ClusterCountChoice> {
  const sources = sourcesOf(attention);
  const settings = readClusterOptions(WHAT, options, sources.length, KNOWN);
  const { counts, limit } = readRange(options);
  const maps = (await readMaps(WHAT, sources)).map((images) => meanMap(images));
  const sample = samplePoints(pointsOfMaps(maps, settings.alphas, settings.lambda), limit, settings);
  const scores: ClusterCountScore[] = [];
  let degenerate = false;
  for (const clusters of counts) {
    const result = await clusterMaps(maps, { ...settings, clusters });
    const { found, inertia } = result;
    scores.push({ clusters, found, inertia, silhouette: await silhouetteIn(sample, result, settings) });
    degenerate = result.degenerate;
    options.onProgress?.({ done: scores.length, total: counts.length });
  }
  const pixels = sample.chosen.length;
  return { scores, ...choose(scores), pixels, exact: pixels === sample.total, degenerate };
}

function readRange({ from = 1, to = 8, pixels = 4096 }: ClusterCountOptions): { counts: number[]; limit: number } {
  checkNumber(`${WHAT}: from`, from, { min: 1, max: 255, integer: true });
  checkNumber(`${WHAT}: to`, to, { min: 1, max: 255, integer: true });
  checkNumber(`${WHAT}: pixels`, pixels, { min: 2, integer: true });
  if (from <= to) return { counts: Array.from({ length: to - from + 1 }, (_, at) => from + at), limit: pixels };
  throw new FacePerturbError(`${WHAT}: to`, {
    code: 'invalid-option',
    expected: `at least from, ${from}`,
    received: String(to),
  });
}

interface Sample {
  readonly points: Float64Array;
  readonly dimensions: number;
  /** The pixels they are, ascending. */
  readonly chosen: Int32Array;
  /** Pixels there are. */
  readonly total: number;
}

function samplePoints({ points, dimensions }: PixelPoints, limit: number, { random }: ClusterSettings): Sample {
  const total = points.length / dimensions;
  if (total <= limit) return { points, dimensions, chosen: Int32Array.from({ length: total }, (_, at) => at), total };
  const chosen = random.fork('silhouette').permutation(total).slice(0, limit).sort();
  const rows = Array.from(chosen, (at) => pointAt(points, at, dimensions));
  return { points: Float64Array.from(rows.flat()), dimensions, chosen, total };
}

function silhouetteIn(
  { points, dimensions, chosen }: Sample,
  { labels }: PixelClusters,
  { what, signal }: ClusterSettings,
): Promise<number | null> {
  const data = { points, dimensions, labels: Uint8Array.from(chosen, (at) => labels[at] as number) };
  return silhouetteOf(data, createBreather(what, signal));
}

/** Numbers that were not reached say nothing. */
function choose(scores: readonly ClusterCountScore[]): Pick<ClusterCountChoice, 'elbow' | 'bestSilhouette'> {
  const reached = scores.filter(({ clusters, found }) => found === clusters);
  let best: ClusterCountScore | undefined;
  for (const score of reached) {
    if (score.silhouette !== null && score.silhouette > (best?.silhouette ?? -Infinity)) best = score;
  }
  return { elbow: elbowOf(reached), bestSilhouette: best?.clusters ?? null };
}
