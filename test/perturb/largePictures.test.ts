import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/useBackend.js';
import { maskRegion } from '../../src/perturb/index.js';
import { box } from '../../src/regions/index.js';
import { onEachBackend } from '../support/backends.js';

/** A picture of waves, [1, height, width, channels]. */
function waves(height: number, width: number, channels: number): Tensor4D {
  const values = new Float32Array(height * width * channels);
  for (let y = 0, at = 0; y < height; y++) {
    const row = (y * 37) % 101;
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) values[at++] = ((row + x * (17 + channel)) % 103) / 103;
    }
  }
  return tf.tensor4d(values, [1, height, width, channels]);
}

/** Compares a window of a large result with the same window cut out, with a border around it, and perturbed alone. */
function expectWindow(large: Tensor4D, images: Tensor4D, perturb: (images: Tensor4D) => Tensor4D, top: number): void {
  const [, height, width, channels] = images.shape;
  const [border, side] = [15, 120];
  const from = Math.min(Math.max(0, top - border), height - side);
  const left = 700;
  const alone = perturb(tf.slice4d(images, [0, from, left, 0], [1, side, side, channels]));
  // Rows at the picture's own border have no other border to keep away from.
  const first = from === 0 ? 0 : border;
  const last = from === height - side ? side : side - border;
  const size: [number, number, number, number] = [1, last - first, side - 2 * border, channels];
  const expected = tf.slice4d(alone, [0, first, border, 0], size).dataSync();
  const ours = tf.slice4d(large, [0, from + first, left + border, 0], size).dataSync();
  expect(left + side).toBeLessThan(width);
  let apart = 0;
  ours.forEach((value, at) => (apart = Math.max(apart, Math.abs(value - (expected[at] as number)))));
  expect(apart).toBeLessThan(1e-5);
}

const everything = box({ x: 0, y: 0, width: 1, height: 1, units: 'relative' });

describe('large pictures', () => {
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  onEachBackend((backend) => {
    it('of 12 million pixels are made black where the region is, and stay as they are elsewhere', () => {
      const images = waves(3000, 4000, 1);
      const { images: result, mask } = maskRegion(box({ x: 500, y: 1000, width: 2000, height: 1500 })).apply(images);
      expect(tf.sum(mask).dataSync()[0]).toBe(2000 * 1500);
      const inside = tf.slice4d(result, [0, 1000, 500, 0], [1, 1500, 2000, 1]);
      expect(tf.max(inside).dataSync()[0]).toBe(0);
      for (const [y, x, height, width] of [
        [0, 0, 1000, 4000],
        [2500, 0, 500, 4000],
        [1000, 2500, 1500, 1500],
      ] as const) {
        const outside = (tensor: Tensor4D) => tf.slice4d(tensor, [0, y, x, 0], [1, height, width, 1]);
        expect(tf.max(tf.abs(tf.sub(outside(result), outside(images)))).dataSync()[0]).toBe(0);
      }
    });

    it('are blurred in blocks of rows and columns as each part of them is', () => {
      const images = waves(1200, 2400, backend === 'wasm' ? 3 : 1);
      const blur = maskRegion(everything, { fill: { kind: 'blur', sigma: 3 } });
      const result = blur(images);
      // Where blocks of rows end depends on the size; these windows together hold all the ends along a column.
      for (let top = 0; top < 1200; top += 90) expectWindow(result, images, blur, top);
    });
  });
});

describe('pictures too large for the wasm backend', () => {
  it('are refused with what there is and what to do', async () => {
    await useBackend('wasm');
    const images = tf.zeros<tf.Rank.R4>([1, 4000, 5000, 3]);
    const fill = 'neighbour';
    const before = tf.memory().numTensors;
    expect(() => maskRegion(everything, { fill })(images)).toThrow(
      /maskRegion: images: expected .* fit into the wasm backend's memory.*\[1, 4000, 5000, 3\].*useBackend\('cpu'\)/,
    );
    expect(tf.memory().numTensors).toBe(before);
    images.dispose();
  });
});
