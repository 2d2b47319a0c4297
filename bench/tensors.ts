import * as tf from '@tensorflow/tfjs-core';
import { centred } from './numbers.js';

/** A tensor of numbers between -0.5 and 0.5. */
export function tensor<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R> {
  return tf.tensor<R>(centred((shape as number[]).reduce((all, size) => all * size, 1)), shape);
}

/** Disposes results; where a graphics processor works behind our back, once they are there. */
export function settle(...tensors: tf.Tensor[]): void | Promise<void> {
  const last = tensors.at(-1);
  if (!last || !['webgl', 'webgpu'].includes(tf.getBackend())) return tf.dispose(tensors);
  const first = tf.tidy(() => tf.slice(tf.reshape(last, [-1]), 0, 1));
  return first.data().then(() => tf.dispose([...tensors, first]));
}
