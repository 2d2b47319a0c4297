import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTraining } from '../../bench/trainingStep.js';
import { useBackend } from '../../src/backends/index.js';
import { slimNetwork } from '../../src/models/index.js';
import { useSoftwareDriver } from '../support/softwareDriver.js';

interface Backend {
  tensorMap: { get(id: object): { values?: ArrayLike<number>; resource?: unknown } | undefined };
  uploadToGPU(id: object): void;
}

const SIDE = 12;
const BATCH = 4;
const CLASSES = 7;

/** How many values each tensor has that goes to the card meanwhile, single numbers left out. */
async function uploads(act: () => Promise<unknown>): Promise<number[]> {
  const backend = tf.backend() as unknown as Backend;
  const { uploadToGPU } = backend;
  const sizes: number[] = [];
  backend.uploadToGPU = (id) => {
    const { values, resource } = backend.tensorMap.get(id) ?? {};
    if (values && !resource && values.length > 1) sizes.push(values.length);
    uploadToGPU.call(backend, id);
  };
  await act();
  backend.uploadToGPU = uploadToGPU;
  return sizes.sort((a, b) => b - a);
}

/** A gradient in which tfjs's own formula fills ones in JavaScript. */
async function gradientOfSum(): Promise<void> {
  const gradient = tf.tidy(() => tf.grad((x) => tf.sum(tf.square(x)))(tf.fill([50, 20], 3)));
  expect((await gradient.data()).every((value) => value === 6)).toBe(true);
  gradient.dispose();
}

describe('what goes to the card', () => {
  beforeAll(async () => {
    useSoftwareDriver();
    await useBackend('webgpu');
  });

  it('in a step of training is pictures, labels and what each counts for', async () => {
    const build = () => slimNetwork({ widths: [4, 8], inputSize: SIDE, gate: 'stages', seed: 1 });
    const training = openTraining({ size: SIDE, batch: BATCH, smallBatch: BATCH, random: false, build }, BATCH);
    await training.step();
    expect(await uploads(() => training.step())).toEqual([BATCH * SIDE ** 2, BATCH * CLASSES, BATCH]);
    training.dispose();
  });

  it('is nothing for a sum, on webgpu again after a wasm without kernels of ours', async () => {
    expect(await uploads(gradientOfSum)).toEqual([]);
    await useBackend('wasm', { trainingKernels: false });
    await tf.setBackend('webgpu');
    expect(await uploads(gradientOfSum)).toEqual([1000]);
    await useBackend('webgpu');
    expect(await uploads(gradientOfSum)).toEqual([]);
  });
});
