import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { SeededDropout, slimNetwork } from '../../src/models/index.js';
import { dropoutDraw, dropoutMask } from '../../src/models/dropoutMask.js';
import { onEachBackend } from '../support/backends.js';
import { saveAndLoad } from './support.js';

/** What the layer makes of ones: its mask. */
function mask(layer: SeededDropout, shape = [40], training = true): number[] {
  return tf.tidy(() => Array.from((layer.apply(tf.ones(shape), { training }) as tf.Tensor).dataSync()));
}

function withoutSignOfZero(values: Float32Array): Float32Array {
  return values.map((value) => value + 0);
}

describe('SeededDropout', () => {
  onEachBackend(() => {
    it('drops the asked part, and keeps the mean by scaling the rest', () => {
      const values = mask(new SeededDropout({ rate: 0.3 }), [100, 100]);
      const kept = values.filter((value) => value !== 0);
      // 10 000 draws: a standard deviation of 0.0046.
      expect(kept.length / values.length).toBeGreaterThan(0.68);
      expect(kept.length / values.length).toBeLessThan(0.72);
      for (const value of kept) expect(value).toBeCloseTo(1 / 0.7, 6);
    });

    it('draws this mask from this key, whatever the backend and the version', () => {
      const layer = new SeededDropout({ rate: 0.5 });
      layer.reseed('key');
      expect(mask(layer, [2, 8]).map((value) => value / 2)).toEqual([0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1]);
    });

    it.each([1, 2, 3, 4, 7, 1603])(
      'multiplies %i values with the mask that JavaScript draws, forward and back',
      (size) => {
        const values = Float32Array.from({ length: size }, (_, at) => Math.sin(at + 1));
        const mask = dropoutMask(size, dropoutDraw(0.4, '5', 'dropout', 0));
        const pass = (x: tf.Tensor) =>
          new SeededDropout({ rate: 0.4, seed: 5 }).apply(x, { training: true }) as tf.Tensor;
        const [forward, back] = tf.tidy(() => {
          const x = tf.tensor1d(values);
          return [pass(x), tf.grad(pass)(tf.ones([size]), x)].map((each) =>
            withoutSignOfZero(each.dataSync<'float32'>()),
          );
        });
        expect(forward).toEqual(withoutSignOfZero(mask.map((each, at) => each * values[at]!)));
        expect(back).toEqual(forward);
      },
    );

    it('a new mask each step, and the same masks again after the same key', () => {
      const layer = new SeededDropout({ rate: 0.5, seed: 3 });
      const first = [mask(layer), mask(layer)];
      expect(first[0]).not.toEqual(first[1]);
      layer.reseed('3');
      expect([mask(layer), mask(layer)]).toEqual(first);
      layer.reseed('step 2');
      expect(mask(layer)).not.toEqual(first[0]);
      expect(mask(new SeededDropout({ rate: 0.5, seed: 3 }))).toEqual(first[0]);
    });

    it('does nothing in inference, and does not move on', () => {
      const layer = new SeededDropout({ rate: 0.5 });
      expect(mask(layer, [40], false)).toEqual(Array(40).fill(1));
      expect(mask(layer)).toEqual(mask(new SeededDropout({ rate: 0.5 })));
    });

    it('the gradient passes where the mask does, and nothing leaks', () => {
      const layer = new SeededDropout({ rate: 0.5 });
      const input = tf.ones([40]);
      const before = tf.memory().numTensors;
      const gradient = tf.grad((x) => tf.sum(layer.apply(x, { training: true }) as tf.Tensor))(input);
      expect(tf.memory().numTensors).toBe(before + 1);
      expect([...gradient.dataSync()]).toEqual(mask(new SeededDropout({ rate: 0.5 })));
      tf.dispose([input, gradient]);
    });

    it('comes back from a file with rate and seed', async () => {
      const network = slimNetwork({ inputSize: 4, widths: [2], dropout: 0.25, seed: 8 });
      const loaded = await saveAndLoad(network);
      const [first, second] = [network, loaded].map((each) => each.getLayer('slim_dropout') as SeededDropout);
      expect(second).toMatchObject({ rate: 0.25, seed: '8/dropout' });
      expect(mask(second as SeededDropout, [1, 8])).toEqual(mask(first as SeededDropout, [1, 8]));
    });
  });

  it.each([1, -0.1, NaN, '0.5', undefined])('refuses the rate %s', (rate) => {
    expect(() => new SeededDropout({ rate: rate as number })).toThrow(/SeededDropout: rate: expected/);
  });

  it('refuses unknown options', () => {
    expect(() => new SeededDropout({ rate: 0.5, noiseShape: [1] } as { rate: number })).toThrow('noiseShape');
  });
});
