import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { AttentionSource } from '../clusters/types.js';
import { checkOptionNames } from '../support/checks.js';
import { checkCount, checkEnlarge, readBlend, type BlendOptions, type EnlargeOptions } from './options.js';
import { blendMaps } from './paintMaps.js';
import { toTensor } from './raster.js';
import { paintFaces, readFaces } from './readFaces.js';
import { SCALE_OPTIONS, scaleMaps, type ScaleOptions } from './scaleMaps.js';

/** Options of {@link overlay}. */
export interface OverlayOptions extends ScaleOptions, BlendOptions, EnlargeOptions {}

const WHAT = 'overlay';

/**
 * Faces in grey with their attention maps over them, in the colours of {@link heatMap}.
 *
 * Maps of another size than the faces are brought to theirs. A map with nothing to show is hatched over its face.
 *
 * @param images - Float32 [B,H,W,C], C 1 or 3, values in [0, 1]; not disposed.
 * @param map - As {@link heatMap} takes it: a map for each face, or one for all.
 * @returns Float32 [B, H*enlarge, W*enlarge, 3] in [0, 1]; the caller disposes it.
 * @throws FacePerturbError as {@link heatMap}, and `invalid-shape` for wrong images or another number of maps.
 */
export async function overlay(images: Tensor4D, map: AttentionSource, options: OverlayOptions = {}): Promise<Tensor4D> {
  checkOptionNames(WHAT, options, [...SCALE_OPTIONS, 'enlarge', 'smooth', 'opacity', 'fade']);
  const enlarge = checkEnlarge(WHAT, options.enlarge ?? 1);
  const blend = readBlend(WHAT, options);
  const faces = await readFaces(WHAT, images);
  const maps = await scaleMaps(`${WHAT}: map`, map, options);
  checkCount(`${WHAT}: map`, maps.count, faces.count);
  const size = { height: faces.height * enlarge, width: faces.width * enlarge };
  const painted = paintFaces(faces, size, { grey: true, smooth: blend.smooth });
  blendMaps(painted, maps, blend);
  return toTensor(painted);
}
