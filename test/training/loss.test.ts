import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { crossEntropyTargets, highestClass, meanCrossEntropy, weightedCrossEntropy } from '../../src/training/loss.js';
import '@tensorflow/tfjs-layers';
import { onEachBackend } from '../support/backends.js';
import { fixture, largestDifference } from './fixtures.js';

interface Reference {
  logits: number[];
  labels: number[];
  counted: number;
  cases: { smoothing: number; loss: number; gradient: number[] }[];
}

const reference = fixture<Reference>('loss.json');

onEachBackend(() => {
  describe('weightedCrossEntropy', () => {
    it.each(reference.cases)(
      "is PyTorch's with smoothing $smoothing, gradient too",
      ({ smoothing, loss, gradient }) => {
        const before = tf.memory().numTensors;
        const weights = reference.labels.map((_, at) => (at < reference.counted ? 1 / reference.counted : 0));
        const targets = tf.tensor2d(crossEntropyTargets(reference.labels, 4, smoothing), [6, 4]);
        const logits = tf.tensor2d(reference.logits, [6, 4]);
        const { value, grad } = tf.valueAndGrad((x: tf.Tensor) =>
          weightedCrossEntropy(x as tf.Tensor2D, targets, tf.tensor1d(weights)),
        )(logits);
        expect(Math.abs((value.dataSync()[0] as number) - loss) / loss).toBeLessThan(1e-5);
        expect(largestDifference(grad.dataSync(), gradient)).toBeLessThan(1e-6);
        tf.dispose([targets, logits, value, grad]);
        expect(tf.memory().numTensors).toBe(before);
      },
    );
  });
});

describe('meanCrossEntropy', () => {
  it("is PyTorch's, also for huge logits", () => {
    const logits = Float32Array.from(reference.logits.slice(0, 16));
    expect(meanCrossEntropy(logits, reference.labels.slice(0, 4))).toBeCloseTo(reference.cases[0]?.loss as number, 4);
    expect(meanCrossEntropy(Float32Array.of(1e30, 0), [0])).toBe(0);
  });
});

describe('highestClass', () => {
  it('takes the first of equals, row by row', () => {
    expect([...highestClass(Float32Array.of(1, 3, 3, -5, -9, -5, 0, 0, 0), 3)]).toEqual([1, 0, 0]);
  });
});
