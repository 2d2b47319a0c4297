import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { clusterColour } from '../../src/pictures/colour/clusterColours.js';
import { colourOf } from '../../src/pictures/colour/colourMaps.js';
import { clusterOverlay, clusterPicture } from '../../src/pictures/clusterPicture.js';
import { overlay } from '../../src/pictures/overlay.js';
import { onEachBackend } from '../support/backends.js';
import { expectColour, failure, pixelOf, thrown, withoutLeak } from './support.js';

const mix = (below: readonly number[], above: readonly number[], share: number) =>
  below.map((value, at) => value * (1 - share) + (above[at] as number) * share);
const MAP = { values: [0, 1, 0.5, 0.25], height: 2, width: 2 };
const GREY = [0.2, 0.4, 0.6, 0.8];
const grey = (value: number) => [value, value, value];

onEachBackend(() => {
  describe('overlay', () => {
    it('fades with the attention, so that the face shows where there is none', async () => {
      const images = tf.tensor4d(GREY, [1, 2, 2, 1]);
      const picture = await overlay(images, MAP, { opacity: 0.8 });
      const values = await picture.data();
      MAP.values.forEach((value, at) => {
        const expected = mix(grey(GREY[at] as number), colourOf('sequential', value), 0.8 * value);
        expectColour(pixelOf(values, picture.shape, 0, at >> 1, at & 1), expected);
      });
      tf.dispose([images, picture]);
    });

    it('covers all alike without fade, and signed maps by their magnitude with it', async () => {
      const images = tf.tensor4d(GREY, [1, 2, 2, 1]);
      const even = await overlay(images, MAP, { fade: false });
      const signed = await overlay(images, { ...MAP, values: [-1, 0, 0.5, -0.5] }, { signed: true, opacity: 1 });
      expectColour(pixelOf(await even.data(), even.shape, 0, 0, 0), mix(grey(0.2), colourOf('sequential', 0), 0.55));
      const values = await signed.data();
      expectColour(pixelOf(values, signed.shape, 0, 0, 0), colourOf('diverging', -1));
      expectColour(pixelOf(values, signed.shape, 0, 0, 1), grey(0.4));
      expectColour(pixelOf(values, signed.shape, 0, 1, 1), mix(grey(0.8), colourOf('diverging', -0.5), 0.5));
      tf.dispose([images, even, signed]);
    });

    it('shows colour faces in grey, brings maps to their size, and takes one map for all', async () => {
      const faces = tf.tensor4d(
        [...Array(16).fill([0.9, 0.1, 0.5]), ...Array(16).fill([0, 0, 1.5])].flat(),
        [2, 4, 4, 3],
      );
      const picture = await overlay(faces, MAP, { enlarge: 2 });
      const values = await picture.data();
      expect(picture.shape).toEqual([2, 8, 8, 3]);
      const luma = 0.299 * 0.9 + 0.587 * 0.1 + 0.114 * 0.5;
      expectColour(pixelOf(values, picture.shape, 0, 3, 3), grey(luma));
      expectColour(pixelOf(values, picture.shape, 1, 0, 0), grey(0.114));
      for (const image of [0, 1]) {
        expectColour(
          pixelOf(values, picture.shape, image, 3, 4),
          mix(grey(image ? 0.114 : luma), colourOf('sequential', 1), 0.85),
        );
      }
      tf.dispose([faces, picture]);
    });

    it('hatches a face whose map has nothing to show, and shows it through the lines', async () => {
      const images = tf.fill([2, 16, 16, 1], 0.2) as tf.Tensor4D;
      const values = [...Array(256).fill(0.3), ...Array.from({ length: 256 }, (_, at) => at / 255)];
      const picture = await overlay(images, { values, height: 16, width: 16, images: 2 });
      const read = await picture.data();
      const shades = new Set(Array.from(read.slice(0, 768), (value) => value.toFixed(3)));
      expect([...shades].sort()).toEqual([(0.5 * (0.2 + 0.58)).toFixed(3), (0.5 * (0.2 + 0.8)).toFixed(3)]);
      expectColour(pixelOf(read, picture.shape, 1, 15, 15), mix(grey(0.2), colourOf('sequential', 1), 0.85));
      tf.dispose([images, picture]);
    });

    it('refuses what it cannot use, and leaves one tensor behind', async () => {
      const images = tf.fill([3, 2, 2, 1], 0.2) as tf.Tensor4D;
      const nan = tf.fill([1, 2, 2, 1], Number.NaN) as tf.Tensor4D;
      const two = { values: [0, 1, 2, 3, 4, 5, 6, 7], height: 2, width: 2, images: 2 };
      expect((await failure(() => overlay(images, two))).message).toContain(
        'one for each of the 3 images, or one for all',
      );
      expect((await failure(() => overlay(nan, MAP))).code).toBe('invalid-data');
      expect((await failure(() => overlay(images, MAP, { opacity: 2 }))).message).toContain('opacity');
      expect((await failure(() => overlay(images, MAP, { fade: 'no' as never }))).message).toContain('fade');
      expect((await failure(() => overlay(MAP as never, MAP))).code).toBe('invalid-shape');
      await withoutLeak(1, () => overlay(images, MAP, { enlarge: 2, smooth: true }));
      tf.dispose([images, nan]);
    });
  });

  describe('pictures of clusters', () => {
    const clusters = { labels: Uint8Array.of(0, 1, 2, 2), height: 2, width: 2 };

    it('are in the clusters’ colours', async () => {
      const picture = clusterPicture([clusters, { ...clusters, labels: [3, 3, 3, 0] }], { enlarge: 3 });
      const values = await picture.data();
      expect(picture.shape).toEqual([2, 6, 6, 3]);
      expectColour(pixelOf(values, picture.shape, 0, 2, 3), clusterColour(1));
      expectColour(pixelOf(values, picture.shape, 0, 3, 2), clusterColour(2));
      expectColour(pixelOf(values, picture.shape, 1, 2, 5), clusterColour(3));
      picture.dispose();
    });

    it('lie over grey faces, with white lines between clusters alone', async () => {
      const images = tf.fill([2, 2, 2, 1], 0.4) as tf.Tensor4D;
      const picture = await clusterOverlay(images, clusters, { enlarge: 4, opacity: 0.3 });
      const values = await picture.data();
      expectColour(pixelOf(values, picture.shape, 1, 0, 0), mix(grey(0.4), clusterColour(0), 0.3));
      expectColour(pixelOf(values, picture.shape, 0, 0, 3), grey(1));
      expectColour(pixelOf(values, picture.shape, 0, 3, 6), grey(1));
      expectColour(pixelOf(values, picture.shape, 0, 6, 3), mix(grey(0.4), clusterColour(2), 0.3));
      expectColour(pixelOf(values, picture.shape, 0, 0, 7), mix(grey(0.4), clusterColour(1), 0.3));
      const plain = await clusterOverlay(images, clusters, { enlarge: 4, borders: false });
      expectColour(pixelOf(await plain.data(), plain.shape, 0, 0, 3), mix(grey(0.4), clusterColour(0), 0.5));
      tf.dispose([images, picture, plain]);
    });

    it('refuse what they cannot use, and leave one tensor behind', async () => {
      const images = tf.fill([3, 2, 2, 1], 0.2) as tf.Tensor4D;
      expect(thrown(() => clusterPicture({ ...clusters, labels: [0, 1, 2] })).code).toBe('invalid-shape');
      expect(thrown(() => clusterPicture({ ...clusters, labels: [0, 1, 2, 1.5] })).message).toContain('labels[3]');
      expect(thrown(() => clusterPicture({ ...clusters, labels: [0, 1, 2, 1e9] })).code).toBe('invalid-data');
      expect(thrown(() => clusterPicture([])).code).toBe('invalid-argument');
      expect(thrown(() => clusterPicture([clusters, { labels: [1], height: 1, width: 1 }])).message).toContain('2 x 2');
      expect(thrown(() => clusterPicture({} as never)).code).toBe('invalid-argument');
      expect((await failure(() => clusterOverlay(images, [clusters, clusters]))).message).toContain('3 images');
      expect((await failure(() => clusterOverlay(images, clusters, { borders: 1 as never }))).message).toContain(
        'borders',
      );
      await withoutLeak(1, async () => clusterPicture(clusters));
      await withoutLeak(1, () => clusterOverlay(images, clusters));
      images.dispose();
    });
  });
});
