import { checkChoice } from '../support/checks.js';
import { clusterMaps } from './clusterMaps.js';
import type { MeanMap } from './maps.js';
import { CLUSTER_OPTIONS } from './options.js';
import type { ClusterOptions, ClusterSettings } from './options.js';
import type { PixelClusters } from './types.js';

/** Options of several clusterings whose cluster numbers may be made to mean the same. */
export interface ClusterInTurnOptions extends ClusterOptions {
  /**
   * Whose cluster numbers the others take, each cluster that of the one it is paired with: those of the clustering of all images together
   * (`overall`), those of the first one that is not degenerate, or no others' (`none`; but `matchTo` counts). With `matchTo` the
   * overall or first one takes its numbers, and so all do.
   * @default 'none'
   */
  match?: 'overall' | 'first' | 'none';
  /**
   * Called after each clustering with how many are done, and how many there are.
   * @default none: nobody is told
   */
  onProgress?: (progress: { done: number; total: number }) => void;
}

/** Names of {@link ClusterInTurnOptions}. */
export const IN_TURN_OPTIONS = [...CLUSTER_OPTIONS, 'match', 'onProgress'] as const;

/** Several clusterings, and that of all together where the others were matched to it. */
export interface ClusteredInTurn {
  readonly overall: PixelClusters | null;
  readonly clusters: readonly (PixelClusters | null)[];
}

/**
 * Clusters one item after the other, with the same seed each.
 *
 * @param items - The maps of each item; null has no clusters.
 * @param all - The maps of all together.
 */
export async function clusterInTurn(
  items: readonly (readonly MeanMap[] | null)[],
  all: () => readonly MeanMap[],
  settings: ClusterSettings,
  { match = 'none', onProgress }: ClusterInTurnOptions,
): Promise<ClusteredInTurn> {
  checkChoice(`${settings.what}: match`, match, ['overall', 'first', 'none']);
  const overall = match === 'overall' ? await clusterMaps(all(), settings) : null;
  let matchTo = overall ? overall.centroids : settings.matchTo;
  let hasFirst = match !== 'first';
  const clusters: (PixelClusters | null)[] = [];
  for (const item of items) {
    const found = item && (await clusterMaps(item, { ...settings, matchTo }));
    if (!hasFirst && found && !found.degenerate) {
      matchTo = found.centroids;
      hasFirst = true;
    }
    clusters.push(found);
    onProgress?.({ done: clusters.length, total: items.length });
  }
  return { overall, clusters };
}
