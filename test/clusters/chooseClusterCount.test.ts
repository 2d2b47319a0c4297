import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { chooseClusterCount } from '../../src/clusters/chooseClusterCount.js';
import { clusterPixels } from '../../src/clusters/clusterPixels.js';
import { elbowOf } from '../../src/clusters/elbow.js';
import { pixelPoints, pointAt } from '../../src/clusters/points.js';
import { silhouetteOf } from '../../src/clusters/silhouette.js';
import type { PlainAttention } from '../../src/clusters/types.js';
import { onEachBackend } from '../support/backends.js';
import { failure, plain, spots, spotMap, stacked } from './exampleMaps.js';

interface MapFixture {
  height: number;
  width: number;
  attention: number[];
  alpha: number;
  lambda: number;
}

/** What scikit-learn gave; see test/fixtures/clusters/make_silhouettes.py. */
interface CountsFixture {
  map: string;
  sample: number[];
  counts: { clusters: number; inertia: number; labels: string; silhouette?: number; silhouetteOfSample?: number }[];
  elbow: number;
  best: number;
}

function readFixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../fixtures/clusters/${name}.json`, import.meta.url), 'utf8')) as T;
}

const now = async () => {};

describe.each(readFixture<{ maps: CountsFixture[] }>('silhouettes').maps)('on $map', (sklearn) => {
  const { attention, height, width, alpha, lambda } = readFixture<MapFixture>(sklearn.map);
  const { points } = pixelPoints({ values: Float64Array.from(attention), height, width }, alpha, lambda);

  it("the silhouette of scikit-learn's labels is its silhouette_score, of all pixels and of some", async () => {
    const chosen = Float64Array.from(sklearn.sample.flatMap((at) => pointAt(points, at)));
    for (const { labels, silhouette, silhouetteOfSample } of sklearn.counts.slice(1)) {
      const all = Array.from(labels, Number);
      const some = sklearn.sample.map((at) => all[at]!);
      expect(await silhouetteOf({ points, dimensions: 3, labels: all }, now)).toBeCloseTo(silhouette!, 12);
      expect(await silhouetteOf({ points: chosen, dimensions: 3, labels: some }, now)).toBeCloseTo(
        silhouetteOfSample!,
        12,
      );
    }
  });

  it('inertia, silhouette, elbow and best number are those of scikit-learn', async () => {
    const choice = await chooseClusterCount({ values: attention, height, width }, { alpha, lambda, restarts: 20 });
    expect(choice).toMatchObject({ pixels: height * width, exact: true, degenerate: false });
    expect(choice.scores.map(({ clusters }) => clusters)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    choice.scores.forEach(({ clusters, found, inertia, silhouette }, at) => {
      const reference = sklearn.counts[at]!;
      expect([clusters, found]).toEqual([reference.clusters, reference.clusters]);
      expect(Math.abs(inertia / reference.inertia - 1)).toBeLessThan(0.002);
      if (clusters === 1) expect(silhouette).toBeNull();
      else expect(Math.abs(silhouette! - reference.silhouette!)).toBeLessThan(0.01);
    });
    expect(choice.elbow).toBe(sklearn.elbow);
    expect(choice.bestSilhouette).toBe(sklearn.best);
  });
});

describe('the silhouette', () => {
  const data = (rows: number[][], labels: number[]) => ({
    points: Float64Array.from(rows.flat()),
    dimensions: rows[0]!.length,
    labels,
  });

  it('is that of a case by hand', async () => {
    // On a line at 0, 1, 4, 6: a = 1, 1, 2, 2 and b = 5, 4, 3.5, 5.5.
    const rows = [0, 1, 4, 6].map((x) => [0, x, 0]);
    const expected = (4 / 5 + 3 / 4 + 1.5 / 3.5 + 3.5 / 5.5) / 4;
    expect(await silhouetteOf(data(rows, [0, 0, 1, 1]), now)).toBeCloseTo(expected, 14);
    expect(await silhouetteOf(data(rows, [2, 2, 7, 7]), now)).toBeCloseTo(expected, 14);
  });

  it('counts a point alone in its cluster 0, and one among copies of all others 0', async () => {
    const rows = [
      [0, 0, 0],
      [0, 1, 0],
      [0, 4, 0],
    ];
    expect(await silhouetteOf(data(rows, [0, 0, 1]), now)).toBeCloseTo((3 / 4 + 2 / 3 + 0) / 3, 14);
    expect(await silhouetteOf(data(rows, [0, 1, 2]), now)).toBe(0);
    expect(
      await silhouetteOf(
        data(
          [
            [1, 1, 1],
            [1, 1, 1],
            [1, 1, 1],
          ],
          [0, 1, 1],
        ),
        now,
      ),
    ).toBe(0);
  });

  it('is not there for one cluster', async () => {
    expect(
      await silhouetteOf(
        data(
          [
            [0, 0, 0],
            [0, 1, 0],
          ],
          [0, 0],
        ),
        now,
      ),
    ).toBeNull();
  });

  it('lies in [-1, 1], and is the same for renamed clusters', async () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }), fc.constantFrom(0, 0.5));
    const points = fc.array(fc.tuple(point, fc.nat(3)), { minLength: 2, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(points, async (picked) => {
        const rows = picked.map(([row]) => [...row]);
        const labels = picked.map(([, label]) => label);
        const value = await silhouetteOf(data(rows, labels), now);
        const renamed = await silhouetteOf(
          data(
            rows,
            labels.map((label) => 3 - label),
          ),
          now,
        );
        if (new Set(labels).size === 1) expect([value, renamed]).toEqual([null, null]);
        else {
          expect(Math.abs(value!)).toBeLessThanOrEqual(1);
          expect(renamed).toBeCloseTo(value!, 12);
        }
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});

describe('the elbow', () => {
  const curve = (inertias: number[], from = 1) => inertias.map((inertia, at) => ({ clusters: from + at, inertia }));

  it('is where the curve lies farthest below its chord', () => {
    expect(elbowOf(curve([100, 30, 10, 8, 7, 6]))).toBe(3);
    expect(elbowOf(curve([100, 30, 10, 8, 7, 6], 4))).toBe(6);
    expect(elbowOf(curve([9, 5, 1, 0.5, 0]))).toBe(3);
  });

  it('takes the first of equally far ones', () => {
    // Half of the height below the chord at 2 and at 3.
    expect(elbowOf(curve([8, 2, 0, 0, 0]))).toBe(2);
  });

  it('is not there for a straight, bulging, rising or too short curve', () => {
    expect(elbowOf(curve([8, 6, 4, 2, 0]))).toBeNull();
    expect(elbowOf(curve([10, 9, 7, 4, 0]))).toBeNull();
    expect(elbowOf(curve([1, 2, 3]))).toBeNull();
    expect(elbowOf(curve([0, 0, 0]))).toBeNull();
    expect(elbowOf(curve([5, 1]))).toBeNull();
    expect(elbowOf([])).toBeNull();
  });
});

describe('chooseClusterCount', () => {
  it('finds as many clusters as a map plainly has', async () => {
    const five = spotMap(
      40,
      [
        [0.2, 0.2],
        [0.2, 0.8],
        [0.5, 0.5],
        [0.8, 0.2],
        [0.8, 0.8],
      ],
      2,
    );
    const levels = plain(20, 20, (row) => Math.floor(row / 5) * 10);
    expect((await chooseClusterCount(levels, { lambda: 0 })).bestSilhouette).toBe(4);
    const { scores } = await chooseClusterCount(five, { from: 3, to: 6, restarts: 8 });
    expect(scores.map(({ clusters }) => clusters)).toEqual([3, 4, 5, 6]);
    for (const [at, { inertia }] of scores.slice(1).entries()) expect(inertia).toBeLessThan(scores[at]!.inertia);
  });

  it('scores the very clustering that clusterPixels gives with the same options', async () => {
    const options = { alpha: 0.8, lambda: 1, seed: 'a', restarts: 2 };
    const { scores } = await chooseClusterCount(spots, { ...options, from: 4, to: 4 });
    const { inertia, found } = await clusterPixels(spots, { ...options, clusters: 4 });
    expect(scores[0]).toMatchObject({ inertia, found });
  });

  it('takes a seeded sample of a larger map, near the exact value', async () => {
    const range = { from: 3, to: 4 };
    const [exact, one, same, other] = await Promise.all([
      chooseClusterCount(spots, range),
      chooseClusterCount(spots, { ...range, pixels: 400, seed: 1 }),
      chooseClusterCount(spots, { ...range, pixels: 400, seed: 1 }),
      chooseClusterCount(spots, { ...range, pixels: 400, seed: 2 }),
    ]);
    expect([exact.exact, exact.pixels, one!.exact, one!.pixels]).toEqual([true, 576, false, 400]);
    expect(one).toEqual(same);
    expect(one!.scores[0]!.silhouette).not.toBe(other!.scores[0]!.silhouette);
    one!.scores.forEach(({ silhouette }, at) => {
      expect(Math.abs(silhouette! - exact.scores[at]!.silhouette!)).toBeLessThan(0.05);
    });
  });

  it('says so where there are fewer distinct points than clusters, and does not choose among those', async () => {
    const twoLevels = plain(4, 4, (row) => row % 2);
    const choice = await chooseClusterCount(twoLevels, { lambda: 0, to: 5 });
    expect(choice.scores.map(({ found }) => found)).toEqual([1, 2, 2, 2, 2]);
    expect(choice).toMatchObject({ elbow: null, bestSilhouette: 2 });
    expect(choice.scores[1]!.silhouette).toBe(1);
  });

  it('takes a single pixel, a row, a constant map', async () => {
    const pixel = await chooseClusterCount({ values: [1], height: 1, width: 1 }, { to: 2 });
    expect(pixel).toMatchObject({ elbow: null, bestSilhouette: null, pixels: 1, exact: true, degenerate: true });
    const row = await chooseClusterCount(
      plain(1, 12, (_, column) => Math.floor(column / 4)),
      { to: 4 },
    );
    expect(row).toMatchObject({ bestSilhouette: 3, degenerate: false });
    expect(
      (
        await chooseClusterCount(
          plain(6, 9, () => 2),
          { to: 3 },
        )
      ).degenerate,
    ).toBe(true);
  });

  it('takes several maps and the mean of several images', async () => {
    const other = plain(24, 24, (row) => row);
    const { scores } = await chooseClusterCount([spots, other], { to: 3, alpha: [1, 0.5] });
    expect(scores[2]!.inertia).toBe((await clusterPixels([spots, other], { alpha: [1, 0.5] })).inertia);
    const mean = await chooseClusterCount(stacked(spots, other), { to: 2 });
    expect(mean.scores[1]!.inertia).toBe((await clusterPixels(stacked(spots, other), { clusters: 2 })).inertia);
  });

  it('is plain data', async () => {
    const choice = await chooseClusterCount(spots, { to: 3 });
    expect(JSON.parse(JSON.stringify(choice))).toEqual(choice);
  });

  it('tells its progress and stops at an abort, in the midst of a silhouette too', async () => {
    const seen: number[] = [];
    await chooseClusterCount(spots, { to: 3, onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen).toEqual([1 / 3, 2 / 3, 1]);
    const { points } = pixelPoints({ ...spots, values: Float64Array.from(spots.values) }, 1, 1);
    const labels = Array.from({ length: 576 }, (_, at) => at % 2);
    let pauses = 0;
    const stopped = silhouetteOf({ points, dimensions: 3, labels }, async () => {
      if (++pauses === 100) throw new Error('stop');
    });
    await expect(stopped).rejects.toThrow('stop');
    expect(pauses).toBe(100);
    const error = await failure(chooseClusterCount(spots, { signal: AbortSignal.abort() }));
    expect([error.code, error.message]).toEqual(['aborted', expect.stringMatching(/^chooseClusterCount/)]);
  });

  it.each([
    ['an empty range', { from: 5, to: 4 }, /to: expected at least from, 5, received 4/],
    ['no clusters', { from: 0 }, /from: expected a whole number in \[1, 255\]/],
    ['too many', { to: 300 }, /to: .*received 300/],
    ['a sample of one', { pixels: 1 }, /pixels: expected a whole number of at least 2/],
    ['the number itself', { clusters: 3 }, /unknown option.*'from', 'to'.*received "clusters"/],
    ['an earlier clustering', { matchTo: { centroids: [] } }, /unknown option/],
  ])('refuses %s', async (_, options, message) => {
    const error = await failure(chooseClusterCount(spots, options as object));
    expect(error.code).toBe('invalid-option');
    expect(error.message).toMatch(message);
  });

  it('refuses NaN', async () => {
    const holed: PlainAttention = { values: [0, NaN], height: 1, width: 2 };
    expect((await failure(chooseClusterCount(holed))).code).toBe('invalid-data');
  });
});

onEachBackend(() => {
  it('reads tensors and leaves none behind', async () => {
    const tensor = tf.tensor2d(Array.from(spots.values), [24, 24]);
    const tensors = tf.memory().numTensors;
    const { scores } = await chooseClusterCount(tensor, { to: 3 });
    expect(tf.memory().numTensors).toBe(tensors);
    const values = Array.from(spots.values, Math.fround);
    expect(scores).toEqual((await chooseClusterCount({ ...spots, values }, { to: 3 })).scores);
    tensor.dispose();
  });
});
