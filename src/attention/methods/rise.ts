import * as tf from '@tensorflow/tfjs-core';
import { checkNumber, checkOptionNames } from '../../support/checks.js';
import { createRandom } from '../../support/random.js';
import type { Random } from '../../support/random.js';
import type { AttentionMethod } from '../types.js';
import { runPasses } from './passes.js';

/** Options of {@link rise}. */
export interface RiseOptions {
  /**
   * Random masks, at least 1. The map's noise falls with their square root.
   * @default 500
   */
  masks?: number;
  /**
   * Cells of a mask along each side, at least 1.
   * @default 7
   */
  grid?: number;
  /**
   * Chance of a cell to be kept, in (0, 1).
   * @default 0.5
   */
  keep?: number;
  /**
   * Of the masks: a whole number from 0 up, or a text.
   * @default 0
   */
  seed?: number | string;
}

/**
 * RISE (Petsiuk, Das and Saenko 2018): the mean of random masks, each weighed by the probability of the target's class for the image seen
 * through it (for a target function by its score), over the chance of a pixel to be kept. No gradients, no layers.
 *
 * A mask is a grid of zeros and ones, enlarged bilinearly and shifted by a random part of a cell. Every image gets the same masks.
 *
 * @throws FacePerturbError `invalid-option` for an unknown option or one out of its range.
 */
export function rise(options: RiseOptions = {}): AttentionMethod {
  checkOptionNames('rise', options, ['masks', 'grid', 'keep', 'seed']);
  const count = checkNumber('rise: masks', options.masks ?? 500, { min: 1, integer: true });
  const grid = checkNumber('rise: grid', options.grid ?? 7, { min: 1, integer: true });
  const keep = checkNumber('rise: keep', options.keep ?? 0.5, { min: 0.01, max: 0.99 });
  const random = createRandom(options.seed ?? 0);
  return {
    name: 'rise',
    reads: 'positive',
    compute: async (context) => {
      const [batch, height, width] = context.images.shape;
      const sums = new Float64Array(batch * height * width);
      const masks = new Map<number, Float32Array>();
      await runPasses(context, {
        count,
        change: (at) => {
          const mask = randomMask(random.fork('rise', at), { height, width, grid, keep });
          masks.set(at, mask);
          return tf.mul(context.images, tf.tensor4d(mask, [1, height, width, 1]));
        },
        read: context.confidence,
        take: (at, scores) => {
          const mask = masks.get(at) as Float32Array;
          masks.delete(at);
          scores.forEach((score, image) => addScaled(sums, image * mask.length, mask, score));
        },
      });
      return tf.tensor3d(
        Float32Array.from(sums, (sum) => sum / (count * keep)),
        [batch, height, width],
      );
    },
  };
}

interface MaskSettings {
  height: number;
  width: number;
  grid: number;
  keep: number;
}

/** Values in [0, 1], row by row. */
function randomMask(random: Random, { height, width, grid, keep }: MaskSettings): Float32Array {
  const side = grid + 2;
  const cells = Float32Array.from({ length: side * side }, () => (random.chance(keep) ? 1 : 0));
  const [down, right] = [random.next(), random.next()];
  const mask = new Float32Array(height * width);
  for (let row = 0; row < height; row++) {
    const y = (row * grid) / height + down;
    const [top, below] = [Math.floor(y), y % 1];
    for (let column = 0; column < width; column++) {
      const x = (column * grid) / width + right;
      const [left, beside] = [Math.floor(x), x % 1];
      const at = top * side + left;
      const upper = mix(cells[at] as number, cells[at + 1] as number, beside);
      const lower = mix(cells[at + side] as number, cells[at + side + 1] as number, beside);
      mask[row * width + column] = mix(upper, lower, below);
    }
  }
  return mask;
}

function mix(first: number, second: number, share: number): number {
  return first + (second - first) * share;
}

function addScaled(sums: Float64Array, from: number, mask: Float32Array, by: number): void {
  for (let at = 0; at < mask.length; at++) {
    sums[from + at] = (sums[from + at] as number) + by * (mask[at] as number);
  }
}
