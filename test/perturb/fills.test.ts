import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { maskRegion } from '../../src/perturb/index.js';
import { box, facialRegion, freeMask } from '../../src/regions/index.js';
import { onEachBackend } from '../support/backends.js';
import { testFace } from '../support/faceLandmarks.js';
import { expectTensors, pixelsOf, randomImages } from './support.js';

/** Made by test/fixtures/perturb/make_neighbour.py with scipy's sparse solver. */
const reference = JSON.parse(
  readFileSync(new URL('../fixtures/perturb/neighbour.json', import.meta.url), 'utf8'),
) as Record<string, { image: number[][]; hole: number[][]; filled: number[][] }>;
const everything = box({ x: 0, y: 0, width: 1, height: 1, units: 'relative' });
const sorted = (values: ArrayLike<number>) => Array.from(values).sort((a, b) => a - b);

onEachBackend(() => {
  describe('pixelate', () => {
    it('gives each block its mean, those cut off by the border too', () => {
      const image = tf.tensor4d(
        [1, 3, 5, 7, 9, 2, 4, 6, 8, 0, 1, 2, 3, 4, 5].map((value) => value / 10),
        [1, 3, 5, 1],
      );
      const blocks = maskRegion(everything, { fill: { kind: 'pixelate', size: 2 } })(image).dataSync();
      const expected = [2.5, 2.5, 6.5, 6.5, 4.5, 2.5, 2.5, 6.5, 6.5, 4.5, 1.5, 1.5, 3.5, 3.5, 5];
      expected.forEach((value, at) => expect(blocks[at]).toBeCloseTo(value / 10, 6));
    });

    it('keeps channels and images apart, and becomes the mean with blocks larger than the image', () => {
      const images = randomImages(2, 5, 4, 3);
      const all = maskRegion(everything, { fill: { kind: 'pixelate', size: 9 } })(images).dataSync();
      const mean = maskRegion(everything, { fill: 'mean' })(images).dataSync();
      all.forEach((value, at) => expect(value).toBeCloseTo(mean[at] as number, 5));
    });

    it('changes the region alone', () => {
      const images = randomImages(1, 8, 8, 1);
      const some = maskRegion(box({ x: 0, y: 0, width: 4, height: 8 }), { fill: 'pixelate' })(images);
      const [before, after] = [pixelsOf(images, 0), pixelsOf(some, 0)];
      after.forEach((value, at) => {
        if (at % 8 >= 4) expect(value).toBe(before[at]);
      });
      expect(after[0]).toBe(after[27]);
    });
  });

  describe('shuffle', () => {
    const region = box({ x: 2, y: 1, width: 4, height: 5 });
    const shuffle = maskRegion(region, { fill: 'shuffle', seed: 3 });

    it("keeps the region's pixels whole and changes their places; other pixels stay", () => {
      const images = randomImages(3, 8, 9, 3);
      const shuffled = shuffle(images);
      for (let image = 0; image < 3; image++) {
        const [before, after] = [pixelsOf(images, image), pixelsOf(shuffled, image)];
        const pixel = (values: Float32Array, at: number) => values.slice(3 * at, 3 * at + 3).join();
        const inside = Array.from({ length: 72 }, (_, at) => at).filter(
          (at) => at % 9 >= 2 && at % 9 < 6 && at >= 9 && at < 54,
        );
        const pixels = (values: Float32Array) => inside.map((at) => pixel(values, at));
        expect(pixels(after).sort()).toEqual(pixels(before).sort());
        expect(pixels(after)).not.toEqual(pixels(before));
        for (let at = 0; at < 72; at++) if (!inside.includes(at)) expect(pixel(after, at)).toBe(pixel(before, at));
      }
    });

    it('draws another order for each image, seed and key', () => {
      const one = randomImages(1, 8, 9, 1);
      const images = tf.concat([one, one], 0);
      const shuffled = shuffle(images);
      expect(pixelsOf(shuffled, 0)).not.toEqual(pixelsOf(shuffled, 1));
      expect(shuffle(images, { key: 1 }).dataSync()).not.toEqual(shuffled.dataSync());
      expect(maskRegion(region, { fill: 'shuffle', seed: 4 })(images).dataSync()).not.toEqual(shuffled.dataSync());
    });

    it('sends each gradient to the pixel that came', () => {
      const images = randomImages(2, 8, 9, 1);
      const weights = tf.add<Tensor4D>(randomImages(2, 8, 9, 1), 1);
      const gradient = tf.grad((x) => tf.sum(tf.mul(shuffle(x as Tensor4D), weights)))(images);
      expect(sorted(gradient.dataSync())).toEqual(sorted(weights.dataSync()));
      const value = tf.sum(tf.mul(gradient, images)).dataSync()[0] as number;
      expect(value).toBeCloseTo(tf.sum(tf.mul(shuffle(images), weights)).dataSync()[0] as number, 3);
    });
  });

  describe('neighbour', () => {
    const exact = { kind: 'neighbour', noise: 0 } as const;

    it.each(Object.entries(reference))(
      "fills %s as scipy's solver does, each channel by itself",
      (_, { image, hole, filled }) => {
        const [height, width] = [image.length, (image[0] as number[]).length];
        const region = freeMask({ values: hole.flat(), height, width });
        const grey = tf.tensor2d(image);
        const images = tf.stack([tf.stack([grey, tf.sub(1, grey), tf.mul(grey, 0.5)], 2)]) as Tensor4D;
        const ours = maskRegion(region, { fill: exact })(images).dataSync();
        filled.flat().forEach((value, at) => {
          expect(ours[3 * at]).toBeCloseTo(value, 4);
          expect(ours[3 * at + 1]).toBeCloseTo(1 - value, 4);
          expect(ours[3 * at + 2]).toBeCloseTo(0.5 * value, 4);
        });
      },
    );

    it('goes on along a slope, and keeps a flat image flat', () => {
      const slope = tf.tile(tf.reshape(tf.linspace(0, 1, 32), [1, 1, 32, 1]), [1, 32, 1, 1]) as Tensor4D;
      const hide = maskRegion(box({ x: 8, y: 8, width: 16, height: 16 }), { fill: exact });
      const filled = hide(slope).dataSync();
      slope.dataSync().forEach((value, at) => expect(filled[at]).toBeCloseTo(value, 4));
      hide(tf.fill([1, 32, 32, 1], 0.7))
        .dataSync()
        .forEach((value) => expect(value).toBeCloseTo(0.7, 5));
    });

    it('knows nothing of what it hides, under soft edges either', () => {
      const images = randomImages(1, 24, 24, 1);
      const hide = maskRegion(box({ x: 7, y: 7, width: 9, height: 9 }), { fill: exact, feather: 1 });
      const { images: filled, mask } = hide.apply(images);
      const gone = tf.cast(tf.equal(mask, 1), 'float32');
      const other = tf.where(tf.greater(mask, 0), tf.sub(1, images), images) as Tensor4D;
      const [a, b] = [tf.mul(filled, gone).dataSync(), tf.mul(hide(other), gone).dataSync()];
      a.forEach((value, at) => expect(value).toBeCloseTo(b[at] as number, 5));
    });

    it('has the gradient of its definition', () => {
      const images = randomImages(1, 9, 9, 1);
      const weights = tf.sub(randomImages(1, 9, 9, 1), 0.5);
      const hide = maskRegion(box({ x: 2, y: 3, width: 5, height: 6 }), { fill: exact });
      const loss = (x: tf.Tensor) => tf.sum(tf.mul(hide(x as Tensor4D), weights)) as tf.Scalar;
      const gradient = tf.grad(loss)(images).dataSync();
      // The fill is linear, so that each partial derivative is the loss of the image that has 1 there and 0 elsewhere.
      for (let at = 0; at < 81; at += 4) {
        const one = tf.tensor4d(
          Float32Array.from({ length: 81 }, (_, place) => (place === at ? 1 : 0)),
          [1, 9, 9, 1],
        );
        expect(gradient[at]).toBeCloseTo(loss(one).dataSync()[0] as number, 4);
      }
    });

    it('gives its mean where the whole image is hidden, and leaves images that are not masked alone', () => {
      const images = randomImages(2, 6, 7, 3);
      const filled = maskRegion(everything, { fill: exact })(images, { only: [true, false] });
      const mean = maskRegion(everything, { fill: 'mean' })(images);
      pixelsOf(filled, 0).forEach((value, at) => expect(value).toBeCloseTo(pixelsOf(mean, 0)[at] as number, 5));
      expect(pixelsOf(filled, 1)).toEqual(pixelsOf(images, 1));
    });

    it('adds noise of the deviation asked for, in the region alone', () => {
      const flat = tf.fill([1, 40, 40, 1], 0.5) as Tensor4D;
      const region = box({ x: 5, y: 5, width: 30, height: 30 });
      const noisy = maskRegion(region, { fill: { kind: 'neighbour', noise: 0.05 } })(flat).dataSync();
      const differences = Array.from(noisy, (value) => value - 0.5).filter((value) => Math.abs(value) > 1e-5);
      expect(differences.length).toBeGreaterThan(880);
      expect(differences.length).toBeLessThanOrEqual(900);
      const deviation = Math.sqrt(differences.reduce((sum, value) => sum + value ** 2, 0) / differences.length);
      expect(deviation).toBeGreaterThan(0.045);
      expect(deviation).toBeLessThan(0.055);
    });
  });

  it.each(['pixelate', 'shuffle', 'neighbour'] as const)('%s leaves no tensor behind, in gradients either', (fill) => {
    const images = randomImages(2, 24, 24, 3);
    const hide = maskRegion(facialRegion('mouth'), { fill, feather: 1 });
    const landmarks = [testFace({ width: 24 }), testFace({ width: 20 })];
    expectTensors(1, () => hide(images, { landmarks }));
    expectTensors(2, () => hide.apply(images, { landmarks }));
    expectTensors(1, () => tf.grad((x) => tf.sum(hide(x as Tensor4D, { landmarks })))(images));
  });
});
