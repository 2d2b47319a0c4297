import { clusterMaps } from './clusterMaps.js';
import { meanMap, readMaps, sourcesOf } from './maps.js';
import { readClusterOptions } from './options.js';
import type { ClusterOptions } from './options.js';
import type { AttentionSource, PixelClusters } from './types.js';

const WHAT = 'clusterPixels';

/**
 * Groups the pixels of an attention map by place and attention (phase 2 of the Perturb Scheme).
 *
 * Every pixel is the point (lambda * i, lambda * j, alpha * S_ij), with row, column and attention each scaled to
 * [0, 1] first; k-means under the Euclidean distance makes the groups (Qiu 2024, arXiv:2411.00824, equation 1). Of
 * several maps each adds a number with a weight of its own: (lambda * i, lambda * j, alpha_1 * S1_ij, alpha_2 * S2_ij, …).
 *
 * Where there are fewer distinct points than clusters asked for, or a cluster runs empty, the result has fewer:
 * compare `found` with `requested`. With constant attention position alone decides, and `degenerate` says so.
 *
 * @example
 * const clusters = await clusterPixels([gate, gradCam], { clusters: 3, alpha: [1.2, 0.6] });
 *
 * @param attention - An attention map, or a list of maps of one size; of several images, the mean over those that are not degenerate
 * counts.
 * @throws FacePerturbError `invalid-option` for wrong options, `invalid-argument` for something that is no attention,
 *   `invalid-shape` for an empty map or maps of different sizes, `invalid-data` for NaN or infinite attention, `aborted` when stopped.
 */
export async function clusterPixels(
  attention: AttentionSource | readonly AttentionSource[],
  options: ClusterOptions = {},
): Promise<PixelClusters> {
  const sources = sourcesOf(attention);
  const settings = readClusterOptions(WHAT, options, sources.length);
  const maps = await readMaps(WHAT, sources);
  return clusterMaps(
    maps.map((images) => meanMap(images)),
    settings,
  );
}
