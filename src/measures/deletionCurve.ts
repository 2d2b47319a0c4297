import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Classifier } from '../attention/types.js';
import { measureCurve } from './curve.js';
import type { AttentionCurve, CurveKind, CurveOptions } from './curve.js';
import type { MeasuredMap } from './types.js';

const DELETION: CurveKind = {
  what: 'deletionCurve',
  fillFor: () => 'mean',
  hidden: (count) => ({ from: 0, to: count }),
};

/**
 * The deletion measure (Petsiuk, Das and Saenko 2018): the classifier's score as an image's pixels go, those of the most attention first.
 * The smaller the area, the better does the map know what the classifier needs.
 *
 * Images whose map shows nothing, or whose scores are not finite, are left out and counted.
 *
 * @example
 * const map = await attentionMap(model, faces, { method: 'gradCam' });
 * const { area } = await deletionCurve(model, faces, map, { fill: 'blur' });
 *
 * @param images - Float32 [B,H,W,C], C 1 or 3, values in [0, 1]; not disposed.
 * @param map - The attention of these images, [B,H,W].
 * @throws FacePerturbError `invalid-option` for wrong options, `invalid-shape` for wrong images or a map of another size,
 *   `invalid-argument` for something that is no map or no classifier, or a disposed map, `invalid-data` for a map that is not finite,
 *   `aborted` when stopped.
 */
export function deletionCurve(
  classifier: Classifier,
  images: Tensor4D,
  map: MeasuredMap,
  options: CurveOptions = {},
): Promise<AttentionCurve> {
  return measureCurve(DELETION, classifier, images, map, options);
}
