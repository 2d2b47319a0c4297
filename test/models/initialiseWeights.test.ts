import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/useBackend.js';
import { initialiseWeights, slimNetwork } from '../../src/models/index.js';
import { onEachBackend, NODE_BACKENDS } from '../support/backends.js';
import { weightsByName } from './formula.js';

function valuesOf(network: LayersModel): Record<string, number[]> {
  return Object.fromEntries([...weightsByName(network)].map(([name, weight]) => [name, [...weight.dataSync()]]));
}

const small = { inputSize: 16, widths: [4, 6], gate: 'stages', seed: 11 } as const;

describe('initialiseWeights', () => {
  it('the same weights on every backend', async () => {
    const made: Record<string, number[]>[] = [];
    for (const backend of NODE_BACKENDS) {
      await useBackend(backend);
      const network = slimNetwork(small);
      made.push(valuesOf(network));
      network.dispose();
    }
    expect(made[1]).toEqual(made[0]);
  });

  onEachBackend(() => {
    it('kernels of mean 0 and variance 2 / fan-in, the rest at its neutral value', () => {
      const network = slimNetwork({ widths: [64, 64], inputSize: 8, gate: 'stem' });
      const values = valuesOf(network);
      const kernel = values['conv2/kernel'] as number[];
      const mean = kernel.reduce((sum, value) => sum + value, 0) / kernel.length;
      const variance = kernel.reduce((sum, value) => sum + value * value, 0) / kernel.length;
      // 36 864 draws: a relative standard deviation of the variance of 0.7 %.
      expect(Math.abs(mean)).toBeLessThan(0.001);
      expect(variance / (2 / (9 * 64))).toBeGreaterThan(0.97);
      expect(variance / (2 / (9 * 64))).toBeLessThan(1.03);
      for (const [name, expected] of Object.entries({ gamma: 1, beta: 0, moving_mean: 0, moving_variance: 1 })) {
        expect(new Set([...(values[`norm1/${name}`] ?? []), ...(values[`gate1/${name}`] ?? [])])).toEqual(
          new Set([expected]),
        );
      }
      expect(new Set(values['logits/bias'])).toEqual(new Set([0]));
      network.dispose();
    });

    it('depthwise kernels by their own fan-in', () => {
      const network = sequential({
        layers: [layers.depthwiseConv2d({ inputShape: [8, 8, 2048], kernelSize: 3, useBias: false })],
      });
      initialiseWeights(network, 1);
      const kernel = (network.getWeights()[0] as tf.Tensor).dataSync<'float32'>();
      const variance = kernel.reduce((sum, value) => sum + value * value, 0) / kernel.length;
      expect(variance / (2 / 9)).toBeGreaterThan(0.95);
      expect(variance / (2 / 9)).toBeLessThan(1.05);
      network.dispose();
    });

    it('puts a trained network back to where it began, and leaks nothing', () => {
      const network = slimNetwork(small);
      const first = valuesOf(network);
      tf.tidy(() => network.setWeights(network.getWeights().map((weight) => tf.add(weight, 1))));
      const before = tf.memory().numTensors;
      initialiseWeights(network, small.seed);
      expect(tf.memory().numTensors).toBe(before);
      expect(valuesOf(network)).toEqual(first);
      network.dispose();
    });
  });

  it('equal seeds, equal weights, whatever the name and whatever was built before; another seed, others', () => {
    const [first, second, renamed, other] = [
      slimNetwork(small),
      slimNetwork(small),
      slimNetwork({ ...small, name: 'predictor' }),
      slimNetwork({ ...small, seed: 12 }),
    ].map((network) => valuesOf(network));
    expect(second).toEqual(first);
    expect(renamed).toEqual(first);
    expect(other?.['conv1/kernel']).not.toEqual(first?.['conv1/kernel']);
    expect(first?.['conv1/kernel']?.slice(0, 4)).not.toEqual(first?.['conv2/kernel']?.slice(0, 4));
  });

  it('networks nested in a model, each with weights of its own', () => {
    const picture = input({ shape: [16, 16, 1] });
    const parts = ['left', 'right'].map((name) => slimNetwork({ ...small, name }));
    const sum = layers.add().apply(parts.map((part) => part.apply(picture) as typeof picture)) as typeof picture;
    initialiseWeights(model({ inputs: picture, outputs: sum }), 4);
    const [left, right] = parts.map((part) => valuesOf(part)['conv1/kernel'] as number[]);
    expect(left).not.toEqual(right);
  });

  it('says which layer it cannot start, and changes nothing then', () => {
    const network = sequential({
      layers: [
        layers.dense({ units: 2, inputShape: [3, 2] }),
        layers.simpleRNN({ units: 2, name: 'memory', recurrentInitializer: 'zeros' }),
      ],
    });
    const before = valuesOf(network);
    expect(() => initialiseWeights(network, 1)).toThrow(
      /layer "memory": expected weights named kernel.*recurrent_kernel/,
    );
    expect(valuesOf(network)).toEqual(before);
  });
});
