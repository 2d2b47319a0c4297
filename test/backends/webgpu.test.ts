import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTraining } from '../../bench/trainingStep.js';
import { attentionMap } from '../../src/attention/index.js';
import { useBackend, type BackendFacts } from '../../src/backends/index.js';
import { clusterPixels } from '../../src/clusters/index.js';
import { slimNetwork } from '../../src/models/index.js';
import { maskRegion } from '../../src/perturb/index.js';
import { box } from '../../src/regions/index.js';
import { formulaPictures } from '../models/formula.js';
import { useSoftwareDriver } from '../support/softwareDriver.js';

const SIDE = 12;

const OWN = [
  'Conv2DBackpropFilter',
  'FacePerturbBatchNorm',
  'FacePerturbBatchNormGradient',
  'FacePerturbDropout',
  'FacePerturbReluGradient',
  'FacePerturbSgd',
  'Sum',
];
const build = () => slimNetwork({ widths: [4, 8], inputSize: SIDE, gate: 'input', seed: 1 });

/** The same on webgpu and on cpu. */
async function onBoth<T>(act: () => Promise<T>): Promise<{ webgpu: T; cpu: T }> {
  await useBackend('webgpu');
  const webgpu = await act();
  await useBackend('cpu');
  return { webgpu, cpu: await act() };
}

/** Three of the trainer's updates: losses, all weights, and the tensors after each. */
async function train(): Promise<{ losses: number[]; weights: number[]; tensors: number[] }> {
  let model: LayersModel | undefined;
  const network = { size: SIDE, batch: 4, smallBatch: 4, random: false, build: () => (model = build()) };
  const training = openTraining(network, 4);
  const [losses, weights, tensors]: [number[], number[], number[]] = [[], [], []];
  for (let step = 0; step < 3; step++) {
    losses.push(await training.step());
    tensors.push(tf.memory().numTensors);
  }
  for (const weight of model?.weights ?? []) weights.push(...(await weight.read().data()));
  training.dispose();
  return { losses, weights, tensors };
}

function expectNear(received: ArrayLike<number>, expected: ArrayLike<number>, within: number): void {
  expect(received.length).toBe(expected.length);
  const worst = Math.max(...Array.from(received, (value, at) => Math.abs(value - (expected[at] as number))));
  expect(worst).toBeLessThan(within);
}

describe('webgpu in Node', () => {
  let facts: BackendFacts;

  beforeAll(async () => {
    useSoftwareDriver();
    // Imported before there is a navigator.gpu, the package registers nothing by itself.
    await import('@tensorflow/tfjs-backend-webgpu');
    if (process.platform === 'linux') expect((await useBackend('auto')).name).toBe('wasm');
    facts = await useBackend('webgpu');
  });

  beforeEach(async () => {
    await useBackend('webgpu');
  });

  it('tells its facts; it can train', () => {
    expect(facts).toMatchObject({ name: 'webgpu', floatPrecision: 32, canTrain: true });
    expect([facts.missingKernels, facts.ownKernels]).toEqual([[], OWN]);
    expect(tf.getBackend()).toBe('webgpu');
  });

  it('trains as cpu does, the same bits each time, and keeps no tensor', async () => {
    const before = tf.memory().numTensors;
    const { webgpu, cpu } = await onBoth(train);
    expectNear(webgpu.losses, cpu.losses, 1e-3);
    expectNear(webgpu.weights, cpu.weights, 1e-3);
    expect(cpu.losses[2]).toBeLessThan(cpu.losses[0] as number);

    await useBackend('webgpu');
    expect(await train()).toEqual(webgpu);
    expect(new Set(webgpu.tensors.slice(1)).size).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('masks as cpu does', async () => {
    const region = box({ x: 2.5, y: 3, width: 6, height: 5 });
    const { webgpu, cpu } = await onBoth(async () => {
      const images = formulaPictures(2, 40, 40, 1);
      const masked = maskRegion(region, { fill: 'blur', feather: 2 })(images);
      const values = await masked.data();
      tf.dispose([images, masked]);
      return values;
    });
    expectNear(webgpu, cpu, 1e-5);
  });

  it.each(['inputGradient', 'gradCam'] as const)('maps attention and clusters it as cpu does: %s', async (method) => {
    const { webgpu, cpu } = await onBoth(async () => {
      const model = build();
      const images = formulaPictures(2, SIDE, SIDE, 1);
      const map = await attentionMap(model, images, { method, target: 3 });
      const values = await map.raw.data();
      const clusters = await clusterPixels(map, { clusters: 2, seed: 1 });
      tf.dispose(images);
      map.dispose();
      model.dispose();
      return { values, labels: [...clusters.labels] };
    });
    expectNear(webgpu.values, cpu.values, 1e-4);
    expect(webgpu.labels).toEqual(cpu.labels);
  });

  it('says that values are read with data(), not at once', async () => {
    const sum = tf.add(tf.ones([40, 40]), 1);
    expect(() => sum.dataSync()).toThrow(/expected values to be read with data\(\) or array\(\)/);
    const values = await sum.data();
    expect(values.every((value) => value === 2)).toBe(true);
    expect(sum.dataSync()).toEqual(values);
    sum.dispose();
  });

  it('says what failed on the card instead of giving zeros, once', async () => {
    const huge = tf.tile(tf.ones([20_000, 1]), [1, 20_000]);
    await expect(tf.sum(huge).data()).rejects.toThrow(
      /expected the graphics processor to compute, received Buffer size/,
    );
    huge.dispose();
    const sum = tf.add(tf.ones([40, 40]), 1);
    expect((await sum.data())[0]).toBe(2);
    sum.dispose();
  });
});
