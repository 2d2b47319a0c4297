import type { Tensor4D } from '@tensorflow/tfjs-core';
import { checkNumber, checkOptionNames } from '../support/checks.js';
import { checkCount, checkEnlarge, checkFlag, type EnlargeOptions } from './options.js';
import { blendClusters, paintClusters, type ClusterBlend } from './paintClusters.js';
import { toTensor } from './raster.js';
import { readClusters, type ClusterSource } from './readClusters.js';
import { paintFaces, readFaces } from './readFaces.js';

/** Options of {@link clusterPicture}. */
export type ClusterPictureOptions = Pick<EnlargeOptions, 'enlarge'>;

/**
 * Clusters of pixels as colour pictures, in the colours of {@link clusterColour}.
 *
 * @param clusters - A result of `clusterPixels`, its record or `{ labels, height, width }`; or several of one size.
 * @returns Float32 [N, H*enlarge, W*enlarge, 3] in [0, 1], a picture for each; the caller disposes it.
 * @throws FacePerturbError `invalid-argument`, `invalid-shape` or `invalid-data` for what are no clusters, `invalid-option`.
 */
export function clusterPicture(clusters: ClusterSource, options: ClusterPictureOptions = {}): Tensor4D {
  checkOptionNames('clusterPicture', options, ['enlarge']);
  const enlarge = checkEnlarge('clusterPicture', options.enlarge ?? 1);
  const read = readClusters('clusterPicture', clusters);
  return toTensor(paintClusters(read, { height: read.height * enlarge, width: read.width * enlarge }));
}

/** How clusters lie over faces. */
export interface ClusterBlendOptions {
  /**
   * Opacity of the colours, in [0, 1].
   * @default 0.5
   */
  opacity?: number;
  /**
   * White lines between clusters.
   * @default true
   */
  borders?: boolean;
}

/** Options of {@link clusterOverlay}. */
export interface ClusterOverlayOptions extends ClusterBlendOptions, EnlargeOptions {}

const OVERLAY = 'clusterOverlay';

/**
 * Faces in grey with clusters of pixels over them, in the colours of {@link clusterColour}.
 *
 * Clusters of another size than the faces are brought to theirs.
 *
 * @param images - Float32 [B,H,W,C], C 1 or 3, values in [0, 1]; not disposed.
 * @param clusters - As {@link clusterPicture} takes them: one for all faces, or one for each.
 * @returns Float32 [B, H*enlarge, W*enlarge, 3] in [0, 1]; the caller disposes it.
 * @throws FacePerturbError as {@link clusterPicture}, and `invalid-shape` for wrong images or another number of clusterings.
 */
export async function clusterOverlay(
  images: Tensor4D,
  clusters: ClusterSource,
  options: ClusterOverlayOptions = {},
): Promise<Tensor4D> {
  checkOptionNames(OVERLAY, options, ['enlarge', 'smooth', 'opacity', 'borders']);
  const enlarge = checkEnlarge(OVERLAY, options.enlarge ?? 1);
  const smooth = checkFlag(OVERLAY, 'smooth', options.smooth ?? false);
  const blend = readClusterBlend(OVERLAY, options);
  const read = readClusters(`${OVERLAY}: clusters`, clusters);
  const faces = await readFaces(OVERLAY, images);
  checkCount(`${OVERLAY}: clusters`, read.labels.length, faces.count);
  const size = { height: faces.height * enlarge, width: faces.width * enlarge };
  const painted = paintFaces(faces, size, { grey: true, smooth });
  for (let image = 0; image < painted.count; image++) blendClusters(painted, image, read, blend);
  return toTensor(painted);
}

/** @throws FacePerturbError `invalid-option` for wrong options. */
export function readClusterBlend(what: string, options: ClusterBlendOptions): ClusterBlend {
  return {
    opacity: checkNumber(`${what}: opacity`, options.opacity ?? 0.5, { min: 0, max: 1 }),
    borders: checkFlag(what, 'borders', options.borders ?? true),
  };
}
