import * as tf from '@tensorflow/tfjs-core';
import type { AttentionMethod, FeatureMaps, MethodContext } from '../types.js';
import { toImageSize } from './channels.js';

/**
 * Grad-CAM (Selvaraju et al. 2017): the feature maps, each weighed by the mean of the score's gradient over it.
 *
 * The raw map keeps its sign and is enlarged bilinearly; what is below zero speaks against the target and counts as nothing, after the
 * enlarging.
 */
export const gradCam: AttentionMethod = /* @__PURE__ */ classActivationMap('gradCam', (features) =>
  tf.mul(features.values, tf.mean(features.gradient(), [1, 2], true)),
);

/**
 * Grad-CAM++ (Chattopadhay et al. 2018): as Grad-CAM, but the weight of a feature map is the sum of its positive gradients, each weighed by
 * `g^2 / (2 g^2 + sum(A) g^3)` with the sum of the map's activations; for the score's exponential, as in the paper. The exponential's own
 * factor is left out: it is the same for all maps of an image, and overflows for large scores. Made for activations that are not negative.
 */
export const gradCamPlusPlus: AttentionMethod = /* @__PURE__ */ classActivationMap('gradCamPlusPlus', (features) => {
  const gradient = features.gradient();
  const sums = tf.sum(features.values, [1, 2], true);
  // g^2 / (2 g^2 + S g^3) = 1 / (2 + S g): nothing underflows where g is tiny.
  const below = tf.add(tf.mul(sums, gradient), 2);
  const weights = tf.sum(tf.divNoNan(tf.relu(gradient), below), [1, 2], true);
  return tf.mul(features.values, weights);
});

/**
 * LayerCAM (Jiang et al. 2021): the feature maps, each value weighed by its own positive gradient. Of use in early layers too, whose maps are
 * fine.
 */
export const layerCam: AttentionMethod = /* @__PURE__ */ classActivationMap('layerCam', (features) =>
  tf.mul(features.values, tf.relu(features.gradient())),
);

function classActivationMap(name: string, weigh: (features: FeatureMaps) => tf.Tensor): AttentionMethod {
  return {
    name,
    reads: 'positive',
    needsFeatures: true,
    compute: ({ images, features }: MethodContext) =>
      tf.tidy(() => toImageSize(tf.sum(weigh(features as FeatureMaps), 3), images.shape)),
  };
}
