import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/index.js';
import { createRandom } from '../../src/support/random.js';
import * as reference from '../support/reference.js';

const cases = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 3, max: 14 }),
  width: fc.integer({ min: 3, max: 14 }),
  channels: fc.integer({ min: 1, max: 9 }).map((quarter) => 4 * quarter),
  filters: fc.integer({ min: 1, max: 5 }).map((eighth) => 8 * eighth),
  pad: fc.constantFrom<'same' | 'valid' | number>('same', 'valid', 1, 2),
  seed: fc.integer({ min: 0, max: 1e6 }),
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;
type Shape = [number, number, number, number];

function noise(c: Case, key: string, shape: Shape): tf.Tensor4D {
  const random = createRandom(c.seed).fork(key);
  return tf.tensor4d(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal()),
    shape,
  );
}

interface Both {
  ours: ArrayLike<number>[];
  defined: ArrayLike<number>[];
}

/** Output, gradient of the picture and gradient of the filter, by the library and by their definitions in float64. */
function bothWays(c: Case): Both {
  const both: Both = { ours: [], defined: [] };
  tf.tidy(() => {
    const [x, w] = [
      noise(c, 'x', [c.batch, c.height, c.width, c.channels]),
      noise(c, 'w', [3, 3, c.channels, c.filters]),
    ];
    const { outHeight, outWidth, padInfo } = tf.backend_util.computeConv2DInfo(x.shape, w.shape, 1, 1, c.pad);
    const dy = noise(c, 'dy', [c.batch, outHeight, outWidth, c.filters]);
    const convolve = (a: tf.Tensor, b: tf.Tensor) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, c.pad);
    const [dx, dw] = tf.grads(convolve)([x, w], dy) as [tf.Tensor, tf.Tensor];
    const unit = { filterHeight: 3, filterWidth: 3, strideY: 1, strideX: 1, dilationY: 1, dilationX: 1 };
    const g = { ...c, ...unit, outHeight, outWidth, top: padInfo.top, left: padInfo.left };
    const [xs, ws, dys] = [x, w, dy].map((each) => each.dataSync<'float32'>()) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    both.ours = [convolve(x, w), dx, dw].map((each) => each.dataSync());
    both.defined = [
      reference.convolve(g, c.filters, xs, ws),
      reference.inputGradient(g, c.filters, dys, ws),
      reference.filterGradient(g, c.filters, xs, dys),
    ];
  });
  return both;
}

describe('3x3 convolutions by minimal filtering', () => {
  beforeAll(async () => {
    await useBackend('wasm');
  });

  it('and their gradients equal the definitions, for odd sizes and any padding', () => {
    const property = fc.property(cases, (c) => {
      const { ours, defined } = bothWays(c);
      for (const [at, each] of ours.entries()) {
        expect(reference.relativeError(each, defined[at] as ArrayLike<number>)).toBeLessThan(1e-5);
      }
    });
    fc.assert(property, { seed: 1, numRuns: 60 });
  });

  it('go through more tiles than one block and stay in their own memory', () => {
    const { ours, defined } = bothWays({
      batch: 5,
      height: 17,
      width: 15,
      channels: 40,
      filters: 24,
      pad: 'same',
      seed: 3,
    });
    for (const [at, each] of ours.entries()) {
      expect(reference.relativeError(each, defined[at] as ArrayLike<number>)).toBeLessThan(1e-5);
    }
  });

  it('can be switched off: other bits, the same numbers', async () => {
    const c: Case = { batch: 2, height: 9, width: 10, channels: 16, filters: 32, pad: 'same', seed: 5 };
    const on = bothWays(c).ours;
    await useBackend('wasm', { trainingKernels: { without: ['Winograd'] } });
    const off = bothWays(c).ours;
    await useBackend('wasm');
    for (const [at, each] of on.entries()) {
      expect(Array.from(off[at] as ArrayLike<number>)).not.toEqual(Array.from(each));
      expect(reference.relativeError(off[at] as ArrayLike<number>, each)).toBeLessThan(1e-5);
    }
  });
});
