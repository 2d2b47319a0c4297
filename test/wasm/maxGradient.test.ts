import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onEachBackend } from '../support/backends.js';

onEachBackend(() => {
  it.each([
    ['the last axis, kept', [2], true],
    ['the last axis', [2], false],
    ['two axes', [0, 2], false],
    ['all axes', [0, 1, 2], false],
  ] as const)('the gradient of the maximum over %s goes to every element that equals it', async (_, axes, keep) => {
    // Negative, zero and tied values; 3 is there twice in one row.
    const values = [-3, -1, -2, 0, -0.5, 0, 3, 1, 3, 2, 5, -7];
    const x = tf.tensor3d(values, [2, 2, 3]);
    const weights = tf.range(
      1,
      1 + [2, 2, 3].filter((_, axis) => !(axes as readonly number[]).includes(axis)).reduce((a, b) => a * b, 1),
    );
    const before = tf.memory().numTensors;
    const gradient = tf.tidy(() =>
      tf.grad((input) => {
        const maximum = tf.max(input as tf.Tensor3D, [...axes], keep);
        return tf.sum(tf.mul(maximum, tf.reshape(weights, maximum.shape)));
      })(x),
    );
    expect(tf.memory().numTensors).toBe(before + 1);

    // By definition: of each group of elements that share a maximum, those equal to it get the group's weight.
    const groupOf = (at: number) => {
      const place = [Math.floor(at / 6), Math.floor(at / 3) % 2, at % 3];
      return place.filter((_, axis) => !(axes as readonly number[]).includes(axis)).join();
    };
    const groups = [...new Set(values.map((_, at) => groupOf(at)))];
    const highest = (group: string) => Math.max(...values.filter((_, at) => groupOf(at) === group));
    const expected = values.map((value, at) => (value === highest(groupOf(at)) ? groups.indexOf(groupOf(at)) + 1 : 0));
    expect(Array.from(await gradient.data())).toEqual(expected);
    tf.dispose([x, weights, gradient]);
  });
});
