import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../../src/backends/useBackend.js';
import { deletionCurve } from '../../src/measures/deletionCurve.js';
import { infidelity } from '../../src/measures/infidelity.js';
import { insertionCurve } from '../../src/measures/insertionCurve.js';
import { roadCurve } from '../../src/measures/roadCurve.js';
import type { MeasuredMap } from '../../src/measures/types.js';
import { rankPixels } from '../../src/measures/rankPixels.js';
import { createRandom } from '../../src/support/random.js';
import { noiseImages } from '../attention/networks.js';
import { expectNear, failure, linearClassifier, NO_MAPS, plain, tensorMap } from './support.js';

const MEASURES = [
  ['deletionCurve', deletionCurve],
  ['insertionCurve', insertionCurve],
  ['roadCurve', roadCurve],
  ['infidelity', infidelity],
] as const;

const classifier = linearClassifier([1, 2, 3, 4]);
const map = plain(2, 2, [0.4, 0.3, 0.2, 0.1]);

beforeAll(() => useBackend('cpu'));

describe('equal attention', () => {
  it('is taken in an order of the seed, no row before another', () => {
    const values = Array.from({ length: 100 }, (_, at) => (at === 60 ? 2 : at < 50 ? 1 : 0));
    const orders = Array.from({ length: 200 }, (_, seed) => rankPixels(values, createRandom(seed)));
    expect(rankPixels(values, createRandom(7))).toEqual(orders[7]);
    for (const ranks of orders) {
      expect(ranks[60]).toBe(0);
      expect(Math.max(...ranks.slice(0, 50))).toBe(50);
      expect(new Set(ranks).size).toBe(100);
    }
    const mean = (pixel: number) => orders.reduce((sum, ranks) => sum + (ranks[pixel] as number), 0) / 200;
    // Ranks of 1 to 50 have a mean of 25.5 and a deviation of 14.4: four standard errors.
    for (const pixel of [0, 24, 49]) expect(Math.abs(mean(pixel) - 25.5)).toBeLessThan(4.1);
  });
});

describe('images that say nothing', () => {
  it('are left out and counted: degenerate and constant maps, outputs that are not finite', async () => {
    const images = tf.concat([noiseImages([3, 2, 2, 1]), tf.fill([1, 2, 2, 1], NaN)]) as tf.Tensor4D;
    const values = [4, 3, 2, 1, 0, 0, 0, 0, 5, 5, 5, 5, 1, 2, 3, 4];
    const some = tensorMap([4, 2, 2], values, values, {
      degenerate: [false, true, false, false],
      notes: [undefined, 'the raw map is zero everywhere', undefined, undefined],
    });
    for (const measure of [deletionCurve, insertionCurve]) {
      const result = await measure(classifier, images, some, { target: 0 });
      expect(result.notes).toEqual([
        null,
        'the map is degenerate: the raw map is zero everywhere',
        'the map is constant',
        "the classifier's outputs are not finite",
      ]);
      expect(result).toMatchObject({ leftOut: 3, area: { images: 1, standardError: null } });
      expect(result.curves.map((curve) => curve === null)).toEqual([false, true, true, true]);
      expect(result.area.mean).toBe(result.area.values[0]);
    }
    const road = await roadCurve(classifier, images, some, { target: 0 });
    expect(road).toMatchObject({ leftOut: 3, score: { images: 1 } });
    expect(road.most.curves.map((curve) => curve === null)).toEqual([false, true, true, true]);
    // Infidelity has something to say of maps that are zero or constant: they are claims too.
    const claims = await infidelity(classifier, images, some, { target: 0, attribution: 'slope' });
    expect(claims).toMatchObject({ leftOut: 1, infidelity: { images: 3 } });
    expect(claims.notes[3]).toBe("the classifier's outputs are not finite");
  });

  it('may be all there are', async () => {
    const flat = plain(2, 2, [1, 1, 1, 1]);
    const result = await deletionCurve(classifier, noiseImages([1, 2, 2, 1]), flat);
    expect(result).toMatchObject({ curves: [null], leftOut: 1, area: { values: [null], mean: null, images: 0 } });
    expect(result.curve[0]).toEqual({ mean: null, standardError: null, images: 0 });
  });

  it('are left out where a changed copy fails', async () => {
    const fragile = {
      predict: (x: tf.Tensor4D) => {
        const sums = tf.sum(x, [1, 2, 3]);
        return tf.stack([tf.log(sums), tf.zerosLike(sums)], 1);
      },
    };
    const result = await deletionCurve(
      fragile,
      tf.ones([2, 2, 2, 1]),
      { ...map, values: [4, 3, 2, 1, 1, 2, 3, 4], images: 2 },
      { fill: 'zero', score: 'output', target: 0 },
    );
    expect(result).toMatchObject({ leftOut: 2, curves: [null, null] });
    expect(result.notes[0]).toBe('the score of a changed copy is not finite');
  });
});

describe.each(MEASURES)('%s refuses', (name, measure) => {
  const images = () => noiseImages([1, 2, 2, 1]);
  const run = (of: MeasuredMap = map, options: object = {}) => measure(classifier, images(), of, options);

  it.each(NO_MAPS)('%s', async (_, of, code) => {
    expect((await failure(() => measure(classifier, images(), of as MeasuredMap))).code).toBe(code);
  });

  it('a map of another size, or for other images', async () => {
    const error = await failure(() => run(plain(1, 4, [1, 2, 3, 4])));
    expect(error).toMatchObject({ code: 'invalid-shape', received: '[1, 1, 4]' });
    expect(error.message).toContain(`${name}: map: expected one map for each image, [1, 2, 2]`);
    expect((await failure(() => run({ ...map, values: [1, 2, 3, 4, 4, 3, 2, 1], images: 2 }))).code).toBe(
      'invalid-shape',
    );
  });

  it('disposed images and maps, empty batches, images of the wrong kind', async () => {
    const gone = images();
    gone.dispose();
    const lost = tensorMap([1, 2, 2], [1, 2, 3, 4]);
    lost.dispose();
    expect((await failure(() => measure(classifier, gone, map))).message).toMatch(/a disposed tensor/);
    expect((await failure(() => run(lost))).message).toMatch(/a disposed tensor/);
    const empty = tf.zeros([0, 2, 2, 1]) as tf.Tensor4D;
    expect((await failure(() => measure(classifier, empty, map))).code).toBe('invalid-shape');
    const whole = tf.zeros([1, 2, 2, 1], 'int32') as tf.Tensor4D;
    expect((await failure(() => measure(classifier, whole, map))).code).toBe('invalid-shape');
  });

  it('wrong options', async () => {
    const cases: [object, string][] = [
      [{ stepz: 3 }, 'invalid-option'],
      [{ score: 'logit' }, 'invalid-option'],
      [{ batchSize: 0 }, 'invalid-option'],
      [{ seed: -1 }, 'invalid-argument'],
      [{ target: 'happy' }, 'invalid-option'],
      [{ target: 2 }, 'invalid-option'],
      [{ target: [0, 1] }, 'invalid-option'],
      [{ target: -1 }, 'invalid-option'],
      [{ target: () => 3 }, 'invalid-shape'],
      [{ signal: AbortSignal.abort() }, 'aborted'],
      ...(name === 'roadCurve' ? roadCases : name === 'infidelity' ? [] : curveCases),
    ];
    for (const [options, code] of cases) {
      expect((await failure(() => run(map, options))).code, JSON.stringify(options)).toBe(code);
    }
  });

  it('what is no classifier, and a probability of one output', async () => {
    const other = {} as typeof classifier;
    expect((await failure(() => measure(other, images(), map))).code).toBe('invalid-argument');
    const one = { predict: (x: tf.Tensor4D) => tf.sum(tf.sum(x, [2, 3]), 1, true) };
    const error = await failure(() => measure(one, images(), map, { score: 'probability' }));
    expect(error).toMatchObject({ code: 'invalid-option', received: 'one output', fix: "Take { score: 'output' }." });
    await measure(one, images(), map, { score: 'output' });
  });

  it('to guess the target function that a map explains', async () => {
    const explained = tensorMap([1, 2, 2], [1, 2, 3, 4], undefined, { method: 'gradCam', targets: undefined });
    expect((await failure(() => run(explained))).message).toMatch(/target: expected the target function/);
    await run(explained, { target: 0 });
  });
});

const curveCases: [object, string][] = [
  [{ steps: 0 }, 'invalid-option'],
  [{ steps: 1.5 }, 'invalid-option'],
  [{ fill: 'grass' }, 'invalid-option'],
  [{ fill: { kind: 'constant', value: [0, 0, 0] } }, 'invalid-shape'],
];
const roadCases: [object, string][] = [
  [{ shares: [] }, 'invalid-option'],
  [{ shares: [0.5, 0.2] }, 'invalid-option'],
  [{ shares: [0, 0.5] }, 'invalid-option'],
  [{ shares: [0.5, 1] }, 'invalid-option'],
  [{ shares: 0.5 }, 'invalid-option'],
  [{ noise: -1 }, 'invalid-option'],
];

describe('small images', () => {
  it('take no more steps than they have pixels, and a pixel at least', async () => {
    const result = await deletionCurve(classifier, noiseImages([1, 2, 2, 1]), map, { steps: 50 });
    expectNear(result.shares, [0, 0.25, 0.5, 0.75, 1]);
    const road = await roadCurve(classifier, noiseImages([1, 2, 2, 1]), map, { shares: [0.01, 0.3], noise: 0 });
    expect(road.most.curves[0]?.[0]).toBe(road.most.curves[0]?.[1]);
  });
});
