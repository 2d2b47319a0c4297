import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { centerCrops, tenCrops } from '../../src/data/crops.js';
import { evaluate } from '../../src/training/evaluate.js';
import type { ImageChange } from '../../src/training/types.js';
import { onEachBackend } from '../support/backends.js';
import { quarters, tinyNetwork } from './tiny.js';

const dataset = quarters(11, 4);
const all = Int32Array.from({ length: 11 }, (_, at) => at);

/** Logits that are the sums of three parts of the image: easy to work out. */
const sums = {
  predict: (images: tf.Tensor4D) =>
    tf.tidy(() => tf.sum(tf.reshape(tf.slice(images, 0, [-1, 6, 8, 1]), [-1, 3, 16]), -1) as tf.Tensor2D),
};

function sumsByHand(crops: Float32Array, size = 8): number[] {
  const pictures = crops.length / (size * size);
  return Array.from({ length: pictures * 3 }, (_, at) => {
    const start = Math.floor(at / 3) * size * size + (at % 3) * 16;
    return crops.subarray(start, start + 16).reduce((sum, value) => sum + value, 0);
  });
}

onEachBackend(() => {
  describe('evaluate', () => {
    it('counts every picture once, whatever the batch size', async () => {
      const expected = sumsByHand(centerCrops(dataset, all, 8));
      for (const batchSize of [1, 4, 11, 64]) {
        const before = tf.memory().numTensors;
        const evaluation = await evaluate(sums, dataset, { inputSize: 8, batchSize });
        expect(tf.memory().numTensors).toBe(before);
        expect(evaluation.support).toBe(11);
        expect(evaluation.predictions).toHaveLength(11);
        evaluation.logits.forEach((value, at) => expect(value).toBeCloseTo(expected[at] as number, 4));
        const right = evaluation.predictions.filter((prediction, at) => prediction === dataset.labels[at]).length;
        expect(evaluation.accuracy).toBe(right / 11);
        expect(evaluation.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(11);
      }
    });

    it('gives a picture the same logits alone as in a batch', async () => {
      const model = tinyNetwork(1);
      const together = await evaluate(model, dataset, { inputSize: 8 });
      const single = await evaluate(model, dataset, { inputSize: 8, batchSize: 1 });
      single.logits.forEach((value, at) => expect(value).toBeCloseTo(together.logits[at] as number, 4));
      model.dispose();
    });

    it('averages the ten crops', async () => {
      const crops = sumsByHand(tenCrops(dataset, all, 8));
      const { logits } = await evaluate(sums, dataset, { inputSize: 8, crops: 'ten', batchSize: 4 });
      logits.forEach((value, at) => {
        const mean =
          Array.from({ length: 10 }, (_, crop) => crops[crop * 33 + at] as number).reduce((a, b) => a + b) / 10;
        expect(value).toBeCloseTo(mean, 4);
      });
    });

    it('adds the logits of the copies', async () => {
      const plain = await evaluate(sums, dataset, { inputSize: 8 });
      const copies: ImageChange[] = [(images) => tf.mul(images, 2), (images) => tf.zerosLike(images)];
      const summed = await evaluate(sums, dataset, { inputSize: 8, copies });
      summed.logits.forEach((value, at) => expect(value).toBeCloseTo(3 * (plain.logits[at] as number), 4));
    });

    it('works on a data set of one picture', async () => {
      const evaluation = await evaluate(sums, quarters(1, 5), { inputSize: 8 });
      expect(evaluation.logits).toHaveLength(3);
      expect([0, 1]).toContain(evaluation.accuracy);
    });

    it('refuses logits of another number of classes, values that are no numbers, and unknown options', async () => {
      const two = { predict: (images: tf.Tensor4D) => tf.zeros([images.shape[0], 2]) };
      await expect(evaluate(two, dataset)).rejects.toThrow(/3 for each picture.*received 2/);
      const broken = { predict: (images: tf.Tensor4D) => tf.fill([images.shape[0], 3], Number.NaN) };
      await expect(evaluate(broken, dataset)).rejects.toMatchObject({ code: 'diverged' });
      await expect(evaluate(sums, dataset, { size: 8 } as never)).rejects.toThrow(/unknown option.*"size"/);
      await expect(evaluate(sums, quarters(0, 1))).rejects.toThrow(/at least one picture/);
      await expect(evaluate(sums, dataset, { inputSize: 13 })).rejects.toMatchObject({ code: 'invalid-option' });
      const stopped = AbortSignal.abort();
      await expect(evaluate(sums, dataset, { signal: stopped })).rejects.toMatchObject({ code: 'aborted' });
    });
  });
});
