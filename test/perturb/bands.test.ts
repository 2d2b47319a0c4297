import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { compose, maskRegion, wearMask } from '../../src/perturb/index.js';
import type { FillOption, Perturbation } from '../../src/perturb/index.js';
import { render } from '../../src/perturb/render.js';
import { box, complement, ellipse, facialRegion, union } from '../../src/regions/index.js';
import type { Region } from '../../src/regions/index.js';
import { onEachBackend } from '../support/backends.js';
import { testFace } from '../support/faceLandmarks.js';
import { expectTensors, randomImages } from './support.js';

const [HEIGHT, WIDTH] = [37, 52];
const landmarks = [testFace({ width: 30, shift: [18, 3] }), testFace({ width: 24, shift: [1, 6] })];

const REGIONS: Record<string, Region> = {
  mouth: facialRegion('mouth'),
  'two spots far apart': union(
    box({ x: 3.5, y: 2, width: 8, height: 6 }),
    ellipse({ x: 45, y: 32, radiusX: 6, radiusY: 4 }),
  ),
  background: complement(ellipse({ x: 26, y: 18, radiusX: 9, radiusY: 14 })),
  'over the border': box({ x: -9, y: 28, width: 20, height: 40 }),
};
const FILLS: FillOption[] = [
  ...(['zero', 'mean', 'noise', 'pixelate', 'shuffle', 'neighbour'] as const),
  { kind: 'blur', sigma: 1.3 },
  { kind: 'blur', sigma: 20 },
  { kind: 'pixelate', size: 11 },
  { kind: 'constant', value: 0.4 },
];
const nameOf = (fill: FillOption) => (typeof fill === 'string' ? fill : JSON.stringify(fill));
const cases = Object.entries(REGIONS).flatMap(([name, region]) =>
  // Larger holes take the cpu backend minutes.
  FILLS.filter((fill) => fill !== 'neighbour' || name === 'mouth').map((fill): [string, string, Perturbation] => [
    name,
    nameOf(fill),
    maskRegion(region, { fill, feather: 1.5, seed: 3 }),
  ]),
);

/** Numbers worked on at once: bands of 7 rows, and of 1 row. */
const LIMITS = [7 * 2 * WIDTH * 3, 1];

function expectClose(ours: Tensor4D, theirs: Tensor4D, most = 2e-6): void {
  const expected = theirs.dataSync();
  let apart = 0;
  ours.dataSync().forEach((value, at) => (apart = Math.max(apart, Math.abs(value - (expected[at] as number)))));
  expect(apart).toBeLessThan(most);
}

onEachBackend(() => {
  it.each(cases)('%s, %s: the same in bands of rows as in one piece', (_, __, perturb) => {
    const images = randomImages(2, HEIGHT, WIDTH, 3);
    const { images: whole, mask, parameters } = perturb.apply(images, { landmarks });
    expect(whole.dataSync()).not.toEqual(images.dataSync());
    for (const atOnce of LIMITS) {
      const inBands = expectTensors(2, () => render(images, parameters, atOnce));
      expectClose(inBands.images, whole);
      expect(inBands.mask.dataSync()).toEqual(mask.dataSync());
      const again = render(images, JSON.parse(JSON.stringify(parameters)), atOnce);
      expect(again.images.dataSync()).toEqual(inBands.images.dataSync());
    }
  });

  it.each(cases)('%s, %s: outside the mask every bit stays', (_, __, perturb) => {
    const images = randomImages(2, HEIGHT, WIDTH, 3);
    const { images: result, mask } = perturb.apply(images, { landmarks });
    const [before, after, covered] = [images.dataSync(), result.dataSync(), mask.dataSync()];
    let [changed, kept] = [0, 0];
    before.forEach((value, at) => {
      if (covered[Math.floor(at / 3) % covered.length] !== 0) return;
      kept++;
      if (after[at] !== value) changed++;
    });
    expect(kept).toBeGreaterThan(500);
    expect(changed).toBe(0);
  });

  it.each(cases)('%s, %s: an image is filled alike alone and beside others', (_, __, perturb) => {
    const images = randomImages(2, HEIGHT, WIDTH, 3);
    const first = (batch: Tensor4D) => tf.slice4d(batch, [0, 0, 0, 0], [1, HEIGHT, WIDTH, 3]);
    const alone = perturb(first(images), { landmarks: [landmarks[0]] });
    // The neighbour fill takes as many steps as the largest region of the batch needs: equal but for what they leave.
    expectClose(alone, first(perturb(images, { landmarks })), 5e-5);
  });

  it('sends gradients through bands as through one piece', () => {
    const images = randomImages(1, 20, 16, 3);
    const weights = tf.sub(randomImages(1, 20, 16, 3), 0.5);
    const spots = union(box({ x: 1, y: 2, width: 4, height: 3 }), box({ x: 9, y: 14, width: 5, height: 4 }));
    for (const fill of ['zero', 'mean', 'pixelate', 'shuffle', { kind: 'blur', sigma: 1 }] as const) {
      const { parameters } = maskRegion(spots, { fill, feather: 1 }).apply(images);
      const gradient = (atOnce: number) =>
        tf.grad((x) => tf.sum(tf.mul(render(x as Tensor4D, parameters, atOnce).images, weights)))(images) as Tensor4D;
      const [inBands, whole] = [gradient(4 * 16 * 3), gradient(2 ** 24)];
      expectClose(inBands, whole);
      expect(tf.sum(tf.abs(whole)).dataSync()[0]).toBeGreaterThan(10);
    }
  });

  describe('masks that are worn', () => {
    it('are drawn alike in a large picture and in the part of it that holds the face', () => {
      const large = randomImages(1, 400, 500, 3);
      const [left, top, side] = [210, 130, 120];
      const face = testFace({ width: 100, shift: [left + 10, top + 10] });
      const part = tf.slice4d(large, [0, top, left, 0], [1, side, side, 3]);
      for (const style of ['surgical', 'n95', 'cloth'] as const) {
        const wear = wearMask({ style, seed: 2 });
        const { images, mask } = expectTensors(2, () => wear.apply(large, { landmarks: [face] }));
        const near = testFace({ width: 100, shift: [10, 10] });
        const alone = wear.apply(part, { landmarks: [near] });
        const cutOut = (tensor: Tensor4D) =>
          tf.slice4d(tensor, [0, top, left, 0], [1, side, side, tensor.shape[3]]) as Tensor4D;
        expectClose(cutOut(mask), alone.mask);
        expectClose(cutOut(images), alone.images);
        const inside = tf.sum(alone.mask).dataSync()[0] as number;
        expect(inside).toBeGreaterThan(1000);
        expect(tf.sum(mask).dataSync()[0]).toBeCloseTo(inside, 0);
      }
    });
  });

  it('composes in bands', () => {
    const images = randomImages(2, HEIGHT, WIDTH, 3);
    const both = compose(
      maskRegion(facialRegion('eyes'), { fill: 'noise' }),
      maskRegion(facialRegion('mouth'), { fill: 'blur' }),
      wearMask(),
    );
    const { images: whole, parameters } = both.apply(images, { landmarks });
    expectClose(render(images, parameters, 700).images, whole);
  });
});
