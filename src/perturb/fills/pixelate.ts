import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { cut, within } from '../patch.js';
import type { Patch } from '../patch.js';

/**
 * Gives each square block of pixels its mean, and of that a patch. Blocks are counted from the upper left of the images; those cut off by
 * their right and lower border take the mean of what is there.
 */
export function pixelatePatch(images: Tensor4D, size: number, patch: Patch): Tensor4D {
  const whole = wholeBlocks(patch, size, images.shape);
  return tf.tidy(() => cut(pixelated(cut(images, whole), size), within(patch, whole)));
}

/** The blocks that a patch touches, as far as the picture goes. */
export function wholeBlocks(
  { top, left, height, width }: Patch,
  size: number,
  [, rows, columns]: Tensor4D['shape'],
): Patch {
  const down = (place: number) => Math.floor(place / size) * size;
  const up = (place: number, most: number) => Math.min(most, Math.ceil(place / size) * size);
  const [first, firstColumn] = [down(top), down(left)];
  const [last, lastColumn] = [up(top + height, rows), up(left + width, columns)];
  return { top: first, left: firstColumn, height: last - first, width: lastColumn - firstColumn };
}

function pixelated(images: Tensor4D, size: number): Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const rows = Math.ceil(height / size);
  const columns = Math.ceil(width / size);
  const padded = tf.pad4d(images, [
    [0, 0],
    [0, rows * size - height],
    [0, columns * size - width],
    [0, 0],
  ]);
  const perRow = tf.sum(tf.reshape(padded, [batch * rows, size, columns * size * channels]), 1);
  const sums = tf.sum(tf.reshape(perRow, [batch * rows * columns, size, channels]), 1);
  const means = tf.div(tf.reshape(sums, [batch, rows, columns, channels]), pixelsPerBlock(height, width, size));
  const wide = repeated(tf.reshape(means, [batch * rows * columns, 1, channels]), size);
  const whole = repeated(tf.reshape(wide, [batch * rows, 1, columns * size * channels]), size);
  const blocks = tf.reshape<tf.Rank.R4>(whole, [batch, rows * size, columns * size, channels]);
  return cut(blocks, { top: 0, left: 0, height, width });
}

/** [n, 1, m] to [n, times, m]. */
function repeated(values: tf.Tensor, times: number): tf.Tensor {
  return tf.mul(values, tf.ones([1, times, 1]));
}

function pixelsPerBlock(height: number, width: number, size: number): tf.Tensor {
  const down = tf.tensor4d(lengths(height, size), [1, Math.ceil(height / size), 1, 1]);
  return tf.mul(down, tf.tensor4d(lengths(width, size), [1, 1, Math.ceil(width / size), 1]));
}

function lengths(length: number, size: number): number[] {
  return Array.from({ length: Math.ceil(length / size) }, (_, at) => Math.min(size, length - at * size));
}
