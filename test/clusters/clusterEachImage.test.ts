import { describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { clusterEachImage } from '../../src/clusters/clusterEachImage.js';
import { clusterPixels } from '../../src/clusters/clusterPixels.js';
import { onEachBackend } from '../support/backends.js';
import { failure, plain, spotMap, stacked } from './exampleMaps.js';

const flat = plain(20, 20, () => 0);
const [one, two, three] = [
  spotMap(20, [
    [0.3, 0.3],
    [0.3, 0.7],
    [0.8, 0.5],
  ]),
  spotMap(20, [
    [0.35, 0.3],
    [0.25, 0.7],
    [0.75, 0.55],
  ]),
  spotMap(20, [
    [0.3, 0.35],
    [0.3, 0.65],
    [0.7, 0.5],
  ]),
] as const;

describe('clusterEachImage', () => {
  it('gives each image the clusters it has alone, whatever it is beside', async () => {
    const each = await clusterEachImage(stacked(one, flat, three), { clusters: 4 });
    for (const [at, map] of [one, flat, three].entries()) {
      expect(each[at]?.toJSON()).toEqual((await clusterPixels(map, { clusters: 4 })).toJSON());
    }
    expect(each.map(({ degenerate }) => degenerate)).toEqual([false, true, false]);
  });

  it('gives clusters the numbers of all images together, or of the first that is not degenerate', async () => {
    const images = stacked(flat, one, two, three);
    const overall = await clusterPixels(images, { clusters: 4 });
    const toOverall = await clusterEachImage(images, { clusters: 4, match: 'overall' });
    expect(toOverall[2]?.toJSON()).toEqual((await clusterPixels(two, { clusters: 4, matchTo: overall })).toJSON());
    const toFirst = await clusterEachImage(images, { clusters: 4, match: 'first' });
    expect(toFirst.slice(0, 2).map((each) => 'matched' in each)).toEqual([false, false]);
    for (const [at, map] of [two, three].entries()) {
      const alone = await clusterPixels(map, { clusters: 4, matchTo: toFirst[1] });
      expect(alone.matched).toEqual([0, 1, 2, 3]);
      expect(toFirst[at + 2]?.toJSON()).toEqual(alone.toJSON());
    }
  });

  it('takes a single map, and several maps of the same images', async () => {
    expect(await clusterEachImage(one)).toHaveLength(1);
    const pairs = await clusterEachImage([stacked(one, two), stacked(two, three)], { alpha: [1, 0.2] });
    expect(pairs[1]?.toJSON()).toEqual((await clusterPixels([two, three], { alpha: [1, 0.2] })).toJSON());
  });

  it('refuses what it cannot use', async () => {
    const error = await failure(clusterEachImage(one, { order: [1] } as object));
    expect(error.message).toMatch(/^clusterEachImage: unknown option/);
    expect((await failure(clusterEachImage([one, stacked(one, two)]))).message).toMatch(/as many images as the first/);
    const signal = AbortSignal.abort();
    expect((await failure(clusterEachImage(one, { signal }))).code).toBe('aborted');
  });
});

onEachBackend(() => {
  it('reads tensors and leaves none behind', async () => {
    const { values } = stacked(one, two);
    const tensor = tf.tensor3d(values as number[], [2, 20, 20]);
    const tensors = tf.memory().numTensors;
    const each = await clusterEachImage(tensor);
    expect(tf.memory().numTensors).toBe(tensors);
    const rounded = { ...two, values: Array.from(two.values, Math.fround) };
    expect(each[1]?.toJSON()).toEqual((await clusterPixels(rounded)).toJSON());
    tensor.dispose();
  });
});
