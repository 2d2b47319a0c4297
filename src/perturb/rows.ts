import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';

/** Rows of pictures: the first, and the one after the last. */
export interface Rows {
  readonly from: number;
  readonly to: number;
}

/** Numbers that a step works on at once; what is larger is done in bands of rows. 128 MB. */
const AT_ONCE = 2 ** 25;

/**
 * Draws images in one piece, or, when they are large, in bands of rows one after the other, so that intermediate results are
 * those of a band.
 *
 * @param perPixel - Numbers that are held for each place of the pictures at once.
 */
export function inBands(
  [, height, width]: Tensor4D['shape'],
  perPixel: number,
  draw: (rows: Rows) => Tensor4D,
): Tensor4D {
  const rows = Math.max(1, Math.floor(AT_ONCE / (width * perPixel)));
  if (rows >= height) return draw({ from: 0, to: height });
  const bands = Array.from({ length: Math.ceil(height / rows) }, (_, at) => ({
    from: at * rows,
    to: Math.min(height, (at + 1) * rows),
  }));
  return tf.tidy(() => tf.concat(bands.map(draw), 1));
}

/** Those rows; the tensor itself when they are all of it. */
export function sliceRows(images: Tensor4D, { from, to }: Rows): Tensor4D {
  const [batch, height, width, channels] = images.shape;
  if (from === 0 && to === height) return images;
  return tf.slice4d(images, [0, from, 0, 0], [batch, to - from, width, channels]);
}
