import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { attentionMap } from '../../src/attention/attentionMap.js';
import type { AttentionMap, PredictingClassifier } from '../../src/attention/types.js';
import { useBackend } from '../../src/backends/useBackend.js';
import { attentionShare } from '../../src/measures/attentionShare.js';
import { compareMaps } from '../../src/measures/compareMaps.js';
import { deletionCurve } from '../../src/measures/deletionCurve.js';
import { infidelity } from '../../src/measures/infidelity.js';
import { insertionCurve } from '../../src/measures/insertionCurve.js';
import { pointingGame } from '../../src/measures/pointingGame.js';
import { roadCurve } from '../../src/measures/roadCurve.js';
import { sensitivity } from '../../src/measures/sensitivity.js';
import { sparseness } from '../../src/measures/sparseness.js';
import type { Estimate, PlainMap } from '../../src/measures/types.js';
import { ellipse } from '../../src/regions/outlines.js';
import { noise } from '../attention/networks.js';

const SIZE = 24;
const COUNT = 10;

/** A round spot at row 8, column 15, 1 in its middle. */
const spot = Float32Array.from({ length: SIZE * SIZE }, (_, at) =>
  Math.exp(-((Math.floor(at / SIZE) - 8) ** 2 + ((at % SIZE) - 15) ** 2) / 18),
);
const total = spot.reduce((sum, value) => sum + value, 0);

/** Its first class is how bright the spot is, its second that it is dark; all else means nothing to it. */
const spotClassifier: PredictingClassifier = {
  predict: (images) =>
    tf.tidy(() => {
      const weights = tf.tensor1d(spot.map((value) => (8 * value) / total));
      const brightness = tf.sum(tf.mul(tf.reshape(images, [-1, SIZE * SIZE]), weights), 1);
      return tf.stack([tf.sub(brightness, 3), tf.zerosLike(brightness)], 1);
    }),
};

/** A right map's estimate is above a wrong one's by five standard errors of both. */
function expectAbove(more: Estimate, less: Estimate): void {
  const doubt = Math.hypot(more.standardError as number, less.standardError as number);
  expect((more.mean as number) - (less.mean as number)).toBeGreaterThan(5 * doubt);
}

describe('of images with a bright spot, and a classifier that sees it alone,', () => {
  const random: PlainMap = { values: noise(COUNT * SIZE * SIZE, 3), height: SIZE, width: SIZE, images: COUNT };
  const options = { target: 0, fill: 'zero', batchSize: 64 } as const;
  let images: tf.Tensor4D;
  let right: AttentionMap;

  beforeAll(async () => {
    await useBackend('wasm');
    const pixels = noise(COUNT * SIZE * SIZE, 7).map(
      (value, at) => 0.3 * value + 0.6 * (spot[at % spot.length] as number),
    );
    images = tf.tensor4d(pixels, [COUNT, SIZE, SIZE, 1]);
    right = await attentionMap(spotClassifier, images, { method: 'inputGradient', target: 0 });
  });

  it('the spot has the attention and the maximum, of a random map its part by area', async () => {
    const regions = {
      spot: ellipse({ x: 15.5, y: 8.5, radiusX: 6, radiusY: 6 }),
      elsewhere: ellipse({ x: 6, y: 18, radiusX: 4, radiusY: 4 }),
    };
    const shares = (await attentionShare(right, { regions })).regions;
    // The integral of a Gaussian within two standard deviations.
    expect(shares.spot?.share.mean).toBeCloseTo(1 - Math.exp(-2), 2);
    expect(shares.elsewhere?.share.mean).toBeLessThan(1e-3);
    const none = (await attentionShare(random, { regions })).regions;
    for (const { concentration } of Object.values(none)) expect(concentration.mean).toBeCloseTo(1, 1);
    const points = (await pointingGame(right, { regions })).regions;
    expect(points).toMatchObject({ spot: { mean: 1, standardError: 0 }, elsewhere: { mean: 0 } });
  });

  it('deletion, insertion and ROAD prefer the gradient to chance, and ROAD gives chance nothing', async () => {
    const areas = async (measure: typeof deletionCurve) =>
      [right, random].map(async (map) => (await measure(spotClassifier, images, map, options)).area);
    const [gone, goneByChance] = await Promise.all(await areas(deletionCurve));
    expectAbove(goneByChance as Estimate, gone as Estimate);
    const [come, comeByChance] = await Promise.all(await areas(insertionCurve));
    expectAbove(come as Estimate, comeByChance as Estimate);
    const road = { target: 0, shares: [0.1, 0.4], score: 'output', batchSize: 64 } as const;
    const some = await roadCurve(spotClassifier, images, right, road);
    const none = await roadCurve(spotClassifier, images, random, road);
    expectAbove(some.score, none.score);
    expect(Math.abs(none.score.mean as number)).toBeLessThan(3 * (none.score.standardError as number));
  });

  it('the gradient is faithful, steady and sparse, and agrees with no random map', async () => {
    const settings = { target: 0, samples: 30, batchSize: 64 };
    expect((await infidelity(spotClassifier, images, right, settings)).infidelity.mean).toBeLessThan(1e-9);
    expect((await infidelity(spotClassifier, images, random, settings)).scaled.mean).toBeGreaterThan(1e-3);
    const mapOf = (some: tf.Tensor4D) => attentionMap(spotClassifier, some, { method: 'inputGradient', target: 0 });
    expect((await sensitivity(images, mapOf, { samples: 2 })).largest.mean).toBeLessThan(1e-6);
    const [few, many] = [await sparseness(right), await sparseness(random)];
    expect(few.sparseness.mean).toBeGreaterThan(0.8);
    // Uniform numbers have a Gini index of a third.
    expect(many.sparseness.mean).toBeCloseTo(1 / 3, 1);
    const { rankCorrelation, overlap } = await compareMaps(right, random);
    expect(Math.abs(rankCorrelation.mean as number)).toBeLessThan(0.05);
    // Two random tenths share a hundredth of the pixels, of nineteen that are in either.
    expect(overlap.mean).toBeCloseTo(1 / 19, 1);
  });
});
