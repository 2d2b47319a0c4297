import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { gaussianWeights } from '../../regions/soften.js';

/**
 * Blurs images by a Gaussian, one axis after the other; beyond the border the edge pixels go on.
 * A flat image stays as it is.
 */
export function blurImages(images: Tensor4D, sigma: number): Tensor4D {
  return tf.tidy(() => blurAxis(blurAxis(images, sigma, 1), sigma, 2));
}

/** Convolves along one axis; what the kernel reads beyond the border is the edge pixel, times the weights that fall there. */
function blurAxis(images: Tensor4D, sigma: number, axis: 1 | 2): Tensor4D {
  const length = images.shape[axis];
  const channels = images.shape[3];
  if (length === 1) return images;
  const reach = Math.ceil(4 * sigma);
  const weights = gaussianWeights(sigma, reach);
  const kept = Math.min(reach, length - 1);
  const taps = weights.subarray(reach - kept, reach + kept + 1);
  const kernel = tf.tensor4d(
    Float32Array.from({ length: taps.length * channels }, (_, at) => taps[Math.floor(at / channels)] as number),
    axis === 1 ? [taps.length, 1, channels, 1] : [1, taps.length, channels, 1],
  );
  const inner = tf.depthwiseConv2d(images, kernel, 1, 'same');
  const before = beyond(weights, length);
  const after = before.slice().reverse();
  return tf.add(tf.add(inner, edge(images, axis, 0, before)), edge(images, axis, length - 1, after));
}

/** For each place along the axis, the sum of the weights that fall before its start. */
function beyond(weights: Float64Array, length: number): Float32Array {
  const reach = (weights.length - 1) / 2;
  return Float32Array.from({ length }, (_, at) =>
    weights.subarray(0, Math.max(0, reach - at)).reduce((sum, weight) => sum + weight, 0),
  );
}

function edge(images: Tensor4D, axis: 1 | 2, at: number, shares: Float32Array): Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const line =
    axis === 1
      ? tf.slice4d(images, [0, at, 0, 0], [batch, 1, width, channels])
      : tf.slice4d(images, [0, 0, at, 0], [batch, height, 1, channels]);
  return tf.mul(line, tf.tensor4d(shares, axis === 1 ? [1, height, 1, 1] : [1, 1, width, 1]));
}
