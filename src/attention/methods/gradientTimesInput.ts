import * as tf from '@tensorflow/tfjs-core';
import type { AttentionMethod } from '../types.js';
import { gradientAt } from './inputGradient.js';

/**
 * The gradient times the pixel's value, summed over the channels: what each pixel adds to the score, were the network linear (Shrikumar
 * et al., "Not just a black box", 2016). Black pixels get nothing, whatever the network makes of them.
 */
export const gradientTimesInput: AttentionMethod = {
  name: 'gradientTimesInput',
  reads: 'magnitude',
  compute: (context) =>
    tf.tidy(() => tf.sum(tf.mul(gradientAt(context, context.images), context.images), 3) as tf.Tensor3D),
};
