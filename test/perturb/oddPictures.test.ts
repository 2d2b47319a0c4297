import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { tensorToImage } from '../../src/data/index.js';
import { compose, maskRegion, oneOf, sometimes, wearMask } from '../../src/perturb/index.js';
import type { FillName, FillOption, Perturbation } from '../../src/perturb/index.js';
import { box, complement, facialRegion, intersect, polygon, subtract, union } from '../../src/regions/index.js';
import type { Point, Region } from '../../src/regions/index.js';
import { onEachBackend } from '../support/backends.js';
import { testFace } from '../support/faceLandmarks.js';
import { pixelsOf, randomImages } from './support.js';

const FILLS: (FillName | FillOption)[] = [
  ...(['zero', 'mean', 'noise', 'blur', 'pixelate', 'shuffle', 'neighbour'] as const),
  { kind: 'constant', value: 0.3 },
  { kind: 'datasetMean', value: [0.3] },
];
const fills = FILLS.map((fill): [string, FillOption] => [typeof fill === 'string' ? fill : fill.kind, fill]);

onEachBackend(() => {
  const hide = maskRegion(box({ x: 1, y: 1, width: 2, height: 2 }));
  const context = { landmarks: [testFace({ width: 8 })] };
  const everyKind: [string, Perturbation][] = [
    ['maskRegion', hide],
    ['wearMask', wearMask()],
    ['compose', compose(hide)],
    ['oneOf', oneOf([hide])],
    ['sometimes', sometimes(1, hide)],
  ];

  it.each(everyKind)('%s refuses pictures of 2, 4 and 5 channels, and says which it takes', (kind, perturb) => {
    const { parameters } = perturb.apply(tf.ones([1, 8, 8, 3]), context);
    for (const channels of [2, 4, 5]) {
      const images = tf.ones<tf.Rank.R4>([1, 8, 8, channels]);
      const refusal = expect.objectContaining({
        name: 'FacePerturbError',
        code: 'invalid-shape',
        received: `shape [1, 8, 8, ${channels}]`,
      });
      expect(() => perturb(images, context)).toThrow(refusal);
      expect(() => perturb.apply(images, context)).toThrow(refusal);
      expect(() => perturb.replay(images, parameters)).toThrow(refusal);
      expect(() => perturb(images, context)).toThrow(new RegExp(`^${kind}: images: .* 1 or 3 channels`));
    }
  });

  describe('pictures of one pixel, one row or one column', () => {
    const everything = box({ x: 0, y: 0, width: 1, height: 1, units: 'relative' });
    const shapes: [number, number][] = [
      [1, 1],
      [1, 7],
      [7, 1],
    ];
    const kept: FillOption[] = ['mean', 'pixelate', 'shuffle', 'blur', { kind: 'neighbour', noise: 0 }];

    it.each(shapes)('%d x %d: every fill gives values in [0, 1], under soft edges too', (height, width) => {
      for (const channels of [1, 3]) {
        for (const [name, fill] of fills) {
          const perturb = maskRegion(everything, { fill, feather: 2 });
          const { images, mask } = perturb.apply(randomImages(2, height, width, channels));
          expect([name, images.shape]).toEqual([name, [2, height, width, channels]]);
          expect(mask.dataSync().some((value) => value > 0)).toBe(true);
          expect([name, images.dataSync().every((value) => value >= 0 && value <= 1)]).toEqual([name, true]);
        }
      }
    });

    it.each(shapes)('%d x %d: a flat picture stays flat under fills that are made of it', (height, width) => {
      const flat = tf.fill([1, height, width, 3], 0.3) as Tensor4D;
      for (const fill of kept) {
        for (const value of maskRegion(everything, { fill })(flat).dataSync()) expect(value).toBeCloseTo(0.3, 6);
      }
    });
  });

  describe('a NaN among the pixels', () => {
    const NAN = 3 * 8 + 4;
    const withNaN = (at = NAN) => {
      const values = randomImages(1, 8, 8).dataSync().slice() as Float32Array;
      values[at] = NaN;
      return tf.tensor4d(values, [1, 8, 8, 1]);
    };
    const placesOfNaN = (images: Tensor4D) =>
      [...pixelsOf(images, 0)].flatMap((value, at) => (Number.isNaN(value) ? [at] : []));
    const square = box({ x: 2, y: 2, width: 4, height: 4 });

    it.each<[string, FillOption]>([
      ['zero', 'zero'],
      ['constant', { kind: 'constant', value: 0.5 }],
      ['dataset mean', { kind: 'datasetMean', value: 0.5 }],
      ['noise', 'noise'],
    ])('stays where it is, under the mask too, with a fill of %s', (_, fill) => {
      expect(placesOfNaN(maskRegion(square, { fill })(withNaN()))).toEqual([NAN]);
      expect(placesOfNaN(maskRegion(square, { fill })(withNaN(0)))).toEqual([0]);
    });

    it('spreads over what a fill makes of it: the whole image by the mean, its block by big pixels', () => {
      expect(placesOfNaN(maskRegion(square, { fill: 'mean' })(withNaN()))).toHaveLength(64);
      const block = [2, 3].flatMap((y) => [4, 5].map((x) => y * 8 + x));
      expect(placesOfNaN(maskRegion(square, { fill: { kind: 'pixelate', size: 2 } })(withNaN()))).toEqual(block);
    });

    it('leaves the other images of the batch alone', () => {
      const clean = randomImages(1, 8, 8);
      for (const [, fill] of fills) {
        const perturb = maskRegion(square, { fill });
        const result = perturb(tf.concat([clean, withNaN()], 0));
        expect(pixelsOf(result, 0)).toEqual(pixelsOf(perturb(clean), 0));
      }
    });

    it('is found out when the result becomes a picture, with its place', async () => {
      const masked = maskRegion(square)(withNaN());
      await expect(tensorToImage(masked)).rejects.toMatchObject({ code: 'invalid-data', received: 'NaN' });
      await expect(tensorToImage(masked)).rejects.toThrow(/pixel at x 4, y 3.*look for it/);
    });
  });

  describe('a mask without a pixel', () => {
    const all = box({ x: -9, y: -9, width: 99, height: 99 });
    const mouth = facialRegion('mouth');
    const empty: [string, Region][] = [
      ['what is left of nothing', subtract(all, all)],
      ['what is not everything', complement(all)],
      [
        'what two boxes apart share',
        intersect(box({ x: 0, y: 0, width: 2, height: 2 }), box({ x: 5, y: 5, width: 2, height: 2 })),
      ],
      ['a box beyond the border', box({ x: 80, y: 3, width: 5, height: 5 })],
      ['the mouth of a face beyond the border', union(mouth, facialRegion('eyes'))],
    ];
    const far = testFace({ width: 12, shift: [-200, 40] });

    it.each(empty)('leaves each picture as it is to the bit, whatever the fill: %s', (_, region) => {
      const images = randomImages(2, 12, 12, 3);
      for (const [name, fill] of fills) {
        // Noise of the neighbour fill, like all fills, has no place to go.
        const { images: result, mask } = maskRegion(region, { fill, feather: 1 }).apply(images, {
          landmarks: [far, far],
        });
        expect(mask.dataSync().every((value) => value === 0)).toBe(true);
        expect([name, result.dataSync()]).toEqual([name, images.dataSync()]);
      }
    });

    it('is what a mask that is worn comes to on a face beyond the border', () => {
      const images = randomImages(1, 12, 12, 3);
      for (const style of ['surgical', 'cloth', 'n95'] as const) {
        const { images: result, mask } = wearMask({ style }).apply(images, { landmarks: [far] });
        expect(mask.dataSync().every((value) => value === 0)).toBe(true);
        expect(result.dataSync()).toEqual(images.dataSync());
      }
    });
  });

  describe('upside down', () => {
    const SIDE = 40;
    /** The picture turned by half a turn: its pixels from the last to the first. */
    const turned = (images: Tensor4D) => tf.reverse<Tensor4D>(images, [1, 2]);
    const expectClose = (ours: Tensor4D, theirs: Tensor4D) => {
      const expected = theirs.dataSync();
      ours.dataSync().forEach((value, at) => expect(value).toBeCloseTo(expected[at] as number, 4));
    };

    it('a face turned by half a turn is masked where the face is', () => {
      const images = randomImages(1, SIDE, SIDE);
      const upright = { landmarks: [testFace({ width: SIDE })] };
      const over = { landmarks: [testFace({ width: SIDE, turn: 180 })] };
      for (const name of ['mouth', 'leftEye', 'rightBrow', 'forehead', 'lowerHalf'] as const) {
        const perturb = maskRegion(facialRegion(name), { feather: 1 });
        expectClose(turned(perturb(turned(images), over)), perturb(images, upright));
      }
      const wear = wearMask({ style: 'surgical', variation: 0, seed: 1 });
      expectClose(turned(wear.apply(turned(images), over).mask), wear.apply(images, upright).mask);
    });

    it('a polygon that runs the other way, or stands on its head, is filled alike', () => {
      const corners: Point[] = [
        [3.2, 4.1],
        [30.7, 9.3],
        [22.4, 35.8],
        [8.8, 27.5],
      ];
      const images = randomImages(1, SIDE, SIDE);
      const forth = maskRegion(polygon(corners))(images);
      expect(forth.dataSync()).not.toEqual(images.dataSync());
      expectClose(maskRegion(polygon([...corners].reverse()))(images), forth);
      const onHead = polygon(corners.map(([x, y]): Point => [SIDE - x, SIDE - y]));
      expectClose(turned(maskRegion(onHead)(turned(images))), forth);
    });
  });
});
