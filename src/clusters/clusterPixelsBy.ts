import { FacePerturbError, show } from '../support/errors.js';
import { readGroups } from './groups.js';
import type { Group, GroupKey } from './groups.js';
import { clusterInTurn, IN_TURN_OPTIONS } from './inTurn.js';
import type { ClusterInTurnOptions } from './inTurn.js';
import { imagesOf, meanMap, readMaps, sourcesOf } from './maps.js';
import { readClusterOptions } from './options.js';
import type { AttentionImages } from './readAttention.js';
import type { AttentionSource, PixelClusters } from './types.js';

/** Options of {@link clusterPixelsBy}. */
export interface ClusterByOptions extends ClusterInTurnOptions {
  /**
   * The groups in the order wanted, each that an image has and others that may have none.
   * @default those that images have: numbers ascending, then texts by their code units, then false and true
   */
  order?: readonly GroupKey[];
}

/** The clusters of one group of images. */
export interface GroupClusters {
  /** Which group. */
  readonly group: GroupKey;
  /** Images of the group. */
  readonly images: number;
  /** Those of them without anything to show, in any of the maps. */
  readonly degenerate: number;
  /** The clusters of the other images' mean; null when there is no such image. */
  readonly clusters: PixelClusters | null;
  /** Why there are no clusters; null when there are. */
  readonly note: string | null;
}

/** The clusters of each group. `JSON.stringify` keeps all but the method; `restoreClusters` turns each `clusters` back. */
export interface PixelClustersByGroup {
  /** With `match: 'overall'` the clusters of all images together, otherwise null. */
  readonly overall: PixelClusters | null;
  /** Each group with its clusters, in order. */
  readonly groups: readonly GroupClusters[];
  /**
   * The clusters of one group.
   *
   * @throws FacePerturbError `invalid-argument` when there is no such group, or it has no clusters.
   */
  of(group: GroupKey): PixelClusters;
}

const WHAT = 'clusterPixelsBy';

/**
 * Groups the pixels of attention maps as {@link clusterPixels} does, once for each group of images: a class, a person, a right or wrong
 * answer. Each clustering is that of the mean over the group's images, degenerate ones left out.
 *
 * A group without images (named by `order`), or with degenerate ones alone, has an entry that says so.
 *
 * @example
 * const { groups } = await clusterPixelsBy(attention, labels, { match: 'overall' });
 *
 * @param attention - An attention map of several images, or a list of maps of the same images.
 * @param groups - The group of each image.
 * @throws FacePerturbError as {@link clusterPixels}, and `invalid-argument` when there is not one group for each image.
 */
export async function clusterPixelsBy(
  attention: AttentionSource | readonly AttentionSource[],
  groups: ArrayLike<GroupKey>,
  options: ClusterByOptions = {},
): Promise<PixelClustersByGroup> {
  const sources = sourcesOf(attention);
  const settings = readClusterOptions(WHAT, options, sources.length, [...IN_TURN_OPTIONS, 'order']);
  const maps = await readMaps(WHAT, sources);
  const grouped = readGroups(WHAT, groups, imagesOf(WHAT, maps), options.order);
  const counted = grouped.map((group) => ({ ...group, degenerate: countDegenerate(maps, group) }));
  const means = counted.map(({ images, degenerate }) =>
    images.length > degenerate ? maps.map((map) => meanMap(map, images)) : null,
  );
  const { overall, clusters } = await clusterInTurn(means, () => maps.map((map) => meanMap(map)), settings, options);
  const entries = counted.map(({ key, images, degenerate }, at): GroupClusters => {
    const found = clusters[at] ?? null;
    const note = found ? null : images.length === 0 ? 'no image' : 'every image is degenerate';
    return { group: key, images: images.length, degenerate, clusters: found, note };
  });
  return { overall, groups: entries, of: (group) => clustersOf(entries, group) };
}

function countDegenerate(maps: readonly AttentionImages[], { images }: Group): number {
  return images.filter((image) => maps.every(({ degenerate }) => degenerate[image])).length;
}

function clustersOf(entries: readonly GroupClusters[], group: GroupKey): PixelClusters {
  const entry = entries.find((each) => each.group === group);
  if (entry?.clusters) return entry.clusters;
  const withClusters = entries.filter(({ clusters }) => clusters).map((each) => show(each.group));
  throw new FacePerturbError('PixelClustersByGroup: of', {
    code: 'invalid-argument',
    expected: `a group that has clusters: ${withClusters.join(', ') || 'there is none'}`,
    received: `${show(group)}${entry ? ` (${entry.note})` : ''}`,
  });
}
