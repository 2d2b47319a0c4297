import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { sgdNesterov, type OptimizerSettings } from '../../src/training/optimizer.js';
import { onEachBackend } from '../support/backends.js';
import { fixture, largestDifference } from './fixtures.js';

interface Values {
  kernel: number[];
  bias: number[];
}
interface Reference {
  start: Values;
  gradients: Values[];
  cases: { settings: OptimizerSettings; steps: Values[] }[];
}

const reference = fixture<Reference>('optimiser.json');

function startWeights() {
  return tf.tidy(() => ({
    kernel: tf.variable(tf.tensor(reference.start.kernel, [3, 2])),
    bias: tf.variable(tf.tensor1d(reference.start.bias)),
  }));
}

function gradientsAt(step: number) {
  const { kernel, bias } = reference.gradients[step] as Values;
  return { kernel: tf.tensor(kernel, [3, 2]), bias: tf.tensor1d(bias) };
}

onEachBackend(() => {
  describe('sgdNesterov', () => {
    for (const { settings, steps } of reference.cases) {
      it(`takes the five steps of PyTorch's SGD with ${JSON.stringify(settings)}`, () => {
        const before = tf.memory().numTensors;
        const weights = startWeights();
        const optimizer = sgdNesterov({ learningRate: 1, ...settings });
        steps.forEach((expected, step) => {
          optimizer.learningRate = 0.05 / (step + 1);
          const gradients = gradientsAt(step);
          optimizer.step(gradients, weights);
          tf.dispose(gradients);
          expect(largestDifference(weights.kernel.dataSync(), expected.kernel)).toBeLessThan(1e-6);
          expect(largestDifference(weights.bias.dataSync(), expected.bias)).toBeLessThan(1e-6);
        });
        optimizer.dispose();
        tf.dispose(weights);
        expect(tf.memory().numTensors).toBe(before);
      });
    }

    it('goes on exactly where it stopped when its state is given to another', async () => {
      const run = async (stopAt: number) => {
        const weights = startWeights();
        let optimizer = sgdNesterov({ learningRate: 0.05 });
        for (let step = 0; step < 5; step++) {
          if (step === stopAt) {
            const state = await optimizer.state();
            optimizer.dispose();
            optimizer = sgdNesterov({ learningRate: 0.05 });
            optimizer.restore(state, weights);
          }
          const gradients = gradientsAt(step);
          optimizer.step(gradients, weights);
          tf.dispose(gradients);
        }
        const result = [...weights.kernel.dataSync(), ...weights.bias.dataSync()];
        optimizer.dispose();
        tf.dispose(weights);
        return result;
      };
      expect(await run(3)).toEqual(await run(-1));
    });

    it('leaves a variable without a gradient alone', () => {
      const weights = startWeights();
      const optimizer = sgdNesterov({ learningRate: 0.1 });
      const { kernel, bias } = gradientsAt(0);
      optimizer.step({ kernel }, weights);
      expect(largestDifference(weights.bias.dataSync(), reference.start.bias)).toBeLessThan(1e-7);
      expect(largestDifference(weights.kernel.dataSync(), reference.start.kernel)).toBeGreaterThan(0.01);
      optimizer.dispose();
      tf.dispose([kernel, bias, ...Object.values(weights)]);
    });

    it('refuses a state of another network and keeps its own', async () => {
      const weights = startWeights();
      const optimizer = sgdNesterov({ learningRate: 0.1 });
      const gradients = gradientsAt(0);
      optimizer.step(gradients, weights);
      const kept = await optimizer.state();
      const foreign = { kernel: new Float32Array(5) };
      expect(() => optimizer.restore(foreign, weights)).toThrow(/velocity "kernel": expected 6 values, received 5/);
      expect(() => optimizer.restore({ scale: new Float32Array(2) }, weights)).toThrow(/"scale".*name of a variable/);
      expect(await optimizer.state()).toEqual(kept);
      optimizer.dispose();
      tf.dispose([gradients.kernel, gradients.bias, ...Object.values(weights)]);
    });
  });
});

describe('options of sgdNesterov', () => {
  it.each([
    [{ learningRate: -1 }, /learningRate.*at least 0.*-1/],
    [{ learningRate: 0.1, momentum: 1.5 }, /momentum.*\[0, 1\].*1\.5/],
    [{ learningRate: 0.1, weightDecay: Number.NaN }, /weightDecay.*NaN/],
    [{ learningRate: 0.1, decay: 'bias' }, /decay.*'all', 'kernels'.*"bias"/],
    [{ learningRate: 0.1, wieghtDecay: 0 }, /unknown option.*"wieghtDecay"/],
  ])('%j is refused', (options, message) => {
    expect(() => sgdNesterov(options as never)).toThrow(message);
  });
});
