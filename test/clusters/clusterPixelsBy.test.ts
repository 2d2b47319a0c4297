import { describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { clusterPixels } from '../../src/clusters/clusterPixels.js';
import { clusterPixelsBy } from '../../src/clusters/clusterPixelsBy.js';
import type { PixelClustersByGroup } from '../../src/clusters/clusterPixelsBy.js';
import { restoreClusters } from '../../src/clusters/pixelClusters.js';
import type { PixelClustersRecord } from '../../src/clusters/types.js';
import { onEachBackend } from '../support/backends.js';
import { failure, meanOf, plain, spotMap, stacked } from './exampleMaps.js';

const flat = plain(20, 20, () => 0.5);
const [eyes, mouth, brow, chin] = [
  spotMap(20, [
    [0.3, 0.3],
    [0.3, 0.7],
  ]),
  spotMap(20, [[0.75, 0.5]]),
  spotMap(20, [[0.1, 0.6]]),
  spotMap(20, [
    [0.95, 0.4],
    [0.2, 0.2, 0.4],
  ]),
] as const;
const images = stacked(eyes, mouth, flat, brow, chin, mouth);
const labels = ['happy', 'sad', 'sad', 'happy', 'angry', 'sad'];

describe('clusterPixelsBy', () => {
  it('clusters the mean of each group as clusterPixels does', async () => {
    const { groups, overall } = await clusterPixelsBy(images, labels, { clusters: 4, seed: 2 });
    expect(overall).toBeNull();
    expect(groups.map(({ group, images, degenerate, note }) => [group, images, degenerate, note])).toEqual([
      ['angry', 1, 0, null],
      ['happy', 2, 0, null],
      ['sad', 3, 1, null],
    ]);
    const means = [chin, meanOf(eyes, brow), meanOf(mouth, mouth)];
    for (const [at, mean] of means.entries()) {
      const alone = await clusterPixels(mean, { clusters: 4, seed: 2 });
      expect(groups[at]!.clusters!.labels).toEqual(alone.labels);
      expect(groups[at]!.clusters!.inertia).toBe(alone.inertia);
    }
    expect(groups[2]!.clusters!.maps).toEqual([{ images: 3, degenerate: 1, constant: false }]);
  });

  it('takes class ids, texts, true and false as they are, in a fixed order', async () => {
    const keys = ['1', 10, true, 2, 'b', false];
    const { groups, of } = await clusterPixelsBy(images, keys, { restarts: 1 });
    expect(groups.map(({ group }) => group)).toEqual([2, 10, '1', 'b', false, true]);
    expect(of('1').labels).toEqual((await clusterPixels(eyes, { restarts: 1 })).labels);
    expect(() => of(1)).toThrow(/a group that has clusters: 2, 10, "1", "b", false.*received 1$/);
    expect(() => of(true)).toThrow(/received true \(every image is degenerate\)/);
    const ids = await clusterPixelsBy(images, Int32Array.from([6, 5, 5, 6, 5, 5]));
    expect(ids.groups.map(({ group, images }) => [group, images])).toEqual([
      [5, 4],
      [6, 2],
    ]);
  });

  it('has an entry for a group without images or with degenerate ones alone, which says so', async () => {
    const keys = ['a', 'a', 'flat', 'a', 'a', 'a'];
    const { groups, of } = await clusterPixelsBy(images, keys, { order: ['none', 'flat', 'a'] });
    expect(groups[0]).toEqual({ group: 'none', images: 0, degenerate: 0, clusters: null, note: 'no image' });
    expect(groups[1]).toMatchObject({ images: 1, degenerate: 1, clusters: null, note: 'every image is degenerate' });
    expect(groups[2]).toMatchObject({ group: 'a', images: 5, note: null });
    expect(() => of('none')).toThrow(/received "none" \(no image\)/);
  });

  it('gives clusters the numbers of the clustering of all images, or of the first group, on request', async () => {
    const keys = [1, 2, 3, 1, 3, 2];
    const overall = await clusterPixels(images);
    const toOverall = await clusterPixelsBy(images, keys, { match: 'overall' });
    expect(toOverall.overall?.toJSON()).toEqual(overall.toJSON());
    for (const { clusters } of toOverall.groups) expect(clusters?.matched).toEqual([0, 1, 2]);
    expect(toOverall.of(2).toJSON()).toEqual({
      ...(await clusterPixels(meanOf(mouth, mouth), { matchTo: overall })).toJSON(),
      maps: [{ images: 2, degenerate: 0, constant: false }],
    });
    const toFirst = await clusterPixelsBy(images, keys, { match: 'first', order: [3, 2, 1] });
    expect(toFirst.of(3).matched).toBeUndefined();
    expect(toFirst.of(1).toJSON()).toEqual({
      ...(await clusterPixels(meanOf(eyes, brow), { matchTo: toFirst.of(3) })).toJSON(),
      maps: [{ images: 2, degenerate: 0, constant: false }],
    });
    const unmatched = await clusterPixelsBy(images, keys);
    for (const { clusters } of unmatched.groups) expect(clusters).not.toHaveProperty('matched');
  });

  it('goes on from an earlier clustering, through the overall one or the first group', async () => {
    const before = await clusterPixels(images);
    const matchTo = { centroids: [2, 0, 1].map((at) => before.centroids[at]!) };
    const keys = [1, 1, 1, 2, 2, 2];
    const { overall } = await clusterPixelsBy(images, keys, { match: 'overall', matchTo });
    expect(overall?.centroids).toEqual(matchTo.centroids);
    for (const match of ['first', 'none'] as const) {
      const { of } = await clusterPixelsBy(images, keys, { match, matchTo });
      expect(of(1).matched).toEqual([0, 1, 2]);
    }
  });

  it('takes several maps of the same images', async () => {
    const other = stacked(mouth, flat, flat, chin, eyes, brow);
    const { groups } = await clusterPixelsBy([images, other], ['x', 'y', 'y', 'x', 'y', 'x'], { alpha: [1, 0.5] });
    const [x, y] = groups;
    const ofY = [meanOf(mouth, chin), eyes];
    expect(y?.clusters?.labels).toEqual((await clusterPixels(ofY, { alpha: [1, 0.5] })).labels);
    expect([x?.degenerate, y?.degenerate]).toEqual([0, 1]);
    expect(y?.clusters?.maps?.map(({ degenerate }) => degenerate)).toEqual([1, 2]);
  });

  it('survives JSON', async () => {
    const result = await clusterPixelsBy(images, labels, {
      match: 'overall',
      order: ['sad', 'happy', 'angry', 'fear'],
    });
    const read = JSON.parse(JSON.stringify(result)) as PixelClustersByGroup;
    expect(read.groups.map(({ group, note }) => [group, note])).toEqual(
      result.groups.map(({ group, note }) => [group, note]),
    );
    const happy = restoreClusters(read.groups[1]!.clusters as unknown as PixelClustersRecord);
    expect(happy.toJSON()).toEqual(result.of('happy').toJSON());
    expect(restoreClusters(read.overall as unknown as PixelClustersRecord).labels).toEqual(result.overall?.labels);
  });

  it('puts each image into its own group and no other, however they are mixed', async () => {
    const maps = [eyes, mouth, brow, chin, flat];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(4), fc.constantFrom('a', 'b', 3)), { minLength: 1, maxLength: 8 }),
        async (picked) => {
          const source = stacked(...picked.map(([map]) => maps[map]!));
          const { groups } = await clusterPixelsBy(
            source,
            picked.map(([, key]) => key),
            { restarts: 1 },
          );
          for (const { group, images, degenerate, clusters } of groups) {
            const members = picked.filter(([, key]) => key === group).map(([map]) => map);
            const shown = members.filter((map) => map !== 4).map((map) => maps[map]!);
            expect([images, degenerate]).toEqual([members.length, members.length - shown.length]);
            const alone =
              shown.length > 0 ? (await clusterPixels(stacked(...shown), { restarts: 1 })).labels : undefined;
            expect(clusters?.labels).toEqual(alone);
          }
          expect(groups.reduce((sum, { images }) => sum + images, 0)).toBe(picked.length);
        },
      ),
      { numRuns: 25, seed: 4 },
    );
  });

  it('tells its progress and stops at an abort', async () => {
    const seen: { done: number; total: number }[] = [];
    const stop = new AbortController();
    const work = clusterPixelsBy(images, labels, {
      signal: stop.signal,
      onProgress: (progress) => {
        seen.push(progress);
        if (progress.done === 2) stop.abort();
      },
    });
    const error = await failure(work);
    expect(error.code).toBe('aborted');
    expect(error.message).toMatch(/^clusterPixelsBy/);
    expect(seen).toEqual([
      { done: 1, total: 3 },
      { done: 2, total: 3 },
    ]);
  });

  it.each([
    ['too few groups', ['a'], {}, 'invalid-argument', /the group of each of the 6 images, received 1 groups/],
    ['a text for groups', 'abcdef', {}, 'invalid-argument', /received "abcdef"/],
    ['a group that is none', ['a', 'a', null, 'a', 'a', 'a'], {}, 'invalid-argument', /groups\[2\].*received null/],
    ['NaN as a group', [0, 1, 2, 0, 1, NaN], {}, 'invalid-argument', /groups\[5\].*received NaN/],
    [
      'an order without a group there is',
      labels,
      { order: ['happy', 'sad'] },
      'invalid-option',
      /received no "angry", which image 4 has/,
    ],
    [
      'an order with a group twice',
      labels,
      { order: ['happy', 'sad', 'angry', 'sad'] },
      'invalid-option',
      /different groups/,
    ],
    ['an unknown kind of matching', labels, { match: 'last' }, 'invalid-option', /match: expected one of 'overall'/],
    ['an unknown option', labels, { groups: 3 }, 'invalid-option', /unknown option/],
    ['a wrong number of clusters', labels, { clusters: 0 }, 'invalid-option', /^clusterPixelsBy: clusters/],
  ])('refuses %s', async (_, groups, options, code, message) => {
    const error = await failure(clusterPixelsBy(images, groups as string[], options as object));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('refuses maps of different numbers of images', async () => {
    const error = await failure(clusterPixelsBy([images, eyes], labels));
    expect(error.message).toMatch(/attention\[1\]: expected as many images as the first map, 6, received 1/);
  });
});

onEachBackend(() => {
  it('reads an attention map of several images and leaves no tensor behind', async () => {
    const values = tf.tensor3d(images.values as number[], [6, 20, 20]);
    const tensors = tf.memory().numTensors;
    const attention = { values, degenerate: [false, true, true, false, false, false] };
    const { groups } = await clusterPixelsBy(attention, labels);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(groups.map(({ group, degenerate }) => [group, degenerate])).toEqual([
      ['angry', 0],
      ['happy', 0],
      ['sad', 2],
    ]);
    values.dispose();
    expect((await failure(clusterPixelsBy(attention, labels))).message).toMatch(/a disposed tensor/);
  });
});
