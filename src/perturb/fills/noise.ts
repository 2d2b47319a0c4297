import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { createRandom } from '../../support/random.js';
import type { NoiseFill } from './fill.js';

/**
 * Noise for the images that are hit, zeros for the others. Each image has a stream of its own, so that its numbers do not hang on
 * which others are hit.
 */
export function noiseImages(
  { distribution, mean, deviation }: NoiseFill,
  shape: Tensor4D['shape'],
  hit: readonly boolean[],
  seed: string,
): Tensor4D {
  const values = new Float32Array(shape[0] * shape[1] * shape[2] * shape[3]);
  const perImage = values.length / shape[0];
  const halfWidth = Math.sqrt(3) * deviation;
  hit.forEach((isHit, image) => {
    if (!isHit) return;
    const random = createRandom(seed).fork(image);
    for (let at = image * perImage; at < (image + 1) * perImage; at++) {
      const offset = distribution === 'gaussian' ? deviation * random.normal() : random.uniform(-halfWidth, halfWidth);
      values[at] = Math.min(1, Math.max(0, mean + offset));
    }
  });
  return tf.tensor4d(values, shape);
}

/** Zero-mean Gaussian noise for the images that are hit, not cut off; zeros for the others. */
export function normalNoise(
  deviation: number,
  shape: Tensor4D['shape'],
  hit: readonly boolean[],
  seed: string,
): Tensor4D {
  const values = new Float32Array(shape[0] * shape[1] * shape[2] * shape[3]);
  const perImage = values.length / shape[0];
  hit.forEach((isHit, image) => {
    if (!isHit) return;
    const random = createRandom(seed).fork(image);
    for (let at = image * perImage; at < (image + 1) * perImage; at++) values[at] = deviation * random.normal();
  });
  return tf.tensor4d(values, shape);
}
