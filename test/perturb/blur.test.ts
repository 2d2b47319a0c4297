import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { maskRegion } from '../../src/perturb/index.js';
import { box } from '../../src/regions/index.js';
import { onEachBackend } from '../support/backends.js';

/** Made by test/fixtures/perturb/make_blur.py with scipy. */
const reference = JSON.parse(readFileSync(new URL('../fixtures/perturb/blur.json', import.meta.url), 'utf8')) as {
  image: number[][];
  blurred: Record<string, number[][]>;
};
const everything = box({ x: 0, y: 0, width: 1, height: 1, units: 'relative' });

onEachBackend(() => {
  it.each(Object.entries(reference.blurred))(
    'blurs with sigma %s as scipy does, each channel by itself',
    (sigma, theirs) => {
      const grey = tf.tensor2d(reference.image);
      const coloured = tf.stack([grey, tf.sub(1, grey), tf.mul(grey, 0.5)], 2);
      const blur = maskRegion(everything, { fill: { kind: 'blur', sigma: Number(sigma) } });
      const ours = blur(tf.stack([coloured]) as tf.Tensor4D).dataSync();
      theirs.flat().forEach((value, at) => {
        expect(ours[3 * at]).toBeCloseTo(value, 5);
        expect(ours[3 * at + 1]).toBeCloseTo(1 - value, 5);
        expect(ours[3 * at + 2]).toBeCloseTo(0.5 * value, 5);
      });
    },
  );

  it.each([0.3, 2, 40])('keeps a flat image flat up to its border, sigma %d', (sigma) => {
    const flat = tf.fill([1, 5, 3, 1], 0.6) as tf.Tensor4D;
    const blurred = maskRegion(everything, { fill: { kind: 'blur', sigma } })(flat).dataSync();
    blurred.forEach((value) => expect(value).toBeCloseTo(0.6, 6));
  });
});
