import { clusterInTurn, IN_TURN_OPTIONS } from './inTurn.js';
import type { ClusterInTurnOptions } from './inTurn.js';
import { imagesOf, meanMap, readMaps, sourcesOf } from './maps.js';
import { readClusterOptions } from './options.js';
import type { AttentionSource, PixelClusters } from './types.js';

const WHAT = 'clusterEachImage';

/**
 * Groups the pixels of attention maps as {@link clusterPixels} does, for each image alone.
 *
 * A degenerate image is clustered by position alone, and its `degenerate` says so.
 *
 * @example
 * const each = await clusterEachImage(attention, { match: 'overall' });
 * each.filter(({ degenerate }) => !degenerate);
 *
 * @param attention - An attention map of several images, or a list of maps of the same images.
 * @returns The clusters of each image, in order.
 * @throws FacePerturbError as {@link clusterPixels}.
 */
export async function clusterEachImage(
  attention: AttentionSource | readonly AttentionSource[],
  options: ClusterInTurnOptions = {},
): Promise<PixelClusters[]> {
  const sources = sourcesOf(attention);
  const settings = readClusterOptions(WHAT, options, sources.length, IN_TURN_OPTIONS);
  const maps = await readMaps(WHAT, sources);
  const images = Array.from({ length: imagesOf(WHAT, maps) }, (_, at) => maps.map((map) => meanMap(map, [at])));
  const { clusters } = await clusterInTurn(images, () => maps.map((map) => meanMap(map)), settings, options);
  return clusters as PixelClusters[];
}
