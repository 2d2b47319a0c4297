import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { useBackend, type BackendName, type UseBackendOptions } from '../../src/backends/index.js';
import { FacePerturbError } from '../../src/support/errors.js';

/** What tfjs 4.22 lacks on wasm, of the kernels that training needs. */
const LACKING = [
  'Conv2DBackpropFilter',
  'DepthwiseConv2dNativeBackpropFilter',
  'DepthwiseConv2dNativeBackpropInput',
  'UnsortedSegmentSum',
];

async function refusal(name: string, options?: object): Promise<FacePerturbError> {
  const error = await useBackend(name as BackendName, options as UseBackendOptions).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(FacePerturbError);
  return error as FacePerturbError;
}

/** d(sum of pooled convolution)/d(filter), and the gradient of the pooling alone, as plain numbers. */
function gradients(): { filter: number[]; pool: number[] } {
  return tf.tidy(() => {
    const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
    const filter = tf.tensor4d([1, 0, 0, 1], [2, 2, 1, 1]);
    const convolved = (weights: tf.Tensor) => tf.sum(tf.conv2d(x, weights as tf.Tensor4D, 1, 'valid'));
    const windows = tf.tensor4d([-3, -1, -2, -4, 1, 2, 3, 4], [2, 2, 2, 1]);
    const pooled = (images: tf.Tensor) => tf.sum(tf.maxPool(images as tf.Tensor4D, 2, 2, 'valid'));
    return {
      filter: [...tf.grad(convolved)(filter).dataSync()],
      pool: [...tf.grad(pooled)(windows).dataSync()],
    };
  });
}

/** Each weight of the filter meets four pixels; each window's gradient goes to its largest element. Worked by hand. */
const BY_HAND = {
  filter: [1 + 2 + 4 + 5, 2 + 3 + 5 + 6, 4 + 5 + 7 + 8, 5 + 6 + 8 + 9],
  pool: [0, 1, 0, 0, 0, 0, 0, 1],
};

// A machine without a graphics driver, whatever this one has.
process.env['VK_DRIVER_FILES'] = process.env['VK_ICD_FILENAMES'] = '/no/driver';

describe('useBackend', () => {
  afterEach(() => useBackend('wasm'));

  it('tells the facts of the cpu backend', async () => {
    const facts = await useBackend('cpu');
    expect(tf.getBackend()).toBe('cpu');
    expect(facts).toEqual({
      name: 'cpu',
      simd: undefined,
      threads: undefined,
      floatPrecision: 32,
      canTrain: true,
      missingKernels: [],
      ownKernels: [],
    });
    expect(gradients()).toEqual(BY_HAND);
  });

  it('tells the facts of the wasm backend, which can train with the kernels of ours', async () => {
    const facts = await useBackend('wasm');
    expect(tf.getBackend()).toBe('wasm');
    expect(facts).toMatchObject({ name: 'wasm', simd: true, threads: 1, floatPrecision: 32, canTrain: true });
    expect(facts.missingKernels).toEqual([]);
    expect(facts.ownKernels).toEqual(expect.arrayContaining([...LACKING, 'MaxPoolGrad']));
    expect([...facts.ownKernels].sort()).toEqual(facts.ownKernels);
    expect(gradients()).toEqual(BY_HAND);
  });

  it('freezes the facts', async () => {
    const facts = await useBackend('wasm');
    expect([facts, facts.ownKernels, facts.missingKernels].map((each) => Object.isFrozen(each))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('without training kernels says that it cannot train and what is lacking, and takes them back on', async () => {
    const stock = await useBackend('wasm', { trainingKernels: false });
    expect(stock).toMatchObject({ canTrain: false, ownKernels: [] });
    expect(stock.missingKernels).toEqual(LACKING);
    expect(() => gradients()).toThrow(/Conv2DBackpropFilter/);
    const facts = await useBackend('wasm', { trainingKernels: true });
    expect(facts).toMatchObject({ canTrain: true, missingKernels: [] });
    expect(gradients()).toEqual(BY_HAND);
  });

  it('with only the kernels that are lacking or wrong gives the same gradients', async () => {
    const all = await useBackend('wasm');
    const few = await useBackend('wasm', { trainingKernels: { fast: false } });
    expect(few.canTrain).toBe(true);
    expect(few.ownKernels).toEqual(expect.arrayContaining([...LACKING, 'MaxPoolGrad']));
    expect(few.ownKernels.length).toBeLessThan(all.ownKernels.length);
    expect(gradients()).toEqual(BY_HAND);
  });

  it('is the same when called again', async () => {
    const tensors = tf.memory().numTensors;
    expect(await useBackend('wasm')).toEqual(await useBackend('wasm'));
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it("uses the user's own import", async () => {
    let calls = 0;
    const module = () => {
      calls++;
      return import('@tensorflow/tfjs-backend-cpu');
    };
    await useBackend('cpu', { module });
    expect(calls).toBe(1);
  });

  it('passes on the error of an import that fails', async () => {
    const module = () => Promise.reject(new Error('a cut cable'));
    await expect(useBackend('cpu', { module })).rejects.toThrow('a cut cable');
  });

  it("takes with 'auto' the first that starts: here wasm, since the ones before it are not installed or need a graphics processor", async () => {
    await useBackend('cpu');
    expect((await useBackend('auto')).name).toBe('wasm');
  });

  it('refuses an unknown name, lists what this machine has, and how to get the others', async () => {
    const { code, message } = await refusal('wsam');
    expect(code).toBe('invalid-option');
    expect(message).toContain("'auto', 'tensorflow', 'webgpu', 'webgl', 'wasm', 'cpu', received \"wsam\"");
    expect(message).toContain("This machine has 'webgpu', 'wasm', 'cpu'.");
    expect(message).toContain("npm install @tensorflow/tfjs-backend-webgl (for 'webgl')");
    expect(message).not.toContain('npm install @tensorflow/tfjs-backend-cpu');
  });

  it("refuses 'tensorflow', which is not installed, and stays with what it has", async () => {
    const { code, message, cause } = await refusal('tensorflow');
    expect(code).toBe('missing-backend');
    expect(message).toContain("received only 'webgpu', 'wasm', 'cpu'");
    expect(message).toContain('npm install @tensorflow/tfjs-node.');
    expect(String(cause)).toMatch(/tfjs-node/);
    expect(tf.getBackend()).toBe('wasm');
  });

  it("says that 'webgl', installed or not, needs a browser, and stays with what it has", async () => {
    const { code, message } = await refusal('webgl');
    expect(code).toBe('missing-backend');
    expect(message).toContain('expected a browser, on whose graphics @tensorflow/tfjs-backend-webgl computes');
    expect(message).toContain("received Node, which has 'webgpu', 'wasm', 'cpu'");
    expect(tf.getBackend()).toBe('wasm');
  });

  it('stays with the backend it has when another does not start, and says so', async () => {
    tf.registerBackend('webgl', () => Promise.reject(new Error('no graphics')));
    const warnings = console.warn;
    console.warn = () => undefined; // tfjs logs the failed start.
    try {
      const { code, message } = await refusal('webgl');
      expect(code).toBe('missing-backend');
      expect(message).toContain('a start that failed');
      expect(tf.getBackend()).toBe('wasm');
    } finally {
      console.warn = warnings;
      tf.removeBackend('webgl');
    }
  });

  it.each([
    ['wasm', { wasmPath: '/wasm/' }, 'unknown option'],
    ['wasm', { trainingKernels: { fsat: false } }, 'unknown option'],
    ['cpu', { wasmPaths: '/wasm/' }, "only together with 'wasm'"],
    ['cpu', { trainingKernels: false }, "only together with 'wasm'"],
    ['auto', { module: () => Promise.resolve() }, 'only together with the name of one backend'],
  ])('refuses on %s the option %o', async (name, options, rule) => {
    const { code, message } = await refusal(name, options);
    expect(code).toBe('invalid-option');
    expect(message).toContain(rule);
  });

  it('says that paths come too late for a backend that was loaded before', async () => {
    const { code, message } = await refusal('wasm', { wasmPaths: '/wasm/' });
    expect(code).toBe('invalid-option');
    expect(message).toContain('loaded by this call');
  });
});
