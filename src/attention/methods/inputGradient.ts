import * as tf from '@tensorflow/tfjs-core';
import { differentiate } from '../differentiate.js';
import type { AttentionMethod, MethodContext } from '../types.js';
import { strongestChannel } from './channels.js';

/**
 * The gradient of the target's score with respect to the input (saliency): Simonyan, Vedaldi and Zisserman,
 * "Deep inside convolutional networks" (2014).
 *
 * With several channels a pixel's raw value is its channel gradient of the largest magnitude, sign kept; so the
 * unsigned map is the paper's, the largest |gradient| over the channels.
 */
export const inputGradient: AttentionMethod = {
  name: 'inputGradient',
  reads: 'magnitude',
  compute: (context) => tf.tidy(() => strongestChannel(gradientAt(context, context.images))),
};

/** Gradient of each image's score with respect to the pixels, at other pixels than the chunk's own, [B,H,W,C]. */
export function gradientAt({ classify, score }: MethodContext, images: tf.Tensor4D): tf.Tensor4D {
  return differentiate((input) => score(classify(input)), images);
}
