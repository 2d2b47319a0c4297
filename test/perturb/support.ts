import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { createRandom } from '../../src/support/random.js';

/** Random images [batch, height, width, channels] in [0, 1], the same each time. */
export function randomImages(batch: number, height: number, width: number, channels = 1): Tensor4D {
  const random = createRandom('test images');
  const values = Float32Array.from({ length: batch * height * width * channels }, () => random.next());
  return tf.tensor4d(values, [batch, height, width, channels]);
}

/** Runs something that makes so many tensors, and checks that it leaves no other. */
export function expectTensors<T>(count: number, act: () => T): T {
  const before = tf.memory().numTensors;
  const result = act();
  expect(tf.memory().numTensors - before).toBe(count);
  return result;
}

/** The pixels of one image of a batch. */
export function pixelsOf(images: Tensor4D, at: number): Float32Array {
  const [, height, width, channels] = images.shape;
  const size = height * width * channels;
  return (images.dataSync() as Float32Array).slice(at * size, (at + 1) * size);
}
