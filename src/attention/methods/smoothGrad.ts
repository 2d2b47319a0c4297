import * as tf from '@tensorflow/tfjs-core';
import { checkNumber, checkOptionNames } from '../../support/checks.js';
import { createRandom } from '../../support/random.js';
import type { Random } from '../../support/random.js';
import type { AttentionMethod, MethodContext } from '../types.js';
import { strongestChannel } from './channels.js';
import { gradientAt } from './inputGradient.js';

/** Options of {@link smoothGrad}. */
export interface SmoothGradOptions {
  /**
   * Noisy copies of each image, at least 1.
   * @default 25
   */
  samples?: number;
  /**
   * Standard deviation of the noise as a share of the image's range (its largest minus its smallest value), in [0, 10].
   * @default 0.15
   */
  noise?: number;
  /**
   * Of the noise: a whole number from 0 up, or a text.
   * @default 0
   */
  seed?: number | string;
}

/**
 * SmoothGrad: the mean of the gradients at noisy copies of the image (Smilkov et al. 2017). The gradients keep their signs in the mean.
 *
 * Every image gets the same noise, scaled by its own range; noisy pixels are not cut off at 0 and 1.
 *
 * @throws FacePerturbError `invalid-option` for an unknown option or one out of its range.
 */
export function smoothGrad(options: SmoothGradOptions = {}): AttentionMethod {
  checkOptionNames('smoothGrad', options, ['samples', 'noise', 'seed']);
  const samples = checkNumber('smoothGrad: samples', options.samples ?? 25, { min: 1, integer: true });
  const noise = checkNumber('smoothGrad: noise', options.noise ?? 0.15, { min: 0, max: 10 });
  const random = createRandom(options.seed ?? 0);
  return {
    name: 'smoothGrad',
    reads: 'magnitude',
    compute: async (context) => {
      const deviation = await deviations(context.images, noise);
      let sum = tf.zerosLike(context.images);
      try {
        for (let sample = 0; sample < samples; sample++) {
          sum = addGradient(context, sum, deviation, random.fork('smoothGrad', sample));
          await context.pause((sample + 1) / samples);
        }
        return tf.tidy(() => strongestChannel(tf.div(sum, samples)));
      } finally {
        tf.dispose([sum, deviation]);
      }
    },
  };
}

/** The noise's standard deviation for each image, [B,1,1,1]. */
async function deviations(images: tf.Tensor4D, noise: number): Promise<tf.Tensor4D> {
  const values = await images.data();
  const [batch] = images.shape;
  const size = values.length / batch;
  const ranges = Array.from({ length: batch }, (_, image) => {
    let [low, high] = [Infinity, -Infinity];
    for (let at = image * size; at < (image + 1) * size; at++) {
      low = Math.min(low, values[at] as number);
      high = Math.max(high, values[at] as number);
    }
    return noise * (high - low);
  });
  return tf.tensor4d(ranges, [batch, 1, 1, 1]);
}

/** Adds the gradient at one noisy copy, and disposes the sum before. */
function addGradient(context: MethodContext, sum: tf.Tensor4D, deviation: tf.Tensor4D, random: Random): tf.Tensor4D {
  const [, height, width, channels] = context.images.shape;
  const next = tf.tidy(() => {
    const normal = Float32Array.from({ length: height * width * channels }, () => random.normal());
    const noise = tf.mul<tf.Tensor4D>(tf.tensor4d(normal, [1, height, width, channels]), deviation);
    return tf.add<tf.Tensor4D>(sum, gradientAt(context, tf.add(context.images, noise)));
  });
  sum.dispose();
  return next;
}
