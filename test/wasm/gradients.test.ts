import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/support/random.js';
import { onEachKernelSet } from '../support/backends.js';
import * as reference from '../support/reference.js';

type Pad = 'same' | 'valid' | number | [[0, 0], [number, number], [number, number], [0, 0]];

interface Case {
  batch: number;
  height: number;
  width: number;
  channels: number;
  filters: number;
  filterHeight: number;
  filterWidth: number;
  strideY: number;
  strideX: number;
  pad: Pad;
  values: 'mixed' | 'negative' | 'zero' | 'tied';
  seed: number;
}

const padding = fc.oneof(
  fc.constantFrom<Pad>('same', 'valid'),
  fc.integer({ min: 0, max: 2 }),
  fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 2 }))).map(([a, b, c, d]): Pad => [
    [0, 0],
    [a as number, b as number],
    [c as number, d as number],
    [0, 0],
  ]),
);

const cases: fc.Arbitrary<Case> = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 3, max: 11 }),
  width: fc.integer({ min: 3, max: 11 }),
  channels: fc.integer({ min: 1, max: 13 }),
  filters: fc.integer({ min: 1, max: 19 }),
  filterHeight: fc.integer({ min: 1, max: 3 }),
  filterWidth: fc.integer({ min: 1, max: 3 }),
  strideY: fc.integer({ min: 1, max: 5 }),
  strideX: fc.integer({ min: 1, max: 3 }),
  pad: padding,
  values: fc.constantFrom('mixed', 'negative', 'zero', 'tied'),
  seed: fc.integer({ min: 0, max: 1e6 }),
});

function geometry(c: Case, dilations = 1): reference.Geometry {
  const shape: [number, number, number, number] = [c.batch, c.height, c.width, c.channels];
  const filter: [number, number, number, number] = [c.filterHeight, c.filterWidth, c.channels, c.filters];
  const strides: [number, number] = [c.strideY, c.strideX];
  const info = tf.backend_util.computeConv2DInfo(shape, filter, strides, dilations, c.pad);
  return {
    ...c,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    dilationY: dilations,
    dilationX: dilations,
    top: info.padInfo.top,
    left: info.padInfo.left,
  };
}

function pixels(c: Case, count: number): Float32Array {
  const random = createRandom(c.seed);
  const make = {
    mixed: () => random.normal(),
    negative: () => -0.1 - random.next(),
    zero: () => 0,
    tied: () => random.integer(3) - 1,
  }[c.values];
  return Float32Array.from({ length: count }, make);
}

function noise(c: Case, key: string, count: number): Float32Array {
  const random = createRandom(c.seed).fork(key);
  return Float32Array.from({ length: count }, () => random.normal());
}

const shapeOf = (c: Case): [number, number, number, number] => [c.batch, c.height, c.width, c.channels];

async function values(make: () => tf.Tensor): Promise<ArrayLike<number>> {
  const tensor = tf.tidy(make);
  const data = await tensor.data();
  tensor.dispose();
  return data;
}

onEachKernelSet((backend) => {
  describe('gradients against their definitions in float64', () => {
    it('of convolution: output, filter and picture, any shape, stride and padding', async () => {
      const property = fc.asyncProperty(cases, async (c) => {
        const g = geometry(c);
        fc.pre(g.outHeight > 0 && g.outWidth > 0);
        const shape: [number, number, number, number] = [c.filterHeight, c.filterWidth, c.channels, c.filters];
        const x = pixels(c, c.batch * c.height * c.width * c.channels);
        const w = noise(c, 'w', tf.util.sizeFromShape(shape));
        const dy = noise(c, 'dy', c.batch * g.outHeight * g.outWidth * c.filters);
        const strides: [number, number] = [c.strideY, c.strideX];
        const before = tf.memory().numTensors;
        const conv = (a: tf.Tensor, b: tf.Tensor) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, strides, c.pad);
        const [picture, filter] = [tf.tensor4d(x, shapeOf(c)), tf.tensor4d(w, shape)];
        const upstream = tf.tensor4d(dy, [c.batch, g.outHeight, g.outWidth, c.filters]);
        const y = await values(() => conv(picture, filter));
        const dx = await values(() => tf.grads(conv)([picture, filter], upstream)[0] as tf.Tensor);
        const dw = await values(() => tf.grads(conv)([picture, filter], upstream)[1] as tf.Tensor);
        tf.dispose([picture, filter, upstream]);
        expect(reference.relativeError(y, reference.convolve(g, c.filters, x, w))).toBeLessThan(1e-4);
        expect(reference.relativeError(dx, reference.inputGradient(g, c.filters, dy, w))).toBeLessThan(1e-4);
        expect(reference.relativeError(dw, reference.filterGradient(g, c.filters, x, dy))).toBeLessThan(1e-4);
        expect(tf.memory().numTensors).toBe(before);
      });
      await fc.assert(property, { seed: 1, numRuns: 150 });
    });

    it('of depthwise convolution, with multipliers and dilations', async () => {
      // The cpu backend's own gradient ignores dilations.
      const dilations = fc.integer({ min: 1, max: backend === 'cpu' ? 1 : 2 });
      const arbitrary = fc.tuple(cases, fc.integer({ min: 1, max: 3 }), dilations);
      const property = fc.asyncProperty(arbitrary, async ([c, multiplier, dilation]) => {
        const strides: [number, number] = dilation > 1 ? [1, 1] : [c.strideY, c.strideX];
        const unit = { ...c, strideY: strides[0], strideX: strides[1] };
        const g = geometry(unit, dilation);
        fc.pre(g.outHeight > 0 && g.outWidth > 0);
        const shape: [number, number, number, number] = [c.filterHeight, c.filterWidth, c.channels, multiplier];
        const x = pixels(c, c.batch * c.height * c.width * c.channels);
        const w = noise(c, 'w', tf.util.sizeFromShape(shape));
        const dy = noise(c, 'dy', c.batch * g.outHeight * g.outWidth * c.channels * multiplier);
        const upstream = () => tf.tensor4d(dy, [c.batch, g.outHeight, g.outWidth, c.channels * multiplier]);
        // By kernel name: tfjs exports no function for them, and its gradient of depthwiseConv2d refuses dilations.
        const run = (kernel: string, inputs: tf.NamedTensorMap, shapes: object) =>
          values(() =>
            tf.engine().runKernel(kernel, inputs, { strides, pad: c.pad, dilations: [dilation, dilation], ...shapes }),
          );
        const toInput = { dy: upstream(), filter: tf.tensor4d(w, shape) };
        const dx = await run('DepthwiseConv2dNativeBackpropInput', toInput, { inputShape: shapeOf(c) });
        const toFilter = { x: tf.tensor4d(x, shapeOf(c)), dy: upstream() };
        const dw = await run('DepthwiseConv2dNativeBackpropFilter', toFilter, { filterShape: shape });
        tf.dispose([toInput, toFilter]);
        expect(reference.relativeError(dx, reference.depthwiseInputGradient(g, multiplier, dy, w))).toBeLessThan(1e-4);
        expect(reference.relativeError(dw, reference.depthwiseFilterGradient(g, multiplier, x, dy))).toBeLessThan(1e-4);
      });
      await fc.assert(property, { seed: 2, numRuns: 60 });
    });

    it('of max pooling: negative, zero and tied pictures, windows of 1 and strides beyond the window', async () => {
      const property = fc.asyncProperty(cases, async (c) => {
        const pool = { ...c, filters: c.channels };
        const g = geometry(pool);
        const padded = typeof c.pad === 'object' || typeof c.pad === 'number';
        fc.pre(g.outHeight > 0 && g.outWidth > 0 && !padded);
        const x = pixels(c, c.batch * c.height * c.width * c.channels);
        const dy = noise(c, 'dy', c.batch * g.outHeight * g.outWidth * c.channels);
        const filter: [number, number] = [c.filterHeight, c.filterWidth];
        const strides: [number, number] = [c.strideY, c.strideX];
        const run = (a: tf.Tensor) => tf.maxPool(a as tf.Tensor4D, filter, strides, c.pad);
        const picture = tf.tensor4d(x, shapeOf(c));
        const upstream = tf.tensor4d(dy, [c.batch, g.outHeight, g.outWidth, c.channels]);
        const { y, winners } = reference.maxPool(g, x);
        const dx = new Float64Array(x.length);
        winners.forEach((to, from) => (dx[to]! += dy[from] as number));
        expect(reference.relativeError(await values(() => run(picture)), y)).toBeLessThan(1e-6);
        expect(reference.relativeError(await values(() => tf.grad(run)(picture, upstream)), dx)).toBeLessThan(1e-4);
        tf.dispose([picture, upstream]);
      });
      await fc.assert(property, { seed: 3, numRuns: 150 });
    });
  });

  it('goes to the largest element of windows that are negative throughout (stock wasm: to element 0)', async () => {
    const x = tf.tensor4d([-3, -1, -2, -4, 1, 2, 3, 4], [2, 2, 2, 1]);
    const gradient = await values(() => tf.grad((a: tf.Tensor) => tf.maxPool(a as tf.Tensor4D, 2, 2, 'valid'))(x));
    expect(Array.from(gradient)).toEqual([0, 1, 0, 0, 0, 0, 0, 1]);
    x.dispose();
  });

  it('of gather adds up the rows that were taken more than once', async () => {
    const gather = (a: tf.Tensor) => tf.gather(a, tf.tensor1d([2, 0, 2, 2], 'int32'));
    const gradient = await values(() => tf.grad(gather)(tf.zeros([4, 5]), tf.ones([4, 5])));
    expect(Array.from(gradient)).toEqual([1, 0, 3, 0].flatMap((count) => new Array<number>(5).fill(count)));
  });

  it('of batch normalisation, per channel and per pixel', async () => {
    const random = createRandom(7);
    const draw = (count: number, low = -1) => Float32Array.from({ length: count }, () => random.uniform(low, 1));
    for (const shape of [[5], [2, 3, 4, 5]]) {
      const size = tf.util.sizeFromShape(shape);
      const parts = [draw(120), draw(size), draw(size, 0.2), draw(size), draw(size)];
      const f = (x: tf.Tensor, mean: tf.Tensor, variance: tf.Tensor, offset: tf.Tensor, scale: tf.Tensor) =>
        tf.batchNorm(
          x,
          mean as tf.Tensor1D,
          variance as tf.Tensor1D,
          offset as tf.Tensor1D,
          scale as tf.Tensor1D,
          1e-3,
        );
      const byHand = (x: tf.Tensor, mean: tf.Tensor, variance: tf.Tensor, offset: tf.Tensor, scale: tf.Tensor) =>
        tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-3))), scale), offset);
      const dy = draw(120);
      for (let input = 0; input < 5; input++) {
        const inputs = () => parts.map((part, k) => tf.tensor(part, k === 0 ? [2, 3, 4, 5] : shape));
        const gradient = (of: typeof f) => () =>
          tf.grads(of)(inputs(), tf.tensor(dy, [2, 3, 4, 5]))[input] as tf.Tensor;
        expect(reference.relativeError(await values(gradient(f)), await values(gradient(byHand)))).toBeLessThan(1e-4);
      }
    }
  });
});
