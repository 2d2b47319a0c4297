import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { AttentionSource } from '../clusters/types.js';
import { checkOptionNames } from '../support/checks.js';
import { checkEnlarge, checkFlag, type EnlargeOptions } from './options.js';
import { paintMaps } from './paintMaps.js';
import { toTensor } from './raster.js';
import { SCALE_OPTIONS, scaleMaps, type ScaleOptions } from './scaleMaps.js';

/** Options of {@link heatMap}. */
export interface HeatMapOptions extends ScaleOptions, EnlargeOptions {}

const WHAT = 'heatMap';

/**
 * Attention maps as colour pictures.
 *
 * Unsigned maps run from dark blue to light yellow; signed ones from blue (against) over a light grey (zero) to orange (for). A map
 * with nothing to show is hatched in grey: no map looks like that. {@link cssGradient} and {@link heatMapSvg} give the legend.
 *
 * @example
 * const map = await attentionMap(model, images, { method: 'gradCam' });
 * const pictures = await heatMap(map, { enlarge: 4 });
 *
 * @param map - An `AttentionMap`, a tensor [H,W] or [B,H,W], or `{ values, height, width, images }`; not disposed.
 * @returns Float32 [B, H*enlarge, W*enlarge, 3] in [0, 1]; the caller disposes it.
 * @throws FacePerturbError `invalid-argument`, `invalid-shape` or `invalid-data` for what is no map or has a value that is not finite in
 *   an image that is not said to be degenerate, `invalid-option` for wrong options.
 */
export async function heatMap(map: AttentionSource, options: HeatMapOptions = {}): Promise<Tensor4D> {
  checkOptionNames(WHAT, options, [...SCALE_OPTIONS, 'enlarge', 'smooth']);
  const enlarge = checkEnlarge(WHAT, options.enlarge ?? 1);
  const smooth = checkFlag(WHAT, 'smooth', options.smooth ?? false);
  const maps = await scaleMaps(WHAT, map, options);
  return toTensor(paintMaps(maps, { height: maps.height * enlarge, width: maps.width * enlarge }, smooth));
}
