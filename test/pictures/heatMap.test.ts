import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { AttentionMap } from '../../src/attention/types.js';
import { attentionMap } from '../../src/attention/attentionMap.js';
import { colourOf } from '../../src/pictures/colour/colourMaps.js';
import { heatMap } from '../../src/pictures/heatMap.js';
import { onEachBackend } from '../support/backends.js';
import { expectColour, failure, pixelOf, withoutLeak } from './support.js';

const GROUND = [0.8, 0.8, 0.8];
const LINE = [0.58, 0.58, 0.58];
const isHatched = (colour: number[]) =>
  [GROUND, LINE].some((grey) => grey.every((value, at) => Math.abs(value - (colour[at] as number)) < 1e-6));

/** Some fields of an attention map, as the method gives them. */
function fakeMap(raw: number[][], values: number[][], degenerate = raw.map(() => false)) {
  const side = Math.sqrt(raw[0]!.length);
  const shape: [number, number, number] = [raw.length, side, side];
  const [rawTensor, valuesTensor] = [tf.tensor3d(raw.flat(), shape), tf.tensor3d(values.flat(), shape)];
  const notes = degenerate.map((flag) => (flag ? 'no raw value is positive' : undefined));
  const map = { method: 'fake', raw: rawTensor, values: valuesTensor, degenerate, notes } as unknown as AttentionMap;
  return { map, dispose: () => tf.dispose([rawTensor, valuesTensor]) };
}

onEachBackend(() => {
  describe('heatMap of unsigned maps', () => {
    it('runs from each image’s smallest to its largest number', async () => {
      const picture = await heatMap({ values: [2, 4, 6, 10, -1, 0, 0, 1], height: 2, width: 2, images: 2 });
      const values = await picture.data();
      expect(picture.shape).toEqual([2, 2, 2, 3]);
      [0, 0.25, 0.5, 1].forEach((share, at) => {
        const pixel = pixelOf(values, picture.shape, 0, at >> 1, at & 1);
        expectColour(pixel, colourOf('sequential', share));
      });
      expectColour(pixelOf(values, picture.shape, 1, 0, 1), colourOf('sequential', 0.5));
      picture.dispose();
    });

    it('takes an AttentionMap’s values as they are, and tensors of both ranks', async () => {
      const { map, dispose } = fakeMap([[-4, 0, 3, 1]], [[0, 0, 0.75, 1]]);
      const flat = tf.tensor2d([0, 0, 0.75, 1], [2, 2]);
      for (const source of [map, flat, tf.reshape(flat, [1, 2, 2]) as tf.Tensor3D]) {
        const picture = await heatMap(source);
        expectColour(pixelOf(await picture.data(), picture.shape, 0, 1, 0), colourOf('sequential', 0.75));
        picture.dispose();
      }
      flat.dispose();
      dispose();
    });

    it('has one scale for all images, or up to a number, where asked', async () => {
      const maps = { values: [0, 1, 0, 4, 0, 2, 1, 3], height: 2, width: 2, images: 2 };
      const batch = await heatMap(maps, { scale: 'batch' });
      const upTo8 = await heatMap(maps, { scale: 8 });
      expectColour(pixelOf(await batch.data(), batch.shape, 1, 0, 1), colourOf('sequential', 0.5));
      expectColour(pixelOf(await upTo8.data(), upTo8.shape, 0, 1, 1), colourOf('sequential', 0.5));
      tf.dispose([batch, upTo8]);
    });

    it('lets the largest share one colour by percentile, but not where all else is flat', async () => {
      const values = Array.from({ length: 101 }, (_, at) => (at === 100 ? 1000 : at));
      const picture = await heatMap({ values, height: 1, width: 101 }, { percentile: 99 });
      const read = await picture.data();
      expectColour(pixelOf(read, picture.shape, 0, 0, 100), colourOf('sequential', 1));
      expectColour(pixelOf(read, picture.shape, 0, 0, 50), colourOf('sequential', 50 / 99));
      const peak = await heatMap({ values: [...Array(99).fill(0), 2], height: 10, width: 10 }, { percentile: 50 });
      expectColour(pixelOf(await peak.data(), peak.shape, 0, 0, 0), colourOf('sequential', 0));
      expectColour(pixelOf(await peak.data(), peak.shape, 0, 9, 9), colourOf('sequential', 1));
      tf.dispose([picture, peak]);
    });

    it('is enlarged in blocks, or smoothly', async () => {
      const source = { values: [0, 1], height: 1, width: 2 };
      const blocks = await heatMap(source, { enlarge: 4 });
      const smooth = await heatMap(source, { enlarge: 4, smooth: true });
      expect([blocks.shape, smooth.shape]).toEqual([
        [1, 4, 8, 3],
        [1, 4, 8, 3],
      ]);
      const [inBlocks, smoothly] = [await blocks.data(), await smooth.data()];
      [0, 0, 0, 0, 1, 1, 1, 1].forEach((share, column) => {
        expectColour(pixelOf(inBlocks, blocks.shape, 0, 2, column), colourOf('sequential', share));
      });
      [0, 0, 1 / 8, 3 / 8, 5 / 8, 7 / 8, 1, 1].forEach((share, column) => {
        expectColour(pixelOf(smoothly, smooth.shape, 0, 2, column), colourOf('sequential', share));
      });
      tf.dispose([blocks, smooth]);
    });
  });

  describe('heatMap of signed maps', () => {
    it('is neutral at zero, and as far to both sides as the largest magnitude', async () => {
      const picture = await heatMap({ values: [-2, 0, 1, 4], height: 2, width: 2 }, { signed: true });
      const values = await picture.data();
      [-0.5, 0, 0.25, 1].forEach((value, at) => {
        expectColour(pixelOf(values, picture.shape, 0, at >> 1, at & 1), colourOf('diverging', value));
      });
      picture.dispose();
    });

    it('reads the raw values of an AttentionMap, and knows one that was made so', async () => {
      const raw = [-2, 0, 1, 4];
      const made = fakeMap([raw], [raw.map((value) => 0.5 + value / 8)]);
      const { dispose } = made;
      const map: AttentionMap = { ...made.map, signed: true };
      const unsigned = fakeMap([raw], [[0.5, 0, 0.25, 1]]);
      for (const picture of [await heatMap(map), await heatMap(unsigned.map, { signed: true })]) {
        expectColour(pixelOf(await picture.data(), picture.shape, 0, 0, 0), colourOf('diverging', -0.5));
        picture.dispose();
      }
      const plain = await heatMap(unsigned.map);
      expectColour(pixelOf(await plain.data(), plain.shape, 0, 0, 0), colourOf('sequential', 0.5));
      plain.dispose();
      expect((await failure(() => heatMap(map, { signed: false }))).message).toContain('0.5 for zero');
      dispose();
      unsigned.dispose();
    });

    it('shows the same push everywhere, for it is something', async () => {
      const picture = await heatMap({ values: [3, 3, 3, 3], height: 2, width: 2 }, { signed: true });
      expectColour(pixelOf(await picture.data(), picture.shape, 0, 0, 0), colourOf('diverging', 1));
      picture.dispose();
    });
  });

  it('hatches what has nothing to show, whatever its raw values are, and only that', async () => {
    const { map, dispose } = fakeMap(
      [
        [0, 1, 2, 4],
        [NaN, Infinity, 2, 1],
      ],
      [
        [0, 0.25, 0.5, 1],
        [0, 0, 0, 0],
      ],
      [false, true],
    );
    for (const signed of [false, true]) {
      const picture = await heatMap(map, { signed, enlarge: 8 });
      const values = await picture.data();
      const seen = new Set<string>();
      for (let at = 0; at < 256; at++) {
        const pixel = pixelOf(values, picture.shape, 1, at >> 4, at & 15);
        expect(isHatched(pixel)).toBe(true);
        seen.add(pixel.join());
        expect(isHatched(pixelOf(values, picture.shape, 0, at >> 4, at & 15))).toBe(false);
      }
      expect(seen.size, 'ground and lines').toBe(2);
      picture.dispose();
    }
    dispose();
  });

  it.each([
    ['constant', { values: [0.4, 0.4, 0.4, 0.4] }, {}],
    ['zero, signed', { values: [0, 0, 0, 0] }, { signed: true }],
  ])('hatches a plain map that is %s', async (_, { values }, options) => {
    const picture = await heatMap({ values, height: 2, width: 2 }, options);
    expect(isHatched(pixelOf(await picture.data(), picture.shape, 0, 0, 0))).toBe(true);
    picture.dispose();
  });

  it('shows what attentionMap makes', async () => {
    const images = tf.tensor4d([0.1, 0.9, 0.4, 0.6], [1, 2, 2, 1]);
    const weights = tf.tensor2d([1, -2, 3, -4, 0, 0, 0, 0], [4, 2]);
    const predict = (batch: tf.Tensor4D) => tf.matMul(tf.reshape(batch, [-1, 4]), weights);
    const map = await attentionMap({ predict }, images, { method: 'inputGradient', target: 1, signed: true });
    const picture = await heatMap(map);
    // d logit 1 / d pixel = -2, -4, 0, 0.
    const values = await picture.data();
    [-0.5, -1, 0, 0].forEach((value, at) => {
      expectColour(pixelOf(values, picture.shape, 0, at >> 1, at & 1), colourOf('diverging', value));
    });
    map.dispose();
    tf.dispose([images, weights, picture]);
  });

  it('refuses what it cannot use', async () => {
    const plain = { values: [0, 1, 2, 3], height: 2, width: 2 };
    const { map, dispose } = fakeMap([[0, 1, 2, 4]], [[0, 0.25, 0.5, 1]]);
    const bad: [() => Promise<unknown>, string, string][] = [
      [() => heatMap(plain, { enlarge: 1.5 }), 'invalid-option', 'enlarge'],
      [() => heatMap(plain, { enlarge: 65 }), 'invalid-option', 'enlarge'],
      [() => heatMap(plain, { smooth: 1 as never }), 'invalid-option', 'smooth'],
      [() => heatMap(plain, { signed: 'yes' as never }), 'invalid-option', 'signed'],
      [() => heatMap(plain, { scale: 0 }), 'invalid-option', 'scale'],
      [() => heatMap(plain, { scale: 'all' as never }), 'invalid-option', 'scale'],
      [() => heatMap(plain, { percentile: 0 }), 'invalid-option', 'percentile'],
      [() => heatMap(plain, { percentile: 99, scale: 3 }), 'invalid-option', 'percentile'],
      [() => heatMap(plain, { colour: 'red' } as never), 'invalid-option', 'unknown option'],
      [() => heatMap(map, { scale: 'batch' }), 'invalid-option', 'map.raw'],
      [() => heatMap({ values: [0, NaN], height: 1, width: 2 }), 'invalid-data', 'column 1'],
      [() => heatMap({ values: [0, 1], height: 2, width: 2 }), 'invalid-shape', '2 values'],
      [() => heatMap('map' as never), 'invalid-argument', 'heatMap'],
      [() => heatMap(undefined as never), 'invalid-argument', 'heatMap'],
    ];
    for (const [act, code, words] of bad) {
      const error = await failure(act);
      expect([error.code, error.message]).toEqual([code, expect.stringContaining(words)]);
    }
    dispose();
    expect((await failure(() => heatMap(map))).message).toContain('before you dispose the map');
  });

  it('leaves one tensor behind', async () => {
    const { map, dispose } = fakeMap([[0, 1, 2, 4]], [[0, 0.25, 0.5, 1]]);
    await withoutLeak(1, () => heatMap(map, { enlarge: 3, smooth: true }));
    await withoutLeak(1, () => heatMap(map, { signed: true }));
    await withoutLeak(0, async () => void (await failure(() => heatMap(map, { enlarge: 0 }))));
    dispose();
  });
});
