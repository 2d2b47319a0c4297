import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { clusterPixels } from '../../src/clusters/clusterPixels.js';
import { flatKMeans, packagedKMeans } from '../../src/clusters/kmeans.js';
import { restoreClusters } from '../../src/clusters/pixelClusters.js';
import { pointAt, pointsOfMaps } from '../../src/clusters/points.js';
import { plusPlusStarts } from '../../src/clusters/starts.js';
import type { PixelClustersRecord, PlainAttention } from '../../src/clusters/types.js';
import { createRandom } from '../../src/support/random.js';
import { onEachBackend } from '../support/backends.js';
import { failure, plain, spots } from './exampleMaps.js';

/** What scikit-learn's KMeans gave; see test/fixtures/clusters/make_several.py. */
interface Case {
  height: number;
  width: number;
  maps: number[][];
  clusters: number;
  alphas: number[];
  lambda: number;
  startPixels: number[];
  labels: string;
  centroids: number[][];
  inertia: number;
  iterations: number;
  bestInertia: number;
}

const { cases } = JSON.parse(readFileSync(new URL('../fixtures/clusters/several.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

const KINDS = [
  ['ml-kmeans', packagedKMeans],
  ['flat', flatKMeans],
] as const;

describe.each(cases)(
  'two maps of $height x $width',
  ({ height, width, maps, clusters, alphas, lambda, ...sklearn }) => {
    const grids = maps.map((values) => ({ values: Float64Array.from(values), height, width }));

    it.each(KINDS)('have the clusters of scikit-learn from the same starts, by %s k-means', async (_, kmeans) => {
      const { points, dimensions } = pointsOfMaps(grids, alphas, lambda);
      expect(dimensions).toBe(4);
      const starts = sklearn.startPixels.map((at) => pointAt(points, at, dimensions));
      const run = await kmeans(points, starts, 300, async () => {});
      expect(run.labels.join('')).toBe(sklearn.labels);
      expect(run.iterations).toBe(sklearn.iterations);
      expect(run.inertia / sklearn.inertia).toBeCloseTo(1, 10);
      run.centroids
        .flat()
        .forEach((value, at) => expect(value).toBeCloseTo(sklearn.centroids.flat()[at] as number, 10));
    });

    it('come within a thousandth of its best inertia of fifty, by starts of their own', async () => {
      const result = await clusterPixels(grids, { clusters, alpha: alphas, lambda, restarts: 10 });
      expect(result).toMatchObject({ found: clusters, alpha: alphas, degenerate: false });
      expect(result.inertia / sklearn.bestInertia).toBeGreaterThan(0.999);
      expect(result.inertia / sklearn.bestInertia).toBeLessThan(1.001);
    });
  },
);

describe('flat k-means of several maps', () => {
  it.each([2, 3, 5])('gives the bits of ml-kmeans on noise in %i maps', async (count) => {
    const maps = Array.from({ length: count }, (_, map) => {
      const random = createRandom(`map ${map}`);
      return { values: Float64Array.from({ length: 40 * 33 }, () => random.next()), height: 40, width: 33 };
    });
    const { points, dimensions } = pointsOfMaps(maps, [1.2, 0.4, 2, 1, 0.1], 1.5);
    const starts = plusPlusStarts(points, 6, createRandom(3), dimensions);
    const [own, reference] = await Promise.all(
      [flatKMeans, packagedKMeans].map((run) => run(points, starts, 60, async () => {})),
    );
    expect(own).toEqual(reference);
  });
});

describe('clusterPixels with a list of maps', () => {
  const stripes = plain(8, 8, (_, column) => column % 2);
  const bands = plain(8, 8, (row) => Math.floor(row / 4));

  it('gives the very same for a list of one as for the map', async () => {
    const [one, alone] = [await clusterPixels([spots]), await clusterPixels(spots)];
    expect(one.toJSON()).toEqual(alone.toJSON());
    expect(alone.alpha).toBe(1.2);
    expect(alone.centroids.every((centroid) => !('attentions' in centroid))).toBe(true);
  });

  it('lets each map speak by its own weight', async () => {
    const by = async (alpha: number[]) => {
      const { centroids } = await clusterPixels([stripes, bands], { clusters: 2, lambda: 0.1, alpha });
      return centroids.map(({ attentions }) => attentions);
    };
    expect(await by([1, 0.2])).toEqual(
      expect.arrayContaining([
        [0, 0.5],
        [1, 0.5],
      ]),
    );
    expect(await by([0.2, 1])).toEqual([
      [0.5, 0],
      [0.5, 1],
    ]);
  });

  it('finds all four combinations of two maps of two values, and says where each lies', async () => {
    const { found, sizes, inertia, centroids } = await clusterPixels([stripes, bands], { clusters: 4, lambda: 0 });
    expect({ found, sizes }).toEqual({ found: 4, sizes: [16, 16, 16, 16] });
    expect(inertia).toBeCloseTo(0, 20);
    expect(centroids.map(({ attentions }) => attentions?.join(' ')).sort()).toEqual(['0 0', '0 1', '1 0', '1 1']);
    for (const { attention, attentions = [] } of centroids)
      expect(attention).toBe((attentions[0]! + attentions[1]!) / 2);
  });

  it('takes one weight for all maps', async () => {
    const [one, all] = [0.7, [0.7, 0.7]].map((alpha) => clusterPixels([stripes, bands], { alpha }));
    expect((await one)?.toJSON()).toEqual((await all)?.toJSON());
    expect((await one)?.alpha).toEqual([0.7, 0.7]);
  });

  it('says which map has no say, and is degenerate when none has', async () => {
    const flat = plain(8, 8, () => 0.3);
    const half = await clusterPixels([flat, bands]);
    expect(half.degenerate).toBe(false);
    expect(half.maps).toEqual([
      { images: 1, degenerate: 1, constant: true },
      { images: 1, degenerate: 0, constant: false },
    ]);
    expect((await clusterPixels([flat, flat])).degenerate).toBe(true);
    const alone = await clusterPixels(bands);
    expect(half.labels).toEqual(alone.labels);
  });

  it('keeps numbers with matchTo by the attention in each map', async () => {
    const options = { clusters: 4, lambda: 0.1 };
    const before = await clusterPixels([stripes, bands], options);
    const order = [3, 1, 0, 2];
    const matchTo = { centroids: order.map((at) => before.centroids[at]!) };
    const after = await clusterPixels([stripes, bands], { ...options, matchTo });
    expect(after.matched).toEqual([0, 1, 2, 3]);
    expect(after.centroids).toEqual(matchTo.centroids);
  });

  it('comes back from JSON', async () => {
    const result = await clusterPixels([stripes, bands], { alpha: [1, 2] });
    const restored = restoreClusters(JSON.parse(JSON.stringify(result)) as PixelClustersRecord);
    expect(restored.toJSON()).toEqual(result.toJSON());
  });

  it.each([
    ['an empty list', [], {}, 'invalid-argument', /a list of some, received an empty list/],
    [
      'maps of two sizes',
      [stripes, plain(8, 9, () => 1)],
      {},
      'invalid-shape',
      /attention\[1\]: expected the size of the first map, 8 x 8, received 8 x 9/,
    ],
    [
      'too few weights',
      [stripes, bands],
      { alpha: [1] },
      'invalid-option',
      /one weight, or 2: one for each map, received \[1\]/,
    ],
    ['weights for one map', stripes, { alpha: [1, 2] }, 'invalid-option', /one weight, or 1/],
    ['a negative weight', [stripes, bands], { alpha: [1, -1] }, 'invalid-option', /received -1/],
    [
      'NaN in the second map',
      [stripes, plain(8, 8, (row) => (row === 2 ? NaN : 1))],
      {},
      'invalid-data',
      /attention\[1\]: expected finite numbers, received NaN at row 2, column 0/,
    ],
    ['no map among them', [stripes, 7], {}, 'invalid-argument', /attention\[1\].*received 7/],
    [
      'an earlier clustering of one map',
      [stripes, bands],
      { matchTo: { centroids: [{ x: 0, y: 0, attention: 1 }] } },
      'invalid-option',
      /as many maps as now, 2, received one of 1/,
    ],
  ])('refuses %s', async (_, attention, options, code, message) => {
    const error = await failure(clusterPixels(attention as PlainAttention[], options as object));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });
});

onEachBackend(() => {
  it('takes tensors and numbers together', async () => {
    const tensor = tf.tensor2d(Array.from(spots.values), [24, 24]);
    const other = plain(24, 24, (row) => row);
    const tensors = tf.memory().numTensors;
    const mixed = await clusterPixels([tensor, other]);
    expect(tf.memory().numTensors).toBe(tensors);
    tensor.dispose();
    const values = Array.from(spots.values, Math.fround);
    expect(mixed.toJSON()).toEqual((await clusterPixels([{ ...spots, values }, other])).toJSON());
  });
});
