import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { gaussianWeights } from '../../regions/soften.js';
import type { Rows } from '../rows.js';

/**
 * Some rows of images blurred by a Gaussian, one axis after the other; beyond the border the edge pixels go on.
 * A flat image stays as it is.
 */
export function blurRows(images: Tensor4D, sigma: number, rows: Rows): Tensor4D {
  return tf.tidy(() => {
    const down = blurAxis(images, sigma, 1, rows);
    return blurAxis(down, sigma, 2, { from: 0, to: images.shape[2] });
  });
}

/** Pixels that each pixel is made of along one axis; backends may hold as many numbers for each. */
export function blurTaps(sigma: number, length: number): number {
  return 2 * keptReach(sigma, length) + 1;
}

function keptReach(sigma: number, length: number): number {
  return Math.min(Math.ceil(4 * sigma), length - 1);
}

/** Convolves along one axis; what the kernel reads beyond the border is the edge pixel, times the weights that fall there. */
function blurAxis(images: Tensor4D, sigma: number, axis: 1 | 2, places: Rows): Tensor4D {
  const length = images.shape[axis];
  if (length === 1) return images;
  const reach = Math.ceil(4 * sigma);
  const weights = gaussianWeights(sigma, reach);
  const kept = keptReach(sigma, length);
  const inner = convolve(images, weights.subarray(reach - kept, reach + kept + 1), axis, places);
  const before = beyond(weights, length);
  const after = before.slice().reverse();
  const start = withEdge(inner, images, axis, 0, before.subarray(places.from, places.to));
  return withEdge(start, images, axis, length - 1, after.subarray(places.from, places.to));
}

/** The places asked for of a convolution with zeros beyond the border. */
function convolve(images: Tensor4D, taps: Float64Array, axis: 1 | 2, { from, to }: Rows): Tensor4D {
  const [length, channels] = [images.shape[axis], images.shape[3]];
  const kernel = tf.tensor4d(
    Float32Array.from({ length: taps.length * channels }, (_, at) => taps[Math.floor(at / channels)] as number),
    axis === 1 ? [taps.length, 1, channels, 1] : [1, taps.length, channels, 1],
  );
  if (from === 0 && to === length) return tf.depthwiseConv2d(images, kernel, 1, 'same');
  const kept = (taps.length - 1) / 2;
  const [first, end] = [Math.max(0, from - kept), Math.min(length, to + kept)];
  const missing: [number, number] = [kept - (from - first), kept - (end - to)];
  const none: [number, number] = [0, 0];
  return tf.depthwiseConv2d(
    along(images, axis, first, end),
    kernel,
    1,
    axis === 1 ? [none, missing, none, none] : [none, none, missing, none],
  );
}

/** For each place along the axis, the sum of the weights that fall before its start. */
function beyond(weights: Float64Array, length: number): Float32Array {
  const reach = (weights.length - 1) / 2;
  return Float32Array.from({ length }, (_, at) =>
    weights.subarray(0, Math.max(0, reach - at)).reduce((sum, weight) => sum + weight, 0),
  );
}

/** Adds to each place its share of the edge pixel at one end of the axis. */
function withEdge(inner: Tensor4D, images: Tensor4D, axis: 1 | 2, at: number, shares: Float32Array): Tensor4D {
  if (shares.every((share) => share === 0)) return inner;
  const line = along(images, axis, at, at + 1);
  const factors = tf.tensor4d(shares, axis === 1 ? [1, shares.length, 1, 1] : [1, 1, shares.length, 1]);
  return tf.add(inner, tf.mul(line, factors));
}

function along(images: Tensor4D, axis: 1 | 2, from: number, to: number): Tensor4D {
  const [batch, height, width, channels] = images.shape;
  return axis === 1
    ? tf.slice4d(images, [0, from, 0, 0], [batch, to - from, width, channels])
    : tf.slice4d(images, [0, 0, from, 0], [batch, height, to - from, channels]);
}
