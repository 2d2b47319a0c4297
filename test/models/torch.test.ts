import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/useBackend.js';
import { slimNetwork, type SpatialGate, vgg16 } from '../../src/models/index.js';
import { onEachBackend } from '../support/backends.js';
import { fillByFormula, formulaPictures, weightsByName } from './formula.js';
import torch from '../fixtures/models/torch.json' with { type: 'json' };

const widths = [4, 4, 4, 4];
const forward: Record<keyof typeof torch.logits, { make: () => LayersModel; channels: number }> = {
  'slim none': { make: () => slimNetwork({ widths }), channels: 1 },
  'slim input': { make: () => slimNetwork({ widths, gate: 'input', channels: 3 }), channels: 3 },
  'slim stem': { make: () => slimNetwork({ widths, gate: 'stem' }), channels: 1 },
  'slim stages average': {
    make: () => slimNetwork({ widths, gate: 'stages', channels: 3, head: 'average' }),
    channels: 3,
  },
  'vgg16 none': { make: () => vgg16({ widthMultiplier: 1 / 16 }), channels: 1 },
  'vgg16 stages': { make: () => vgg16({ widthMultiplier: 1 / 16, gate: 'stages' }), channels: 1 },
};

describe('against the same networks in PyTorch', () => {
  onEachBackend(() => {
    it.each(Object.entries(forward))('%s: the same logits from the same weights', (name, { make, channels }) => {
      const network = fillByFormula(make());
      const logits = tf.tidy(() => (network.predict(formulaPictures(2, 40, 40, channels)) as tf.Tensor).dataSync());
      network.dispose();
      expectClose(logits, torch.logits[name as keyof typeof torch.logits], 1e-4);
    });

    it('the gate: the same attention', () => {
      const network = fillByFormula(slimNetwork({ name: 'net', inputSize: 8, widths: [2], gate: 'input' }));
      const gate = network.getLayer('net_gate0') as SpatialGate;
      const attention = tf.tidy(() => gate.attention(formulaPictures(2, 6, 5, 3)).dataSync());
      network.dispose();
      expectClose(attention, torch.attention, 1e-5);
    });

    it('one training step: the same loss, gradients and moving statistics of the gates', () => {
      const network = fillByFormula(
        slimNetwork({ inputSize: 8, channels: 3, classes: 3, widths: [2, 3], gate: 'stages' }),
      );
      const images = formulaPictures(2, 8, 8, 3);
      const { value, grads } = tf.variableGrads(() => crossEntropy(network, images, [2, 0], 3));
      expectClose(value.dataSync(), [torch.step.loss], 1e-5);
      for (const [name, variable] of weightsByName(network)) {
        const gradient = torch.step.gradients[name as keyof typeof torch.step.gradients];
        if (variable.trainable) expectClose(grads[variable.name]?.dataSync(), gradient, 2e-6, name);
        const moving = torch.step.moving[name as keyof typeof torch.step.moving];
        if (moving) expectClose(variable.dataSync(), moving, 1e-5, name);
      }
      tf.dispose([images, value, grads]);
      network.dispose();
    });
  });

  it('as many weights as PyTorch counts, and as the documentation says', async () => {
    await useBackend('cpu');
    const made = {
      'slim none': slimNetwork(),
      'slim stages': slimNetwork({ gate: 'stages' }),
      'vgg16 none': vgg16(),
    };
    for (const [name, network] of Object.entries(made)) {
      const trained = network.trainableWeights.reduce((sum, { shape }) => sum + size(shape), 0);
      const expected = torch.parameters[name as keyof typeof made];
      expect({ trained, all: network.countParams() }, name).toEqual(expected);
      network.dispose();
    }
    expect(torch.parameters['slim none']).toEqual({ trained: 100_983, all: 101_463 });
    expect(torch.parameters['vgg16 none']).toEqual({ trained: 33_637_191, all: 33_662_023 });
  });
});

function crossEntropy(network: LayersModel, images: tf.Tensor, labels: number[], classes: number): tf.Scalar {
  const logits = network.apply(images, { training: true }) as tf.Tensor2D;
  return tf.losses.softmaxCrossEntropy(tf.oneHot(labels, classes), logits) as tf.Scalar;
}

function size(shape: (number | null)[]): number {
  return tf.util.sizeFromShape(shape as number[]);
}

/** Differences within the tolerance, absolute for values below 1 and relative above. */
function expectClose(received: ArrayLike<number> | undefined, expected: number[], tolerance: number, what = ''): void {
  expect(received?.length, what).toBe(expected.length);
  expected.forEach((value, at) => {
    const difference = Math.abs((received?.[at] ?? NaN) - value) / Math.max(1, Math.abs(value));
    expect(difference, `${what} value ${at}: ${received?.[at]} for ${value}`).toBeLessThan(tolerance);
  });
}
