import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/useBackend.js';

/** A tensor's shape, and a part of it. */
const part = fc
  .array(
    fc
      .integer({ min: 1, max: 5 })
      .chain((length) =>
        fc
          .integer({ min: 0, max: length })
          .chain((begin) => fc.integer({ min: 0, max: length - begin }).map((size) => ({ length, begin, size }))),
      ),
    { minLength: 1, maxLength: 5 },
  )
  .map((axes) => ({
    shape: axes.map(({ length }) => length),
    begin: axes.map(({ begin }) => begin),
    size: axes.map(({ size }) => size),
  }));

/** By the definition: each place of the part looked up by itself. */
function expected(shape: number[], begin: number[], size: number[]): number[] {
  const count = size.reduce((product, length) => product * length, 1);
  return Array.from({ length: count }, (_, at) => {
    let [rest, stride, place] = [at, 1, 0];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const length = size[axis] as number;
      place += ((rest % length) + (begin[axis] as number)) * stride;
      rest = Math.floor(rest / length);
      stride *= shape[axis] as number;
    }
    return place;
  });
}

describe('slices on the wasm backend', () => {
  beforeAll(async () => {
    await useBackend('wasm');
  });

  it.each(['float32', 'int32', 'bool'] as const)('of %s hold what lies there, of any part of any shape', (dtype) => {
    fc.assert(
      fc.property(part, ({ shape, begin, size }) => {
        const count = shape.reduce((product, length) => product * length, 1);
        const number = (at: number) => (dtype === 'bool' ? (at * 7) % 2 : at + 1);
        const before = tf.memory().numTensors;
        const x = tf.tensor(
          Array.from({ length: count }, (_, at) => number(at)),
          shape,
          dtype,
        );
        const cut = tf.slice(x, begin, size);
        expect([cut.shape, cut.dtype]).toEqual([size, dtype]);
        expect([...cut.dataSync()]).toEqual(expected(shape, begin, size).map(number));
        tf.dispose([x, cut]);
        expect(tf.memory().numTensors).toBe(before);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('takes -1 as the rest of an axis, and has the gradient of zeros around', () => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    expect([...tf.slice(x, [0, 1], [-1, -1]).dataSync()]).toEqual([2, 3, 5, 6]);
    const gradient = tf.grad((y) => tf.sum(tf.square(tf.slice(y, [1, 0], [1, 2]))))(x);
    expect([...gradient.dataSync()]).toEqual([0, 0, 0, 8, 10, 0]);
  });

  it('leaves what it is cut from as it was, also when the memory grows for it', () => {
    const x = tf.fill([3, 4_000_000], 0.5);
    const parts = Array.from({ length: 6 }, (_, at) => tf.slice(x, [at % 3, 1], [1, 3_999_998]));
    for (const each of parts) expect(tf.min(each).dataSync()[0]).toBe(0.5);
    expect(tf.max(x).dataSync()[0]).toBe(0.5);
    tf.dispose([x, ...parts]);
  });
});
