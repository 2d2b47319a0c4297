import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { onEachBackend } from '../support/backends.js';

/** Numbers that tell where they come from: tensor, then place in it. */
function counted(tensor: number, shape: number[]): tf.Tensor {
  return tf.tensor(
    Array.from({ length: tf.util.sizeFromShape(shape) }, (_, at) => 1000 * tensor + at),
    shape,
  );
}

/** What stands at each index of the joined tensor, looked up in the parts one by one. */
function byHand(shapes: number[][], axis: number): number[] {
  const whole = shapes[0]!.map((side, at) =>
    at === axis ? shapes.reduce((sum, shape) => sum + shape[axis]!, 0) : side,
  );
  return Array.from({ length: tf.util.sizeFromShape(whole) }, (_, at) => {
    const index = tf.util.indexToLoc(at, whole.length, tf.util.computeStrides(whole));
    let tensor = 0;
    while (index[axis]! >= shapes[tensor]![axis]!) index[axis]! -= shapes[tensor++]![axis]!;
    return 1000 * tensor + index.reduce((place, each, dimension) => place * shapes[tensor]![dimension]! + each, 0);
  });
}

onEachBackend(() => {
  describe('joining tensors', () => {
    it.each([
      [
        'two summaries of channels',
        [
          [2, 3, 4, 1],
          [2, 3, 4, 1],
        ],
        3,
      ],
      [
        'channels of different counts',
        [
          [2, 3, 3, 5],
          [2, 3, 3, 1],
          [2, 3, 3, 8],
        ],
        3,
      ],
      [
        'a middle axis',
        [
          [2, 1, 3],
          [2, 4, 3],
        ],
        1,
      ],
      [
        'the first axis',
        [
          [1, 4],
          [3, 4],
        ],
        0,
      ],
      [
        'with an empty one',
        [
          [2, 0],
          [2, 3],
        ],
        1,
      ],
    ])('puts every number in its place: %s', (_, shapes, axis) => {
      const { numTensors } = tf.memory();
      const parts = shapes.map((shape, at) => counted(at, shape));
      const joined = tf.concat(parts, axis);
      expect([...joined.dataSync()]).toEqual(byHand(shapes, axis));
      tf.dispose([parts, joined]);
      expect(tf.memory().numTensors).toBe(numTensors);
    });

    it('keeps whole numbers whole', () => {
      const joined = tf.concat([tf.tensor2d([1, 2], [2, 1], 'int32'), tf.tensor2d([3, 4], [2, 1], 'int32')], 1);
      expect(joined.dtype).toBe('int32');
      expect([...joined.dataSync()]).toEqual([1, 3, 2, 4]);
      joined.dispose();
    });
  });
});
