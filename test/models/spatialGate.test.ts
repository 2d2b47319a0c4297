import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { slimNetwork, SpatialGate, type SpatialGateOptions } from '../../src/models/index.js';
import { onEachBackend } from '../support/backends.js';
import { formulaPictures, weightsByName } from './formula.js';
import { logitsOf, saveAndLoad, trainOnce } from './support.js';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** A gate with the given kernel and gamma 2, beta -1, moving mean 0.5, moving variance 4, epsilon 0. */
function gateWith(kernel: number[], options: SpatialGateOptions): SpatialGate {
  const gate = new SpatialGate({ epsilon: 0, ...options });
  gate.build([null, null, null, 2]);
  const size = gate.kernelSize;
  tf.tidy(() =>
    gate.setWeights([
      tf.tensor(kernel, [size, size, 2, 1]),
      tf.tensor([2]),
      tf.tensor([-1]),
      tf.tensor([0.5]),
      tf.tensor([4]),
    ]),
  );
  return gate;
}

describe('SpatialGate', () => {
  onEachBackend(() => {
    it('with a 1x1 kernel: attention as computed by hand from mean and maximum', () => {
      const gate = gateWith([3, 5], { kernelSize: 1 });
      const features = tf.tensor4d([0, 1, -2, 2, 0.5, 0.5, -1, -3], [1, 2, 2, 2]);
      const means = [0.5, 0, 0.5, -2];
      const maxima = [1, 2, 0.5, -1];
      const expected = means.map((mean, at) => {
        const summary = 3 * mean + 5 * (maxima[at] as number);
        return sigmoid((2 * (summary - 0.5)) / 2 - 1);
      });
      const attention = tf.tidy(() => gate.attention(features).dataSync());
      const output = tf.tidy(() => (gate.apply(features) as tf.Tensor).dataSync());
      const values = features.dataSync();
      expected.forEach((value, at) => {
        expect(attention[at]).toBeCloseTo(value, 5);
        expect(output[2 * at]).toBeCloseTo(value * (values[2 * at] as number), 5);
        expect(output[2 * at + 1]).toBeCloseTo(value * (values[2 * at + 1] as number), 5);
      });
      tf.dispose(features);
    });

    it('the kernel looks at neighbours, and at zeros outside of the picture', () => {
      const upperLeftMaximum = Array.from({ length: 18 }, (_, at) => (at === 1 ? 1 : 0));
      const gate = gateWith(upperLeftMaximum, { kernelSize: 3 });
      const features = tf.tensor4d([1, 9, 2, 8, 3, 7, 4, 6], [1, 2, 2, 2]);
      const attention = tf.tidy(() => gate.attention(features).dataSync());
      [0, 0, 0, 9].forEach((summary, at) => expect(attention[at]).toBeCloseTo(sigmoid(summary - 0.5 - 1), 5));
      tf.dispose(features);
    });

    it.each([0, 1, -1000, 1e6])(
      'attention stays in [0, 1], has the shape [B,H,W,1] and leaks nothing (features x %d)',
      (scale) => {
        const gate = new SpatialGate();
        const features = tf.tidy(() => tf.mul(tf.sub(formulaPictures(2, 9, 7, 5), 0.3), scale)) as tf.Tensor4D;
        tf.dispose(gate.apply(features) as tf.Tensor);
        const before = tf.memory().numTensors;
        const attention = gate.attention(features);
        expect(tf.memory().numTensors).toBe(before + 1);
        expect(attention.shape).toEqual([2, 9, 7, 1]);
        for (const value of attention.dataSync()) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        tf.dispose([attention, features]);
      },
    );

    it('in training: batch statistics for the output, moving ones drawn towards them by 1 - momentum', () => {
      const gate = gateWith([0, 1], { kernelSize: 1, momentum: 0.75 });
      const features = tf.tensor4d([1, 0, 3, 0], [1, 1, 2, 2]);
      const before = tf.memory().numTensors;
      const output = gate.apply(features, { training: true }) as tf.Tensor;
      expect(tf.memory().numTensors).toBe(before + 1);
      // Maxima 1 and 3: mean 2, variance 1; normalised -1 and 1.
      [sigmoid(-2 - 1), 0, 3 * sigmoid(2 - 1), 0].forEach((value, at) =>
        expect(output.dataSync()[at]).toBeCloseTo(value, 5),
      );
      const [, , , mean, variance] = gate.getWeights().map((weight) => weight.dataSync()[0]);
      expect(mean).toBeCloseTo(0.75 * 0.5 + 0.25 * 2, 6);
      expect(variance).toBeCloseTo(0.75 * 4 + 0.25 * 1, 6);
      tf.dispose([features, output]);
    });

    it('a reading in inference changes no statistics', () => {
      const gate = gateWith([0, 1], { kernelSize: 1 });
      const features = tf.tensor4d([1, 0, 3, 0], [1, 1, 2, 2]);
      tf.dispose([gate.apply(features) as tf.Tensor, gate.attention(features), features]);
      expect(gate.getWeights().map((weight) => weight.dataSync()[0])).toEqual([0, 2, -1, 0.5, 4]);
    });

    it.each(['input', 'stem', 'stages'] as const)('gate %s: every gate learns in one training step', (place) => {
      const network = slimNetwork({ inputSize: 8, widths: [3, 4], classes: 3, gate: place });
      const gates = network.layers.filter((layer) => layer instanceof SpatialGate);
      expect(gates).toHaveLength(place === 'stages' ? 2 : 1);
      const images = formulaPictures(4, 8, 8, 1);
      const read = (): number[][] => gates.flatMap((gate) => gate.getWeights().map((each) => [...each.dataSync()]));
      const before = read();
      trainOnce(network, images, [0, 1, 2, 1], 3);
      read().forEach((weight, at) => expect(distance(weight, before[at] as number[])).toBeGreaterThan(1e-6));
      const count = tf.memory().numTensors;
      for (let step = 0; step < 5; step++) trainOnce(network, images, [0, 1, 2, 1], 3);
      expect(tf.memory().numTensors).toBe(count);
      images.dispose();
      network.dispose();
    });

    it('comes back from a file with options, weights and moving statistics as they were after training', async () => {
      const options = { kernelSize: 5, momentum: 0.5, epsilon: 0.01, seed: 'seed', name: 'look' };
      const model = sequential({
        layers: [
          layers.inputLayer({ inputShape: [6, 6, 3] }),
          new SpatialGate(options),
          layers.flatten(),
          layers.dense({ units: 2 }),
        ],
      });
      const images = formulaPictures(2, 6, 6, 3);
      tf.dispose(model.apply(images, { training: true }) as tf.Tensor);
      const moved = weightsByName(model).get('look/moving_mean')?.dataSync()[0];
      expect(moved).not.toBe(0);
      const loaded = await saveAndLoad(model);
      expect(loaded.getLayer('look')).toMatchObject(options);
      expect(weightsByName(loaded).get('look/moving_mean')?.dataSync()[0]).toBe(moved);
      expect(logitsOf(loaded, images)).toEqual(logitsOf(model, images));
      tf.dispose(images);
    });
  });

  it('first weights follow from the seed, not from how many gates there were before', () => {
    const kernelOf = (seed: number): number[] => {
      const gate = new SpatialGate({ seed });
      gate.build([null, 4, 4, 1]);
      return [...(gate.getWeights()[0] as tf.Tensor).dataSync()];
    };
    expect(kernelOf(5)).toEqual(kernelOf(5));
    expect(kernelOf(5)).not.toEqual(kernelOf(6));
  });

  it.each([
    [{ kernelSize: 4 }, 'SpatialGate: kernelSize: expected an odd number, received 4'],
    [{ kernelSize: 0 }, 'SpatialGate: kernelSize: expected a whole number of at least 1, received 0'],
    [{ momentum: 1.5 }, 'SpatialGate: momentum: expected a finite number in [0, 1], received 1.5'],
    [{ epsilon: -1 }, 'SpatialGate: epsilon: expected a finite number of at least 0, received -1'],
    [{ seed: -1 }, 'seed: expected a whole number in [0, 2^53) or a text, received -1'],
    [{ kernel: 7 } as object, 'SpatialGate: unknown option: expected one of'],
  ])('refuses %j', (options, message) => {
    expect(() => new SpatialGate(options)).toThrow(message);
  });

  it('says what to do where its input is no picture, or it has no weights yet', () => {
    const row = tf.ones([2, 3]);
    const picture = tf.ones([1, 4, 4, 1]) as tf.Tensor4D;
    expect(() => new SpatialGate({ name: 'look' }).apply(row)).toThrow(
      'SpatialGate "look": features: expected one tensor [batch, height, width, channels], received shape [2, 3]',
    );
    expect(() => new SpatialGate().attention(picture)).toThrow('call gate.apply(features), first');
    tf.dispose([row, picture]);
  });
});

function distance(a: number[], b: number[]): number {
  return Math.max(...a.map((value, at) => Math.abs(value - (b[at] as number))));
}
