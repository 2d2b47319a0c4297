import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/useBackend.js';
import { syntheticFaces } from '../../src/data/synthetic/index.js';
import { maskRegion, wearMask } from '../../src/perturb/index.js';
import type { WearMaskParameters } from '../../src/perturb/index.js';
import { PROTECTIVE_MASK_STYLES, facialRegion, protectiveMask, regionMask } from '../../src/regions/index.js';
import type { FaceLandmarks, FacialRegionName } from '../../src/regions/index.js';
import { FacePerturbError } from '../../src/support/errors.js';
import { onEachBackend } from '../support/backends.js';
import { testFace } from '../support/faceLandmarks.js';
import { expectTensors, pixelsOf, randomImages } from './support.js';

const SIDE = 64;
const COUNT = 6;
const faces = syntheticFaces({ count: COUNT, seed: 3, size: SIDE });
const landmarks = faces.landmarks as FaceLandmarks[];
const pictures = () =>
  tf.tensor4d(
    Float32Array.from(faces.pixels, (value) => value / 255),
    [COUNT, SIDE, SIDE, 1],
  );

/** Mean of a value per pixel over a region of each face. */
function meanIn(values: Tensor4D, name: FacialRegionName): number[] {
  const mask = regionMask(facialRegion(name), { batch: COUNT, height: SIDE, width: SIDE, landmarks });
  return Array.from(tf.div(tf.sum(tf.mul(values, mask), [1, 2, 3]), tf.sum(mask, [1, 2, 3])).dataSync());
}

onEachBackend(() => {
  it.each(PROTECTIVE_MASK_STYLES)(
    '%s covers mouth and nose tip at any variation, and leaves eyes and forehead as they are',
    (style) => {
      const images = pictures();
      const { images: masked, mask } = wearMask({ style, variation: 1 }).apply(images, { landmarks });
      for (const share of meanIn(mask, 'mouth')) expect(share).toBeGreaterThan(0.97);
      for (const share of meanIn(mask, 'nose')) expect(share).toBeGreaterThan(0.45);
      for (const share of meanIn(mask, 'eyes')) expect(share).toBeLessThan(0.02);
      const change = tf.abs(tf.sub(masked, images)) as Tensor4D;
      for (const share of meanIn(change, 'forehead')) expect(share).toBeLessThan(0.02);
      masked.dataSync().forEach((value) => expect(value >= 0 && value <= 1).toBe(true));
    },
  );

  it('has the outline of protectiveMask when nothing varies', () => {
    const images = pictures();
    const { mask } = wearMask({ variation: 0 }).apply(images, { landmarks });
    const outline = maskRegion(protectiveMask()).apply(images, { landmarks }).mask;
    const missing = tf.sub(outline, mask).dataSync();
    missing.forEach((value) => expect(value).toBeLessThan(1e-5));
  });

  it('leaves no tensor behind, and lets gradients through where there is no mask', () => {
    const images = pictures();
    const wear = wearMask({ style: 'n95', light: 0 });
    expectTensors(1, () => wear(images, { landmarks }));
    expectTensors(2, () => wear.apply(images, { landmarks }));
    const gradient = expectTensors(1, () => tf.grad((x) => tf.sum(wear(x as Tensor4D, { landmarks })))(images));
    const { mask } = wear.apply(images, { landmarks });
    const expected = tf.sub(1, mask).dataSync();
    gradient.dataSync().forEach((value, at) => expect(value).toBeCloseTo(expected[at] as number, 5));
  });
});

describe('wearMask', () => {
  beforeAll(async () => {
    await useBackend('cpu');
  });

  it('draws in the colour asked for: its luma on grey pictures, red where red is asked for', () => {
    const face = [testFace({ width: 60 })];
    const plain = { variation: 0, light: 0 } as const;
    const at = (channels: number, colour: readonly number[] | number) => {
      const pixels = pixelsOf(
        wearMask({ ...plain, style: 'cloth', colour })(tf.zeros([1, 60, 60, channels]), { landmarks: face }),
        0,
      );
      const place = (48 * 60 + 22) * channels;
      return Array.from(pixels.slice(place, place + channels));
    };
    const [red, green, blue] = at(3, [0.8, 0.2, 0.1]) as [number, number, number];
    expect(red).toBeGreaterThan(3 * green);
    expect(green).toBeGreaterThan(blue);
    expect(at(1, [0.8, 0.2, 0.1])[0]).toBeCloseTo(0.299 * red + 0.587 * green + 0.114 * blue, 5);
    const grey = at(3, 0.6);
    expect(grey[0]).toBeCloseTo(grey[2] as number, 6);
  });

  it('varies with seed, key and image, by as much as asked', () => {
    const images = tf.fill([4, 48, 48, 1], 0.5) as Tensor4D;
    const same = Array.from({ length: 4 }, () => testFace({ width: 48 }));
    const spread = (variation: number) => {
      const masked = wearMask({ variation, seed: 2 })(images, { landmarks: same });
      return tf.mean(tf.moments(masked, 0).variance).dataSync()[0] as number;
    };
    expect(spread(0)).toBe(0);
    expect(spread(0.3)).toBeGreaterThan(1e-5);
    expect(spread(1)).toBeGreaterThan(spread(0.3));
    const first = wearMask({ seed: 2 })(images, { landmarks: same }).dataSync();
    expect(wearMask({ seed: 2 })(images, { landmarks: same }).dataSync()).toEqual(first);
    expect(wearMask({ seed: 3 })(images, { landmarks: same }).dataSync()).not.toEqual(first);
    expect(wearMask({ seed: 2 })(images, { landmarks: same, key: 1 }).dataSync()).not.toEqual(first);
  });

  it('is darker in a dark picture, unless light is 0', () => {
    const face = [testFace({ width: 48 })];
    const middle = (brightness: number, light: number) =>
      pixelsOf(wearMask({ light, variation: 0 })(tf.fill([1, 48, 48, 1], brightness), { landmarks: face }), 0)[
        36 * 48 + 20
      ] as number;
    expect(middle(0.1, 1)).toBeLessThan(0.5 * middle(0.5, 1));
    expect(middle(0.1, 0)).toBeCloseTo(middle(0.5, 0), 2);
    expect(middle(0.5, 1)).toBeCloseTo(middle(0.5, 0), 2);
  });

  it('masks the share of images asked for, and only those that may be', () => {
    const images = randomImages(40, 24, 24, 1);
    const all = Array.from({ length: 40 }, () => testFace({ width: 24 }));
    const { images: masked, parameters } = wearMask({ probability: 0.5 }).apply(images, { landmarks: all });
    const { hit } = parameters as WearMaskParameters;
    const count = hit.filter(Boolean).length;
    expect(count).toBeGreaterThan(8);
    expect(count).toBeLessThan(32);
    hit.forEach((isHit, at) => {
      if (isHit) expect(pixelsOf(masked, at)).not.toEqual(pixelsOf(images, at));
      else expect(pixelsOf(masked, at)).toEqual(pixelsOf(images, at));
    });
  });

  it('works on a face that lies partly or wholly outside the picture, and on one pixel', () => {
    const face = testFace({ width: 60, shift: [-25, 30] });
    const images = tf.fill([1, 50, 70, 3], 0.4) as Tensor4D;
    const partly = wearMask()(images, { landmarks: [face] });
    expect(Array.from(partly.dataSync()).every(Number.isFinite)).toBe(true);
    const away = wearMask()(images, { landmarks: [testFace({ width: 60, shift: [-500, 0] })] });
    expect(away.dataSync()).toEqual(images.dataSync());
    expect(Number.isFinite(wearMask()(tf.ones([1, 1, 1, 1]), { landmarks: [face] }).dataSync()[0])).toBe(true);
  });

  it.each([
    ['a style that is none', () => wearMask({ style: 'ffp2' as never }), 'invalid-option', /'surgical'.*"ffp2"/],
    ['a variation of 2', () => wearMask({ variation: 2 }), 'invalid-option', /variation.*\[0, 1\]/],
    ['two channels of colour', () => wearMask({ colour: [0, 1] }), 'invalid-option', /1 or 3/],
    ['a misspelt option', () => wearMask({ color: 1 } as never), 'invalid-option', /'colour'.*"color"/],
    ['no landmarks', () => wearMask()(tf.ones([1, 4, 4, 1])), 'missing-landmarks', /meanShape/],
  ])('refuses %s', (_, act, code, message) => {
    expect(act).toThrow(FacePerturbError);
    expect(act).toThrow(message);
    try {
      act();
    } catch (error) {
      expect(error).toMatchObject({ code });
    }
  });
});
