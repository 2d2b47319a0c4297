import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/index.js';
import { slimNetwork } from '../../src/models/index.js';
import { createRandom } from '../../src/support/random.js';
import { useFasterLayers } from '../../src/training/fasterLayers.js';
import { sgdNesterov } from '../../src/training/optimizer.js';
import { trainStep } from '../../src/training/step.js';
import { registerTrainingKernels, TRAINING_KERNEL_NAMES } from '../../src/wasm/index.js';
import { relativeError } from '../support/reference.js';

const SIZE = 12;
const BATCH = 6;

/** All weights of a small network with gates after two training steps on the active backend. */
async function trainedWeights(): Promise<Float32Array[]> {
  const model = slimNetwork({ inputSize: SIZE, widths: [8, 16], gate: 'stages', dropout: 0.25, seed: 3 });
  const restore = useFasterLayers(model);
  const variables = Object.fromEntries(
    model.trainableWeights.map((weight) => [weight.name, weight.read() as tf.Variable]),
  );
  const learner = { model, variables, optimizer: sgdNesterov({ learningRate: 0.05 }) };
  const random = createRandom(4);
  for (const seed of ['one', 'two']) {
    const images = Float32Array.from({ length: BATCH * SIZE * SIZE }, () => random.next());
    const labels = Uint8Array.from({ length: BATCH }, (_, at) => at % 7);
    const pass = { images, labels, shape: [BATCH, SIZE, SIZE, 1] as [number, number, number, number], counted: BATCH };
    await trainStep(learner, [pass], { changes: [], classes: 7, smoothing: 0, seed });
  }
  const weights = model.weights.map((weight) => weight.read().dataSync<'float32'>().slice());
  restore();
  learner.optimizer.dispose();
  model.dispose();
  return weights;
}

function expectClose(got: Float32Array[], expected: Float32Array[]): void {
  for (const [at, each] of got.entries()) {
    expect(relativeError(each, expected[at] as Float32Array), `weight ${at}`).toBeLessThan(1e-3);
  }
}

describe('two training steps', () => {
  let onCpu: Float32Array[] = [];
  beforeAll(async () => {
    await useBackend('cpu');
    onCpu = await trainedWeights();
    await useBackend('wasm');
  });

  it('give the weights that the cpu backend gives', async () => {
    expectClose(await trainedWeights(), onCpu);
  });

  it('also without the kernels that are only faster', async () => {
    await useBackend('wasm', { trainingKernels: { fast: false } });
    expectClose(await trainedWeights(), onCpu);
  });

  it.each(TRAINING_KERNEL_NAMES)('without %s: the same, or what stock tfjs does without it', async (name) => {
    const { added, corrected } = await registerTrainingKernels();
    const ours = tf.getKernel(name, 'wasm') as tf.KernelConfig | undefined;
    const report = await registerTrainingKernels({ without: [name] });
    expect([...report.added, ...report.corrected, ...report.accelerated]).not.toContain(name);
    const kernel = tf.getKernel(name, 'wasm') as tf.KernelConfig | undefined;
    if (ours && added.includes(name)) expect(kernel).toBeUndefined();
    if (corrected.includes(name)) expect(kernel?.kernelFunc).not.toBe(ours?.kernelFunc);
    if (!added.includes(name) && !corrected.includes(name)) {
      const weights = await trainedWeights();
      expectClose(weights, onCpu);
      expect(await trainedWeights()).toEqual(weights);
    }
    await registerTrainingKernels();
  });

  it('refuses a name that is no kernel of ours, and lists those that are', async () => {
    const refused = registerTrainingKernels({ without: ['Winogard'] });
    await expect(refused).rejects.toMatchObject({ code: 'invalid-option', received: '"Winogard"' });
    await expect(refused).rejects.toThrow(/Winograd/);
  });
});

describe('the step of SGD in one pass', () => {
  it('gives the very bits of the composed one', async () => {
    await useBackend('wasm', { trainingKernels: { without: ['Winograd'] } });
    const inOne = await trainedWeights();
    await useBackend('wasm', { trainingKernels: { without: ['Winograd', 'FacePerturbSgd'] } });
    expect(await trainedWeights()).toEqual(inOne);
    await useBackend('wasm');
  });
});
