import { describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { attentionMap } from '../../src/attention/attentionMap.js';
import { sensitivity } from '../../src/measures/sensitivity.js';
import type { MapMaker } from '../../src/measures/mapChanges.js';
import { convolutionClassifier, linearModel, noiseImages } from '../attention/networks.js';
import { onEachBackend } from '../support/backends.js';
import { expectNear, expectNoLeak, failure } from './support.js';

/** The map is the image itself, times a number. */
const identity =
  (by = 1): MapMaker =>
  (images) =>
    tf.tidy(() => tf.mul<tf.Tensor3D>(tf.squeeze(images, [3]), by));

onEachBackend(() => {
  it('is 0 for a map that does not change: the gradient of a linear classifier, alike pixels too', async () => {
    for (const weights of [Array.from({ length: 36 }, (_, at) => Math.sin(at)), new Array<number>(36).fill(1)]) {
      const model = linearModel([weights, weights.map((weight) => -weight)], [6, 6, 1]);
      const makeMap: MapMaker = (images) => attentionMap(model, images, { target: 0 });
      const result = await sensitivity(noiseImages([2, 6, 6, 1]), makeMap);
      expect(result).toMatchObject({ largest: { images: 2 }, leftOut: 0 });
      expect(result.largest.mean).toBeLessThan(1e-6);
      model.dispose();
    }
  });

  it('of a map that is the image is the noise over the image, whatever the scale', async () => {
    const images = noiseImages([2, 48, 48, 1]);
    const norms = await tf.sqrt(tf.sum(tf.square(images), [1, 2, 3])).data();
    const result = await sensitivity(images, identity(), { radius: 0.2, samples: 40 });
    // 2304 numbers, uniform in [-0.2, 0.2], have a norm of 0.2 * sqrt(2304 / 3), give or take a hundredth.
    const expected = Array.from(norms, (norm) => (0.2 * Math.sqrt(2304 / 3)) / norm);
    result.average.values.forEach((value, at) => {
      expect(Math.abs((value as number) / (expected[at] as number) - 1)).toBeLessThan(0.005);
      const largest = (result.largest.values[at] as number) / (expected[at] as number);
      expect(largest).toBeGreaterThan(1.005);
      expect(largest).toBeLessThan(1.04);
    });
    const scaled = await sensitivity(images, identity(1000), { radius: 0.2, samples: 40 });
    expectNear(scaled.largest.values, result.largest.values, 1e-5);
  });

  it('is larger for larger noise and more samples, and hangs on the seed, not on the batch', async () => {
    const images = noiseImages([3, 6, 6, 1]);
    const run = (options: object) => sensitivity(images, identity(), options);
    const some = await run({ samples: 4, seed: 1 });
    expectNear((await run({ samples: 4, seed: 1, batchSize: 2 })).largest.values, some.largest.values);
    const more = await run({ samples: 30, seed: 1 });
    some.largest.values.forEach((value, at) => {
      expect(more.largest.values[at]).toBeGreaterThanOrEqual(value as number);
      expect(some.average.values[at]).toBeLessThan(value as number);
    });
    expectNear(
      (await run({ samples: 4, seed: 1, radius: 0.2 })).largest.values,
      some.largest.values.map((value) => 2 * (value as number)),
      1e-5,
    );
    expect((await run({ samples: 4, seed: 2 })).largest.mean).not.toBe(some.largest.mean);
  });

  it('gives each part of the batch with its place, and disposes the maps', async () => {
    const classifier = convolutionClassifier(3);
    const images = noiseImages([3, 8, 8, 3]);
    const targets = [2, 0, 1];
    const calls: number[][] = [];
    const makeMap: MapMaker = (chunk, start) => {
      calls.push([start, chunk.shape[0]]);
      return attentionMap(classifier, chunk, { target: targets.slice(start, start + chunk.shape[0]) });
    };
    const before = tf.memory().numTensors;
    const result = await sensitivity(images, makeMap, { samples: 2, batchSize: 2 });
    expect(tf.memory().numTensors).toBe(before);
    expect(calls).toEqual([
      [0, 2],
      [0, 2],
      [0, 2],
      [2, 1],
      [2, 1],
      [2, 1],
    ]);
    const whole = await sensitivity(images, (all) => attentionMap(classifier, all, { target: targets }), {
      samples: 2,
    });
    expectNear(whole.largest.values, result.largest.values, 1e-4);
    const scaled = await sensitivity(images, makeMap, { samples: 2, of: 'values' });
    expect(scaled.largest.mean).not.toBe(whole.largest.mean);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    classifier.dispose();
  });

  it('leaves out maps that are zero or not finite, and those whose noisy copies fail', async () => {
    const images = tf.concat([tf.zeros([1, 2, 2, 1]), noiseImages([2, 2, 2, 1])]) as tf.Tensor4D;
    const zero = await sensitivity(images, identity());
    expect(zero.notes).toEqual(['the map is zero everywhere, or that of a noisy copy is not finite', null, null]);
    const model = linearModel(
      [
        [1, 2, 3, 4],
        [1, 1, 1, 1],
      ],
      [2, 2, 1],
    );
    const broken = tf.concat([tf.fill([1, 2, 2, 1], NaN), noiseImages([1, 2, 2, 1])]) as tf.Tensor4D;
    const root = { predict: (x: tf.Tensor4D) => tf.sqrt(model.predict(x) as tf.Tensor2D) };
    const result = await sensitivity(broken, (chunk) => attentionMap(root, chunk, { target: 0 }));
    expect(result.leftOut).toBe(1);
    expect(result.notes[0]).toMatch(/^the map is degenerate: /);
    expect(result.notes[1]).toBe(null);
    let calls = 0;
    const failing: MapMaker = (chunk) => {
      const values = tf.tidy(() => tf.squeeze<tf.Tensor3D>(chunk, [3]));
      const raw = calls++ === 2 ? tf.tidy(() => tf.mul<tf.Tensor3D>(values, NaN)) : tf.clone(values);
      return { values, raw, degenerate: [calls === 3, calls === 3] };
    };
    const rest = tf.slice(images, 1);
    await expectNoLeak(async () => {
      calls = 0;
      const some = await sensitivity(rest, failing);
      expect(some).toMatchObject({ leftOut: 2, largest: { mean: null } });
    });
  });

  it('leaves no tensor behind when it is stopped or fails', async () => {
    const images = noiseImages([2, 4, 4, 1]);
    for (const at of [1, 2, 3]) {
      await expectNoLeak(async () => {
        const stop = new AbortController();
        let calls = 0;
        const makeMap: MapMaker = (chunk, start) => {
          if (++calls === at) stop.abort();
          return identity()(chunk, start);
        };
        expect((await failure(() => sensitivity(images, makeMap, { signal: stop.signal }))).code).toBe('aborted');
      });
      await expectNoLeak(async () => {
        let calls = 0;
        const makeMap: MapMaker = (chunk, start) => {
          if (++calls === at) throw new Error('no more');
          return identity()(chunk, start);
        };
        await expect(sensitivity(images, makeMap)).rejects.toThrow('no more');
      });
    }
  });

  describe('refuses', () => {
    const images = () => noiseImages([2, 2, 2, 1]);

    it('functions that give no maps of these images', async () => {
      const cases: [unknown, string][] = [
        [undefined, 'invalid-argument'],
        [() => undefined, 'invalid-argument'],
        [() => tf.ones([2, 2, 3]), 'invalid-shape'],
        [() => tf.ones([1, 2, 2]), 'invalid-shape'],
        [() => tf.fill([2, 2, 2], NaN), 'invalid-data'],
      ];
      for (const [makeMap, code] of cases) {
        await expectNoLeak(async () => {
          const some = images();
          expect((await failure(() => sensitivity(some, makeMap as MapMaker))).code).toBe(code);
          some.dispose();
        });
      }
    });

    it('wrong options and images', async () => {
      const cases: object[] = [
        { radius: 0 },
        { radius: NaN },
        { samples: 0 },
        { of: 'logits' },
        { batchSize: 0 },
        { noise: 1 },
      ];
      for (const options of cases) {
        expect((await failure(() => sensitivity(images(), identity(), options))).code).toBe('invalid-option');
      }
      const gone = images();
      gone.dispose();
      expect((await failure(() => sensitivity(gone, identity()))).code).toBe('invalid-shape');
      const signal = AbortSignal.abort();
      expect((await failure(() => sensitivity(images(), identity(), { signal }))).code).toBe('aborted');
    });
  });
});
