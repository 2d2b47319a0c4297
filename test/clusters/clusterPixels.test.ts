import { describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { clusterPixels } from '../../src/clusters/clusterPixels.js';
import { restoreClusters } from '../../src/clusters/pixelClusters.js';
import type { PixelClustersRecord, PlainAttention } from '../../src/clusters/types.js';
import { createRandom } from '../../src/support/random.js';
import { onEachBackend } from '../support/backends.js';
import { failure, plain, spots } from './exampleMaps.js';

describe('clusterPixels', () => {
  it('groups a map by attention alone when the position has no weight', async () => {
    const map = plain(4, 6, (_, column) => [0.9, 0.1, 0.5][column % 3] as number);
    const { labels, centroids, sizes, found, inertia } = await clusterPixels(map, { lambda: 0 });
    expect(found).toBe(3);
    expect(sizes).toEqual([8, 8, 8]);
    expect(inertia).toBeCloseTo(0, 20);
    expect(new Set([labels[0], labels[3], labels[6]]).size).toBe(1);
    expect(centroids.map(({ attention }) => attention).sort()).toEqual([0, expect.closeTo(0.5, 12), 1]);
  });

  it('groups by place alone, and says so, when the attention is constant', async () => {
    const flat = plain(1, 30, () => 0.4);
    const result = await clusterPixels(flat, { clusters: 2 });
    expect(result).toMatchObject({ degenerate: true, found: 2, sizes: [15, 15] });
    expect(Array.from(result.labels)).toEqual([...Array(15).fill(0), ...Array(15).fill(1)]);
  });

  it('weighs position and attention as equation 1 says', async () => {
    const stripes = plain(1, 16, (_, column) => column % 2);
    const byAttention = await clusterPixels(stripes, { clusters: 2, alpha: 2, lambda: 1 });
    const byPlace = await clusterPixels(stripes, { clusters: 2, alpha: 0.5, lambda: 1 });
    expect(byAttention.centroids.map(({ attention }) => attention)).toEqual([0, 1]);
    expect(byPlace.centroids.map(({ attention }) => attention)).toEqual([0.5, 0.5]);
  });

  it('numbers clusters from top to bottom, then from left to right', async () => {
    const { centroids } = await clusterPixels(spots, { clusters: 4, seed: 3 });
    const places = centroids.map(({ y, x }) => [y, x] as const);
    expect(places).toEqual([...places].sort(([a, b], [c, d]) => a - c || b - d));
  });

  it('gives the same result for the same seed', async () => {
    const one = await clusterPixels(spots, { seed: 'a', clusters: 5 });
    const same = await clusterPixels(spots, { seed: 'a', clusters: 5 });
    expect(same.toJSON()).toEqual(one.toJSON());
  });

  it('keeps the best of its restarts', async () => {
    const random = createRandom(2);
    const noise = plain(16, 16, () => random.next());
    const inertia = async (restarts: number): Promise<number> =>
      (await clusterPixels(noise, { clusters: 7, restarts })).inertia;
    expect(await inertia(8)).toBeLessThan(await inertia(1));
  });

  it('labels every pixel, leaves no cluster empty, and counts right', async () => {
    const maps = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 })).chain(([height, width]) =>
      fc.record({
        height: fc.constant(height),
        width: fc.constant(width),
        values: fc.array(fc.oneof(fc.constantFrom(0, 1), fc.double({ noNaN: true, noDefaultInfinity: true })), {
          minLength: height * width,
          maxLength: height * width,
        }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        maps,
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom(0, 1.5),
        async (map, clusters, lambda) => {
          const { labels, sizes, found, centroids, inertia } = await clusterPixels(map, {
            clusters,
            lambda,
            restarts: 2,
          });
          expect(sizes.reduce((sum, size) => sum + size)).toBe(map.height * map.width);
          expect(sizes.every((size) => size > 0)).toBe(true);
          expect([sizes.length, centroids.length, Math.max(...labels) + 1]).toEqual([found, found, found]);
          expect(found).toBeLessThanOrEqual(Math.min(clusters, labels.length));
          expect(inertia).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  });
});

describe('clusterPixels on the edge', () => {
  it('reports fewer clusters than asked for when there are fewer distinct points', async () => {
    expect(
      await clusterPixels(
        plain(1, 2, (_, column) => column),
        { clusters: 3 },
      ),
    ).toMatchObject({ requested: 3, found: 2, sizes: [1, 1] });
    const twoLevels = plain(4, 4, (row) => row % 2);
    expect(await clusterPixels(twoLevels, { clusters: 5, lambda: 0 })).toMatchObject({ requested: 5, found: 2 });
  });

  it('takes a single pixel', async () => {
    const result = await clusterPixels({ values: [0.7], height: 1, width: 1 });
    expect(result).toMatchObject({ requested: 3, found: 1, sizes: [1], degenerate: true, inertia: 0 });
    expect(result.centroids).toEqual([{ x: 0, y: 0, attention: 0 }]);
  });

  it.each([
    ['NaN attention', { values: [0, 1, NaN, 0], height: 2, width: 2 }, {}, 'invalid-data', /NaN at row 1, column 0/],
    ['infinite attention', { values: [0, Infinity], height: 1, width: 2 }, {}, 'invalid-data', /Infinity/],
    ['an empty map', { values: [], height: 0, width: 0 }, {}, 'invalid-shape', /at least one/],
    ['a wrong count', { values: [1, 2, 3], height: 2, width: 2 }, {}, 'invalid-shape', /with 3 values/],
    ['no attention', 'face', {}, 'invalid-argument', /an AttentionMap, a tensor/],
    ['no clusters', spots, { clusters: 0 }, 'invalid-option', /clusters: expected a whole number in \[1, 255\]/],
    ['too many clusters', spots, { clusters: 256 }, 'invalid-option', /received 256/],
    ['a negative weight', spots, { alpha: -1 }, 'invalid-option', /alpha/],
    ['a NaN weight', spots, { lambda: NaN }, 'invalid-option', /lambda/],
    ['no iterations', spots, { maxIterations: 0 }, 'invalid-option', /maxIterations/],
    ['no restarts', spots, { restarts: 0 }, 'invalid-option', /restarts/],
    ['an unknown option', spots, { k: 3 }, 'invalid-option', /unknown option/],
    ['a foreign matchTo', spots, { matchTo: [1] }, 'invalid-option', /matchTo/],
    ['a bad seed', spots, { seed: -1 }, 'invalid-argument', /seed/],
  ])('refuses %s', async (_, attention, options, code, message) => {
    const error = await failure(clusterPixels(attention as PlainAttention, options as object));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('stops at an abort', async () => {
    expect((await failure(clusterPixels(spots, { signal: AbortSignal.abort() }))).code).toBe('aborted');
    const stop = new AbortController();
    const random = createRandom(1);
    const big = plain(256, 256, () => random.next());
    setTimeout(() => stop.abort());
    expect((await failure(clusterPixels(big, { restarts: 50, signal: stop.signal }))).code).toBe('aborted');
  });
});

describe('clusters from one epoch to the next', () => {
  it('keep their numbers with matchTo', async () => {
    const before = await clusterPixels(spots, { clusters: 4 });
    // As if the earlier run had called them in another order.
    const order = [2, 0, 3, 1];
    const earlier = { centroids: order.map((at) => before.centroids[at] as (typeof before.centroids)[0]) };
    const noise = createRandom(9);
    const later = plain(24, 24, (row, column) => (spots.values[row * 24 + column] as number) + 0.01 * noise.next());
    const after = await clusterPixels(later, { clusters: 4, matchTo: earlier });
    expect(after.matched).toEqual([0, 1, 2, 3]);
    after.centroids.forEach(({ x, y }, at) => {
      const { x: oldX, y: oldY } = earlier.centroids[at] as { x: number; y: number };
      expect(Math.hypot(x - oldX, y - oldY)).toBeLessThan(0.1);
    });
  });

  it('takes new numbers for new clusters and closes gaps for lost ones', async () => {
    const four = await clusterPixels(spots, { clusters: 4 });
    const three = await clusterPixels(spots, { clusters: 3, matchTo: four });
    expect(three.matched).toHaveLength(3);
    expect(three.matched).toEqual([...(three.matched as number[])].sort());
    const five = await clusterPixels(spots, { clusters: 5, matchTo: four });
    expect(five.matched).toEqual([0, 1, 2, 3, null]);
  });
});

describe('a clustering', () => {
  it('gives its clusters as regions that cover every pixel once', async () => {
    const result = await clusterPixels(spots);
    const regions = [0, 1, 2].map((cluster) => result.region(cluster));
    regions.forEach((region, cluster) =>
      expect(region).toMatchObject({ kind: 'cluster', height: 24, width: 24, cluster }),
    );
    expect(() => result.region(3)).toThrow(/a cluster from 0 to 2, received 3/);
  });

  it('comes back from JSON', async () => {
    const result = await clusterPixels(spots, { seed: 'epoch 1' });
    const record = JSON.parse(JSON.stringify(result)) as PixelClustersRecord;
    const restored = restoreClusters(record);
    expect(restored.labels).toEqual(result.labels);
    expect(restored.toJSON()).toEqual(result.toJSON());
    expect(restored.region(1)).toEqual(result.region(1));
    expect(() => restoreClusters({ ...record, labels: record.labels.slice(1) })).toThrow(/575 labels, 3 clusters/);
  });
});

onEachBackend(() => {
  it('reads tensors [H,W] and attention maps, and takes the mean over [B,H,W]', async () => {
    const other = plain(24, 24, (row) => row / 24);
    const mean = Array.from(spots.values, (value, at) => (value + (other.values[at] as number)) / 2);
    const expected = await clusterPixels({ ...spots, values: mean.map(Math.fround) });
    const single = tf.tensor2d(mean, [24, 24]);
    const both = tf.tensor3d([...Array.from(spots.values), ...Array.from(other.values)], [2, 24, 24]);
    const tensors = tf.memory().numTensors;
    expect((await clusterPixels(single)).labels).toEqual(expected.labels);
    expect((await clusterPixels(both)).labels).toEqual(expected.labels);
    expect((await clusterPixels({ values: both })).labels).toEqual(expected.labels);
    expect(tf.memory().numTensors).toBe(tensors);
    tf.dispose([single, both]);
    expect((await failure(clusterPixels(both))).message).toMatch(/a disposed tensor/);
  });

  it('refuses tensors of another rank, empty ones, and NaN in one image of a batch', async () => {
    const images = tf.zeros([1, 4, 4, 1]);
    expect((await failure(clusterPixels(images as never))).message).toMatch(/shape \[1, 4, 4, 1\]/);
    const empty = tf.zeros([0, 4, 4]) as tf.Tensor3D;
    expect((await failure(clusterPixels(empty))).code).toBe('invalid-shape');
    const holed = tf.tensor3d([0, 1, 2, 3, 0, 1, NaN, 3], [2, 2, 2]);
    expect((await failure(clusterPixels(holed))).message).toMatch(/NaN at row 1, column 0/);
    tf.dispose([images, empty, holed]);
  });
});
