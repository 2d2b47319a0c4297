import * as tf from '@tensorflow/tfjs-core';
import type { AttentionMethod, FeatureMaps } from '../types.js';
import { toImageSize } from './channels.js';
import { runPasses } from './passes.js';

/**
 * Score-CAM (Wang et al. 2020): the feature maps, each weighed by the score of the image seen through it. No gradients.
 *
 * A map is enlarged, scaled to [0, 1] and multiplied with the image; one that is constant shows nothing. The weights are the softmax of
 * the scores over the maps; as the paper has it, the baseline's score falls out of that. A pass for each map: a slow method for many maps.
 */
export const scoreCam: AttentionMethod = {
  name: 'scoreCam',
  reads: 'positive',
  needsFeatures: true,
  compute: async (context) => {
    const { values } = context.features as FeatureMaps;
    const [batch, rows, columns, count] = values.shape;
    const scores = new Float32Array(batch * count);
    await runPasses(context, {
      count,
      change: (at) => tf.mul(context.images, throughMap(values, at, context.images.shape)),
      read: context.score,
      take: (at, those) => those.forEach((score, image) => (scores[image * count + at] = score)),
    });
    return tf.tidy(() => {
      const weights = tf.softmax(tf.tensor2d(scores, [batch, count]));
      // A product, not a broadcast multiplication: [rows * columns, count] x [count, 1] for each image.
      const weighed = tf.matMul(
        tf.reshape(values, [batch, rows * columns, count]),
        tf.reshape(weights, [batch, count, 1]),
      );
      return toImageSize(tf.reshape(weighed, [batch, rows, columns]), context.images.shape);
    });
  },
};

/** Feature map number `at` as a mask [B,H,W,1] in [0, 1]. */
function throughMap(values: tf.Tensor4D, at: number, shape: readonly number[]): tf.Tensor4D {
  const [batch, rows, columns] = values.shape;
  const map = toImageSize(tf.reshape(tf.slice(values, [0, 0, 0, at], [-1, -1, -1, 1]), [batch, rows, columns]), shape);
  const low = tf.min(map, [1, 2], true);
  const range = tf.sub(tf.max(map, [1, 2], true), low);
  return tf.expandDims(tf.divNoNan(tf.sub(map, low), range), 3);
}
