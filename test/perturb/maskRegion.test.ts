import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { maskRegion } from '../../src/perturb/index.js';
import type { FillOption, MaskRegionOptions } from '../../src/perturb/index.js';
import { box, clusterRegion, facialRegion, subtract, union } from '../../src/regions/index.js';
import type { Region } from '../../src/regions/index.js';
import { onEachBackend } from '../support/backends.js';
import { testFace } from '../support/faceLandmarks.js';
import { expectTensors, pixelsOf, randomImages } from './support.js';

/** The middle column of three, half covered in the column beside it. */
const column = box({ x: 1, y: 0, width: 1.5, height: 9 });
const rounded = (tensor: tf.Tensor) => [...tensor.dataSync()].map((value) => Math.round(value * 1e5) / 1e5);

onEachBackend(() => {
  describe('fills, computed by hand', () => {
    const grey = () => tf.tensor4d([0.2, 0.4, 0.6, 0.8, 1, 0], [1, 2, 3, 1]);
    const coloured = () => tf.tensor4d([0.1, 0.2, 0.3, 0.5, 0.6, 0.7, 0.9, 1, 0.8], [1, 1, 3, 3]);
    const masked = (images: Tensor4D, fill: FillOption) => tf.tidy(() => rounded(maskRegion(column, { fill })(images)));

    it('zero', () => {
      expect(masked(grey(), 'zero')).toEqual([0.2, 0, 0.3, 0.8, 0, 0]);
    });

    it('constant, one value and one per channel', () => {
      expect(masked(grey(), { kind: 'constant', value: 0.5 })).toEqual([0.2, 0.5, 0.55, 0.8, 0.5, 0.25]);
      const red = masked(coloured(), { kind: 'constant', value: [1, 0, 0] });
      expect(red).toEqual([0.1, 0.2, 0.3, 1, 0, 0, 0.95, 0.5, 0.4]);
    });

    it("mean: each image's own, per channel", () => {
      expect(masked(grey(), 'mean')).toEqual([0.2, 0.5, 0.55, 0.8, 0.5, 0.25]);
      expect(masked(coloured(), 'mean')).toEqual([0.1, 0.2, 0.3, 0.5, 0.6, 0.6, 0.7, 0.8, 0.7]);
      const two = tf.tensor4d([0, 0, 0, 1, 1, 1], [2, 1, 3, 1]);
      expect(masked(two, 'mean')).toEqual([0, 0, 0, 1, 1, 1]);
    });

    it('dataset mean', () => {
      expect(masked(grey(), { kind: 'datasetMean', value: 0.5 })).toEqual([0.2, 0.5, 0.55, 0.8, 0.5, 0.25]);
    });

    it('noise: in the region only, with the mean and deviation that were asked for', () => {
      for (const distribution of ['gaussian', 'uniform'] as const) {
        const fill = { kind: 'noise', distribution, mean: 0.5, deviation: 0.1 } as const;
        const images = tf.zeros<tf.Rank.R4>([1, 100, 100, 1]);
        const noisy = pixelsOf(maskRegion(box({ x: 0, y: 0, width: 100, height: 50 }), { fill })(images), 0);
        const inside = noisy.slice(0, 5000);
        const mean = inside.reduce((sum, value) => sum + value, 0) / 5000;
        const deviation = Math.sqrt(inside.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 5000);
        expect(mean).toBeCloseTo(0.5, 2);
        expect(deviation).toBeCloseTo(0.1, 2);
        const furthest = Math.max(...inside.map((value) => Math.abs(value - 0.5)));
        if (distribution === 'uniform') expect(furthest).toBeLessThanOrEqual(0.1 * Math.sqrt(3) + 1e-6);
        else expect(furthest).toBeGreaterThan(0.25);
        expect(noisy.slice(5000).every((value) => value === 0)).toBe(true);
      }
    });

    it('noise stays in [0, 1]', () => {
      const fill = { kind: 'noise', mean: 0.5, deviation: 5 } as const;
      const values = maskRegion(box({ x: 0, y: 0, width: 9, height: 9 }), { fill })(randomImages(2, 9, 9)).dataSync();
      expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
    });
  });

  describe('results', () => {
    const images = () => randomImages(3, 8, 10, 3);
    const options: MaskRegionOptions[] = [
      {},
      { fill: 'mean', feather: 2 },
      { fill: 'noise', probability: 0.5 },
      { fill: { kind: 'blur', sigma: 1 } },
      { fill: { kind: 'constant', value: [0.1, 0.2, 0.3] }, seed: 'other' },
    ];
    const region: Region = union(column, box({ x: 6, y: 2, width: 2.5, height: 2 }));

    it.each(options)('leaves nothing behind but the result: %o', (option) => {
      const batch = images();
      const perturb = maskRegion(region, option);
      const result = expectTensors(1, () => perturb(batch));
      expect(result.shape).toEqual(batch.shape);
      const { images: same, mask, parameters } = expectTensors(2, () => perturb.apply(batch));
      expect(same.dataSync()).toEqual(result.dataSync());
      expect(mask.shape.slice(1)).toEqual([8, 10, 1]);
      const again = expectTensors(1, () => perturb.replay(batch, JSON.parse(JSON.stringify(parameters))));
      expect(again.dataSync()).toEqual(result.dataSync());
      tf.dispose([batch, result, same, mask, again]);
    });

    it.each(options)('is images * (1 - mask) + fill * mask: outside the mask nothing changes: %o', (option) => {
      const batch = images();
      const { images: result, mask } = maskRegion(region, option).apply(batch);
      const [before, after, where] = [batch.dataSync(), result.dataSync(), mask.dataSync()];
      let untouched = 0;
      before.forEach((value, at) => {
        const pixel = Math.floor(at / 3) % where.length;
        if (where[pixel] !== 0) return;
        untouched++;
        expect(after[at]).toBe(value);
      });
      expect(untouched).toBeGreaterThan(30);
    });

    it('never hands back the tensor that came in', () => {
      const batch = images();
      const result = maskRegion(box({ x: 50, y: 50, width: 1, height: 1 }))(batch);
      expect(result).not.toBe(batch);
      expect(result.dataSync()).toEqual(batch.dataSync());
      result.dispose();
      expect(batch.dataSync()).toHaveLength(720);
    });

    it('leaves images alone where the region is empty', () => {
      const batch = images();
      const nothing = subtract(column, box({ x: 0, y: 0, width: 50, height: 50 }));
      const { images: result, mask } = maskRegion(nothing, { fill: 'noise' }).apply(batch);
      expect(mask.dataSync().every((value) => value === 0)).toBe(true);
      expect(result.dataSync()).toEqual(batch.dataSync());
    });

    it('draws a shared mask once for the batch, and is right again at another size', () => {
      const labels = [0, 1, 1, 0];
      const perturb = maskRegion(clusterRegion({ labels, height: 2, width: 2, cluster: 1 }));
      const ones = (side: number) => tf.ones<tf.Rank.R4>([2, side, side, 1]);
      expect(perturb.apply(ones(2)).mask.shape).toEqual([1, 2, 2, 1]);
      expect([...pixelsOf(perturb(ones(2)), 1)]).toEqual([1, 0, 0, 1]);
      expect([...pixelsOf(perturb(ones(4)), 1)]).toEqual([1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1]);
      expect([...pixelsOf(perturb(ones(2)), 0)]).toEqual([1, 0, 0, 1]);
      expect([...pixelsOf(perturb(ones(1)), 0)]).toEqual([1 - labels[3]!]);
    });

    it("masks each image by its own face's landmarks", () => {
      const landmarks = [testFace({ width: 40 }), testFace({ width: 40, shift: [8, 4] })];
      const { mask } = maskRegion(facialRegion('mouth')).apply(tf.ones([2, 40, 40, 1]), { landmarks });
      const [first, second] = [pixelsOf(mask, 0), pixelsOf(mask, 1)];
      for (let y = 0; y < 36; y++) {
        for (let x = 0; x < 32; x++) expect(second[(y + 4) * 40 + x + 8]).toBeCloseTo(first[y * 40 + x] as number, 5);
      }
      expect(first.some((value) => value === 1)).toBe(true);
    });

    it('works on a single pixel', () => {
      const one = tf.tensor4d([0.5], [1, 1, 1, 1]);
      const everything = box({ x: 0, y: 0, width: 1, height: 1 });
      expect(maskRegion(everything, { fill: 'zero' })(one).dataSync()[0]).toBe(0);
      expect(maskRegion(everything, { fill: 'blur' })(one).dataSync()[0]).toBe(0.5);
      expect(maskRegion(everything, { fill: 'mean', feather: 3 })(one).dataSync()[0]).toBe(0.5);
    });
  });

  describe('feather', () => {
    it('fades evenly over the edge: a Gaussian of sigma feather / 2', () => {
      const { mask } = maskRegion(box({ x: -50, y: -50, width: 70, height: 200 }), { feather: 4 }).apply(
        tf.zeros([1, 3, 40, 1]),
      );
      // The normal distribution's integral at half pixels, sigma 2, from any table.
      const expected = [0.8944, 0.7734, 0.5987, 0.4013, 0.2266, 0.1056];
      const row = [...mask.dataSync().slice(40 + 17, 40 + 23)];
      row.forEach((value, at) => expect(value).toBeCloseTo(expected[at] as number, 1.9));
      expect(mask.dataSync()[40]).toBe(1);
      expect(mask.dataSync()[79]).toBe(0);
    });
  });

  it('lets gradients through to the images: 1 - mask, and those of mean and blur', () => {
    const batch = randomImages(2, 5, 6, 1);
    const gradient = (options: MaskRegionOptions) =>
      tf.tidy(() => [
        ...tf
          .grad((x) => tf.sum(maskRegion(column, options)(x as Tensor4D)))(batch)
          .dataSync(),
      ]);
    const kept = Array.from({ length: 10 }, () => [1, 0, 0.5, 1, 1, 1]).flat();
    expect(gradient({})).toEqual(kept);
    expect(gradient({ fill: 'noise' })).toEqual(kept);
    // The mask sums to 7.5 over 30 pixels: each pixel's share in the mean comes back to it.
    gradient({ fill: 'mean' }).forEach((value, at) => expect(value).toBeCloseTo((kept[at] as number) + 7.5 / 30, 5));
    const blurred = gradient({ fill: { kind: 'blur', sigma: 1 } });
    expect(blurred.reduce((sum, value) => sum + value, 0)).toBeCloseTo(60, 3);
    const numeric = numericGradient(batch, maskRegion(column, { fill: { kind: 'blur', sigma: 1 } }));
    blurred.forEach((value, at) => expect(value).toBeCloseTo(numeric[at] as number, 2));
  });

  it('can be used in a gradient with landmarks, without a leak', () => {
    const batch = randomImages(1, 20, 20, 3);
    const perturb = maskRegion(facialRegion('nose'), { feather: 1 });
    const context = { landmarks: [testFace({ width: 20 })] };
    const { mask } = perturb.apply(batch, context);
    const gradient = expectTensors(1, () => tf.grad((x) => tf.sum(perturb(x as Tensor4D, context)))(batch));
    gradient.dataSync().forEach((value, at) => {
      expect(value).toBeCloseTo(1 - (mask.dataSync()[Math.floor(at / 3)] as number), 5);
    });
  });
});

/** Central differences of the sum of the result, in steps large enough for float32 (the function is linear). */
function numericGradient(batch: Tensor4D, perturb: (images: Tensor4D) => Tensor4D): number[] {
  const values = batch.dataSync() as Float32Array;
  const sumAt = (at: number, step: number) => {
    const moved = values.slice();
    moved[at] = (moved[at] as number) + step;
    const result = perturb(tf.tensor4d(moved, batch.shape)).dataSync() as Float32Array;
    return result.reduce((sum, value) => sum + value, 0);
  };
  return Array.from(values, (_, at) => sumAt(at, 0.5) - sumAt(at, -0.5));
}
