import { describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { deletionCurve } from '../../src/measures/deletionCurve.js';
import { insertionCurve } from '../../src/measures/insertionCurve.js';
import { roadCurve } from '../../src/measures/roadCurve.js';
import type { CurveOptions } from '../../src/measures/curve.js';
import type { FillOption } from '../../src/perturb/fills/fill.js';
import { noiseImages } from '../attention/networks.js';
import { onEachBackend } from '../support/backends.js';
import { expectNear, expectNoLeak, fixture, fixtureNetwork, linearClassifier, plain, tensorMap } from './support.js';

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
const FILLS: FillOption[] = [
  'zero',
  'mean',
  'noise',
  'blur',
  'pixelate',
  'shuffle',
  'neighbour',
  { kind: 'constant', value: 0.3 },
];

onEachBackend(() => {
  describe('against PyTorch, numpy and scipy', () => {
    it.each([
      ['deletionCurve', deletionCurve, fixture.network.deletion, 'mean'],
      ['insertionCurve', insertionCurve, fixture.network.insertion, { kind: 'constant', value: 0.5 }],
    ] as const)('%s has its scores, areas and standard error', async (_, measure, expected, fill) => {
      const { model, images, map } = fixtureNetwork();
      const target = fixture.network.targets;
      const result = await measure(model, images, map, { target, fill, steps: expected.steps });
      expectNear(result.shares, expected.shares, 1e-12);
      expected.curves.forEach((curve, image) => expectNear(result.curves[image] ?? [], curve, 2e-5));
      expectNear(result.area.values, expected.areas, 1e-5);
      expectNear([result.area.mean, result.area.standardError], [expected.mean, expected.standardError], 1e-5);
      expect(result.curve).toHaveLength(expected.steps + 1);
      expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    });

    it('roadCurve imputes as a sparse solver does, in both orders', async () => {
      const { model, images, map } = fixtureNetwork();
      const { shares, most, least } = fixture.network.road;
      const result = await roadCurve(model, images, map, { target: fixture.network.targets, shares, noise: 0 });
      most.forEach((curve, image) => expectNear(result.most.curves[image] ?? [], curve, 1e-4));
      least.forEach((curve, image) => expectNear(result.least.curves[image] ?? [], curve, 1e-4));
      const gaps = most.map((curve, image) => curve.map((score, at) => (least[image]?.[at] as number) - score));
      gaps.forEach((curve, image) => expectNear(result.difference.curves[image] ?? [], curve, 2e-4));
      expectNear(
        result.score.values,
        gaps.map((curve) => curve.reduce((sum, gap) => sum + gap, 0) / 3),
        2e-4,
      );
      expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      const noisy = await roadCurve(model, images, map, { target: fixture.network.targets, shares });
      const gap = Math.abs((noisy.most.curve[0]?.mean as number) - (result.most.curve[0]?.mean as number));
      expect(gap).toBeGreaterThan(1e-5);
      expect(gap).toBeLessThan(0.02);
    });
  });

  describe('of a linear classifier, whose curves are known', () => {
    const weights = [0.5, -1, 2, 1, 0.25, -0.5];
    const pixels = [1, 0.5, 0.25, 1, 0.8, 0.1];
    const brings = weights.map((weight, at) => weight * (pixels[at] as number));
    const order = [3, 0, 2, 4, 5, 1];
    const sums = order.reduce((list, at) => [...list, (list.at(-1) as number) + (brings[at] as number)], [0]);
    const total = sums.at(-1) as number;
    const options: CurveOptions = { target: 0, fill: 'zero', steps: 100, score: 'output' };
    const images = () => tf.tensor4d(pixels, [1, 2, 3, 1]);
    // 3 and 0 before 2 by their numbers, though 0 and 2 bring the same.
    const map = plain(2, 3, [0.7, 0, 0.5, 0.9, 0.2, 0.1]);

    it('deletion takes what each pixel brings, insertion adds it', async () => {
      const deletion = await deletionCurve(linearClassifier(weights), images(), map, options);
      expectNear(
        deletion.curves[0] ?? [],
        sums.map((sum) => total - sum),
      );
      expectNear(deletion.shares, [0, 1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1]);
      const insertion = await insertionCurve(linearClassifier(weights), images(), map, options);
      expectNear(insertion.curves[0] ?? [], sums);
      const area = sums.reduce((sum, each) => sum + each, 0) / 6 - total / 12;
      expectNear(insertion.area.values, [area]);
      expectNear(deletion.area.values, [total - area]);
      expect(deletion).toMatchObject({ fill: { kind: 'zero' }, leftOut: 0, area: { images: 1, standardError: null } });
    });

    it('is scored by probability unless told otherwise, or by being right', async () => {
      const { score: _, ...rest } = options;
      const result = await deletionCurve(linearClassifier(weights), images(), map, rest);
      expectNear(
        result.curves[0] ?? [],
        sums.map((sum) => sigmoid(total - sum)),
      );
      const right = await deletionCurve(linearClassifier(weights), images(), map, { ...rest, score: 'accuracy' });
      // The first class wins a tie, so that nothing at all is class 0.
      expect(right.curves[0]).toEqual(sums.map((sum) => (total - sum > -1e-6 ? 1 : 0)));
      const wrong = await deletionCurve(linearClassifier(weights), images(), map, { ...rest, target: 1 });
      expectNear(
        wrong.curves[0] ?? [],
        sums.map((sum) => sigmoid(sum - total)),
      );
    });

    it('probabilities are taken as they are', async () => {
      const softmax = { predict: (x: tf.Tensor4D) => tf.softmax(linearClassifier(weights).predict(x) as tf.Tensor2D) };
      const [a, b] = [
        await deletionCurve(linearClassifier(weights), images(), map, { target: 0 }),
        await deletionCurve(softmax, images(), map, { target: 0 }),
      ];
      expectNear(b.curves[0] ?? [], a.curves[0] ?? []);
    });

    it('ROAD of a constant image changes nothing, and its two orders meet where all but a pixel is gone', async () => {
      const flat = tf.fill([1, 6, 6, 1], 0.4) as tf.Tensor4D;
      const classifier = linearClassifier(Array.from({ length: 36 }, (_, at) => at / 36));
      const ramp = plain(
        6,
        6,
        Array.from({ length: 36 }, (_, at) => at),
      );
      const result = await roadCurve(classifier, flat, ramp, { target: 0, score: 'output', noise: 0 });
      expectNear(result.difference.curves[0] ?? [], [0, 0, 0, 0, 0, 0, 0], 1e-4);
      const spots = noiseImages([1, 6, 6, 1]);
      const steep = await roadCurve(classifier, spots, ramp, { target: 0, shares: [0.1, 0.5, 1 - 1e-9], noise: 0 });
      expectNear([steep.difference.curves[0]?.[2] ?? NaN], [0], 1e-4);
    });
  });

  describe('whose classes the target says', () => {
    it('the classes of an AttentionMap are its targets, else the predicted ones', async () => {
      const { model, images, map } = fixtureNetwork();
      const [height, width] = [images.shape[1], images.shape[2]];
      const values = Array.from(map.values);
      const explained = tensorMap([3, height, width], values, values, { method: 'mine', targets: [2, 0, 3] });
      const given = await deletionCurve(model, images, map, { target: [2, 0, 3] });
      expect((await deletionCurve(model, images, explained)).curves).toEqual(given.curves);
      const predicted = await deletionCurve(model, images, map);
      expect((await deletionCurve(model, images, map, { target: 'predicted' })).curves).toEqual(predicted.curves);
      predicted.curves.forEach((curve, image) => {
        expect(curve?.[0]).toBeGreaterThanOrEqual((given.curves[image] as number[])[0] as number);
      });
      explained.dispose();
    });

    it('a function of the logits is scored as it is, for each image of a pass', async () => {
      const { model, images, map } = fixtureNetwork();
      const target = (logits: tf.Tensor2D) => tf.reshape<tf.Rank.R1>(tf.slice(logits, [0, 1], [-1, 1]), [-1]);
      const byFunction = await deletionCurve(model, images, map, { target, batchSize: 5 });
      const byClass = await deletionCurve(model, images, map, { target: 1, score: 'output' });
      byClass.curves.forEach((curve, image) => expectNear(byFunction.curves[image] ?? [], curve ?? []));
    });
  });

  describe('in passes', () => {
    it.each(FILLS)('with the fill %o the batch size changes nothing, the seed what is random', async (fill) => {
      const { model, images, map } = fixtureNetwork();
      const options = { target: 1, steps: 4, fill, seed: 'a' };
      const one = await deletionCurve(model, images, map, { ...options, batchSize: 1 });
      for (const batchSize of [3, 5, 64]) {
        const other = await deletionCurve(model, images, map, { ...options, batchSize });
        one.curves.forEach((curve, image) => expectNear(other.curves[image] ?? [], curve ?? [], 1e-5));
      }
      const alone = await deletionCurve(
        model,
        tf.slice(images, 0, 1),
        { ...map, values: Array.from(map.values).slice(0, 90), images: 1 },
        options,
      );
      expectNear(alone.curves[0] ?? [], one.curves[0] ?? [], 1e-5);
      const again = await deletionCurve(model, images, map, { ...options, seed: 'b' });
      const isRandom = typeof fill === 'string' && ['noise', 'shuffle', 'neighbour'].includes(fill);
      if (isRandom) expect(again.curves).not.toEqual(one.curves);
      else again.curves.forEach((curve, image) => expectNear(curve ?? [], one.curves[image] ?? [], 1e-5));
    });

    it('no more pictures than asked for at once, each once, with progress', async () => {
      const sizes: number[] = [];
      const { predict } = linearClassifier([1, 2, 3, 4]);
      const counting = { predict: (x: tf.Tensor4D) => (sizes.push(x.shape[0]), predict(x)) };
      const images = noiseImages([3, 2, 2, 1]);
      const map = { values: Array.from({ length: 12 }, (_, at) => (at * 5) % 7), height: 2, width: 2, images: 3 };
      const done: number[] = [];
      const onProgress = (progress: { done: number; total: number }) => done.push(progress.done / progress.total);
      await deletionCurve(counting, images, map, { target: 0, batchSize: 2, onProgress });
      expect(sizes).toEqual([2, 1, 2, 2, 2, 2, 2, 2]);
      expectNear(done, [1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1]);
    });

    it('leaves no tensor behind, whether it ends well, is stopped, or fails', async () => {
      const { model, images, map } = fixtureNetwork();
      await expectNoLeak(() => deletionCurve(model, images, map, { steps: 3 }));
      await expectNoLeak(() => insertionCurve(model, images, map, { steps: 3 }));
      await expectNoLeak(() => roadCurve(model, images, map, { shares: [0.2] }));
      await expectNoLeak(() => deletionCurve(model, images, map, { steps: 3, fill: 'shuffle' }));
      for (const at of [1, 3]) {
        const stop = new AbortController();
        let passes = 0;
        const options = { signal: stop.signal, batchSize: 4, onProgress: () => ++passes === at && stop.abort() };
        await expectNoLeak(async () => {
          await expect(deletionCurve(model, images, map, options as CurveOptions)).rejects.toMatchObject({
            code: 'aborted',
          });
        });
      }
      let calls = 0;
      const failing = {
        predict: (x: tf.Tensor4D) => {
          if (calls++ % 2 === 1) throw new Error('no more');
          return model.predict(x) as tf.Tensor;
        },
      };
      await expectNoLeak(() => expect(deletionCurve(failing, images, map)).rejects.toThrow(/no more/));
    });
  });
});
