import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/index.js';
import { registerTrainingKernels, unregisterTrainingKernels } from '../../src/wasm/index.js';

const NAME = 'Conv2DBackpropFilter';

interface FilterGradientCall {
  inputs: tf.NamedTensorInfoMap;
  attrs: tf.NamedAttrMap | undefined;
  backend: unknown;
}

interface Heap {
  makeOutput(shape: number[], dtype: 'float32', offset: undefined, values: Float32Array): tf.TensorInfo;
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array;
}

/** The filter's gradient by its definition, as a tfjs to come might bring it; counts its calls. `error` is added to it. */
function kernelToCome(error: number): { config: tf.KernelConfig; calls: () => number } {
  let calls = 0;
  const kernelFunc = ({ inputs, attrs, backend }: FilterGradientCall): tf.TensorInfo => {
    calls++;
    const heap = backend as Heap;
    const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
    const { strides, pad, filterShape } = attrs as unknown as {
      strides: [number, number];
      pad: 'same' | 'valid';
      filterShape: [number, number, number, number];
    };
    const info = tf.backend_util.computeConv2DInfo(
      x.shape as [number, number, number, number],
      filterShape,
      strides,
      1,
      pad,
    );
    const values = filterGradient(heap.typedArrayFromHeap(x), heap.typedArrayFromHeap(dy), info).map((v) => v + error);
    return heap.makeOutput(filterShape, 'float32', undefined, values);
  };
  const config = { kernelName: NAME, backendName: 'wasm', kernelFunc: kernelFunc as unknown as tf.KernelFunc };
  return { config, calls: () => calls };
}

function filterGradient(x: Float32Array, dy: Float32Array, info: tf.backend_util.Conv2DInfo): Float32Array {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth } = info;
  const dw = new Float32Array(filterHeight * filterWidth * inChannels * outChannels);
  for (let out = 0; out < dy.length; out++) {
    const k = out % outChannels;
    const column = Math.floor(out / outChannels) % outWidth;
    const row = Math.floor(out / (outChannels * outWidth)) % outHeight;
    const image = Math.floor(out / (outChannels * outWidth * outHeight));
    for (let tap = 0; tap < filterHeight * filterWidth * inChannels; tap++) {
      const c = tap % inChannels;
      const xx = column * info.strideWidth - info.padInfo.left + (Math.floor(tap / inChannels) % filterWidth);
      const yy = row * info.strideHeight - info.padInfo.top + Math.floor(tap / (inChannels * filterWidth));
      if (xx < 0 || xx >= inWidth || yy < 0 || yy >= inHeight) continue;
      const pixel = x[((image * inHeight + yy) * inWidth + xx) * inChannels + c] as number;
      const at = tap * outChannels + k;
      dw[at] = (dw[at] as number) + pixel * (dy[out] as number);
    }
  }
  return dw;
}

/** What autograd gives for the filter of a small convolution, so through whichever kernel is registered. */
function gradientByAutograd(): number[] {
  return tf.tidy(() => {
    const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
    const loss = (filter: tf.Tensor) => tf.sum(tf.conv2d(x, filter as tf.Tensor4D, 1, 'valid'));
    return [
      ...tf
        .grad(loss)(tf.ones([2, 2, 1, 1]))
        .dataSync(),
    ];
  });
}

const BY_HAND = [12, 16, 24, 28];

function registered(name: string): tf.KernelFunc | undefined {
  return (tf.getKernel(name, 'wasm') as tf.KernelConfig | undefined)?.kernelFunc;
}

describe('training kernels and a tfjs to come', () => {
  beforeAll(async () => {
    await useBackend('wasm', { trainingKernels: false });
  });

  afterEach(() => {
    unregisterTrainingKernels();
    if (registered(NAME)) tf.unregisterKernel(NAME, 'wasm');
  });

  it('add what this tfjs lacks, correct what is wrong, and name each kernel once', async () => {
    const { added, corrected, accelerated } = await registerTrainingKernels();
    expect(added).toContain(NAME);
    expect(corrected).toContain('MaxPoolGrad');
    expect(accelerated).toContain('Conv2D');
    for (const group of [added, corrected, accelerated]) expect(new Set(group).size).toBe(group.length);
    expect(gradientByAutograd()).toEqual(BY_HAND);
  });

  it('step aside for a stock kernel that is right', async () => {
    const stock = kernelToCome(0);
    tf.registerKernel(stock.config);
    const { added, corrected } = await registerTrainingKernels();
    expect([...added, ...corrected]).not.toContain(NAME);
    expect(registered(NAME)).toBe(stock.config.kernelFunc);
    const before = stock.calls();
    expect(gradientByAutograd()).toEqual(BY_HAND);
    expect(stock.calls()).toBe(before + 1);
  });

  it('replace one that is wrong, and say so', async () => {
    const stock = kernelToCome(0.01);
    tf.registerKernel(stock.config);
    const { added, corrected } = await registerTrainingKernels();
    expect(corrected).toContain(NAME);
    expect(added).not.toContain(NAME);
    expect(gradientByAutograd()).toEqual(BY_HAND);
  });

  it('replace one that gives no number or throws', async () => {
    for (const error of [NaN, Infinity]) {
      tf.registerKernel(kernelToCome(error).config);
      expect((await registerTrainingKernels()).corrected).toContain(NAME);
      unregisterTrainingKernels();
      tf.unregisterKernel(NAME, 'wasm');
    }
    const refuses: tf.KernelFunc = () => {
      throw new Error('not for this padding');
    };
    tf.registerKernel({ kernelName: NAME, backendName: 'wasm', kernelFunc: refuses });
    expect((await registerTrainingKernels()).corrected).toContain(NAME);
    expect(gradientByAutograd()).toEqual(BY_HAND);
  });

  it('take only what is lacking or wrong when speed is not asked for', async () => {
    const stock = registered('Identity');
    const report = await registerTrainingKernels({ fast: false });
    expect(report.accelerated).toEqual([]);
    expect(registered('Identity')).toBe(stock);
    expect(gradientByAutograd()).toEqual(BY_HAND);
  });

  it('go without a trace: every stock kernel and gradient is back', async () => {
    const stock = kernelToCome(0.01);
    tf.registerKernel(stock.config);
    const names = tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName);
    const kernels = new Map(names.map((name) => [name, registered(name)]));
    const gradient = tf.getGradient('FusedBatchNorm');
    await registerTrainingKernels();
    await registerTrainingKernels({ fast: false });
    unregisterTrainingKernels();
    const after = tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName);
    expect(after.sort()).toEqual(names.sort());
    for (const [name, kernel] of kernels) expect(registered(name), name).toBe(kernel);
    expect(tf.getGradient('FusedBatchNorm')).toBe(gradient);
  });

  it('refuse the padding with which the stock depthwise convolution writes beyond its output', async () => {
    await registerTrainingKernels();
    const run = () =>
      tf.tidy(() => {
        const [x, filter] = [tf.ones<tf.Rank.R4>([1, 3, 3, 1]), tf.ones<tf.Rank.R4>([1, 2, 1, 1])];
        return tf.depthwiseConv2d(x, filter, 1, 0).shape;
      });
    expect(run).toThrow(/padding out for each side/);
  });

  it('leave no tensor and no memory of the backend behind', async () => {
    await registerTrainingKernels();
    const { numTensors, numDataBuffers } = tf.memory();
    await registerTrainingKernels();
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });

  it('need the wasm backend to be the active one', async () => {
    await useBackend('cpu');
    await expect(registerTrainingKernels()).rejects.toMatchObject({ code: 'missing-backend' });
    await useBackend('wasm', { trainingKernels: false });
  });
});
