import { describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { clusterPixels } from '../../src/clusters/clusterPixels.js';
import { restoreClusters } from '../../src/clusters/pixelClusters.js';
import type { PixelClustersRecord, PlainAttention } from '../../src/clusters/types.js';
import { onEachBackend } from '../support/backends.js';
import { failure, meanOf, plain, spots, stacked } from './exampleMaps.js';

const flat = plain(24, 24, () => 0.25);
const ramp = plain(24, 24, (row, column) => (row + 2 * column) / 80);

describe('images without anything to show', () => {
  it('are left out of the mean and counted', async () => {
    const withFlat = await clusterPixels(stacked(spots, flat, ramp, flat));
    const without = await clusterPixels(stacked(spots, ramp));
    expect(withFlat.maps).toEqual([{ images: 4, degenerate: 2, constant: false }]);
    expect({ ...withFlat.toJSON(), maps: [] }).toEqual({ ...without.toJSON(), maps: [] });
    expect(without.toJSON()).toEqual({ ...(await clusterPixels(meanOf(spots, ramp))).toJSON(), maps: without.maps });
  });

  it('leave position alone when there are no others', async () => {
    const result = await clusterPixels(stacked(flat, flat));
    expect(result).toMatchObject({ degenerate: true, found: 3, maps: [{ images: 2, degenerate: 2, constant: true }] });
  });

  it('may cancel out: then the mean is constant, though no image is', async () => {
    const up = plain(4, 4, (row) => row);
    const down = plain(4, 4, (row) => 3 - row);
    const result = await clusterPixels(stacked(up, down));
    expect(result).toMatchObject({ degenerate: true, maps: [{ images: 2, degenerate: 0, constant: true }] });
  });
});

describe('several images as plain numbers', () => {
  it.each([
    [
      'too few values',
      { ...spots, images: 2 },
      /as many values as images \* height \* width, at least one, received shape \[2, 24, 24\] with 576 values/,
    ],
    ['no whole number of images', { ...spots, images: 1.5 }, /received shape \[1.5, 24, 24\]/],
    ['no image', { ...spots, values: [], images: 0 }, /received shape \[0, 24, 24\] with 0 values/],
  ])('are refused with %s', async (_, attention, message) => {
    const error = await failure(clusterPixels(attention as PlainAttention));
    expect(error.code).toBe('invalid-shape');
    expect(error.message).toMatch(message);
  });

  it('are refused with NaN in one, naming it', async () => {
    const holed = plain(24, 24, (row, column) => (row === 3 && column === 4 ? NaN : row));
    const error = await failure(clusterPixels(stacked(spots, holed)));
    expect(error.message).toMatch(/NaN at row 3, column 4 of image 1/);
  });
});

describe('numbers at the ends of what there is', () => {
  it('are scaled like any others', async () => {
    const shape = [0, 0.5, 1, 0, 0.5, 1];
    const expected = await clusterPixels({ values: shape, height: 2, width: 3 }, { lambda: 0 });
    for (const [low, high] of [
      [0, Number.MIN_VALUE * 2],
      [-Number.MAX_VALUE, Number.MAX_VALUE],
      [1e-300, 3e-300],
    ] as const) {
      const values = shape.map((share) => low * (1 - share) + high * share);
      const { labels, centroids } = await clusterPixels({ values, height: 2, width: 3 }, { lambda: 0 });
      expect(labels).toEqual(expected.labels);
      centroids.forEach(({ attention }, at) => expect(attention).toBeCloseTo(expected.centroids[at]!.attention, 12));
    }
  });

  it('are refused as big integers, which are no numbers', async () => {
    const values = new BigInt64Array(4) as unknown as ArrayLike<number>;
    expect((await failure(clusterPixels({ values, height: 2, width: 2 }))).code).toBe('invalid-argument');
  });
});

it('a record of an earlier version, which had no facts about its maps, is read', () => {
  const record: PixelClustersRecord = {
    ...{ labels: [0, 0, 1, 1], height: 2, width: 2, sizes: [2, 2], requested: 2, found: 2, iterations: 2 },
    centroids: [
      { x: 0.5, y: 0, attention: 0 },
      { x: 0.5, y: 1, attention: 1 },
    ],
    ...{ converged: true, inertia: 1.125, degenerate: false, alpha: 1.2, lambda: 1.5, seed: 0 },
  };
  const restored = restoreClusters(JSON.parse(JSON.stringify(record)) as PixelClustersRecord);
  expect(restored.toJSON()).toEqual(record);
  expect(restored.maps).toBeUndefined();
  expect(() => restoreClusters(undefined as never)).toThrow(/restoreClusters: record/);
});

onEachBackend(() => {
  it('an AttentionMap says itself which of its images are degenerate', async () => {
    const noise = plain(24, 24, (row, column) => ((row * 7 + column * 13) % 11) / 11);
    const { values, images } = stacked(spots, noise, ramp);
    const tensor = tf.tensor3d(Array.from(values), [images, 24, 24]);
    const told = await clusterPixels({ values: tensor, degenerate: [false, true, false] });
    const pair = stacked(spots, ramp);
    const kept = await clusterPixels({ ...pair, values: Array.from(pair.values, Math.fround) });
    expect(told.maps).toEqual([{ images: 3, degenerate: 1, constant: false }]);
    expect(told.labels).toEqual(kept.labels);
    expect(told.inertia).toBe(kept.inertia);
    tensor.dispose();
  });

  it('takes tensors of whole numbers and of true and false, and refuses texts', async () => {
    const numbers = Array.from({ length: 16 }, (_, at) => Number(at % 4 > 1));
    const expected = await clusterPixels({ values: numbers, height: 4, width: 4 }, { clusters: 2 });
    for (const type of ['int32', 'bool'] as const) {
      const tensor = tf.tensor2d(numbers, [4, 4], type);
      expect((await clusterPixels(tensor, { clusters: 2 })).toJSON()).toEqual(expected.toJSON());
      tensor.dispose();
    }
    const texts = tf.tensor2d(['a', 'b'], [1, 2], 'string');
    expect((await failure(clusterPixels(texts))).message).toMatch(/a tensor of numbers, received string/);
    texts.dispose();
  });
});
