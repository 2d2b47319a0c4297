import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Classifier } from '../attention/types.js';
import { measureCurve } from './curve.js';
import type { AttentionCurve, CurveKind, CurveOptions } from './curve.js';
import type { MeasuredMap } from './types.js';

const INSERTION: CurveKind = {
  what: 'insertionCurve',
  fillFor: ({ shape: [, height, width] }) => ({ kind: 'blur', sigma: Math.max(0.5, Math.min(height, width) / 8) }),
  hidden: (count, pixels) => ({ from: count, to: pixels }),
};

/**
 * The insertion measure (Petsiuk, Das and Saenko 2018): the classifier's score as the pixels come into an image that was filled (blurred), those
 * of the most attention first. The larger the area, the better does the map know what the classifier needs.
 *
 * Images whose map shows nothing, or whose scores are not finite, are left out and counted.
 *
 * @param images - Float32 [B,H,W,C], C 1 or 3, values in [0, 1]; not disposed.
 * @param map - The attention of these images, [B,H,W].
 * @throws FacePerturbError as `deletionCurve`.
 */
export function insertionCurve(
  classifier: Classifier,
  images: Tensor4D,
  map: MeasuredMap,
  options: CurveOptions = {},
): Promise<AttentionCurve> {
  return measureCurve(INSERTION, classifier, images, map, options);
}
