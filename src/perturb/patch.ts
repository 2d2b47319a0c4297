import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';

/** An upright rectangle of pixels. */
export interface Patch {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** That part of each image; the tensor itself when it is all of it. */
export function cut(images: Tensor4D, { top, left, height, width }: Patch): Tensor4D {
  const [batch, rows, columns, channels] = images.shape;
  if (height === rows && width === columns) return images;
  const line = columns * channels;
  const size: Tensor4D['shape'] = [batch, height, width, channels];
  // Of fewer dimensions: out of four the wasm backend copies pixel by pixel.
  if (width === columns) {
    const flat = tf.slice2d(tf.reshape(images, [batch, rows * line]), [0, top * line], [batch, height * line]);
    return tf.reshape(flat, size);
  }
  const lines = tf.reshape<tf.Rank.R3>(images, [batch, rows, line]);
  return tf.reshape(tf.slice3d(lines, [0, top, left * channels], [batch, height, width * channels]), size);
}

/**
 * The images with other pixels in patches of them: a new tensor.
 *
 * @param patches - From the top down, no two in the same row.
 * @param draw - Gives the pixels of a patch, `[batch, patch.height, patch.width, channels]`.
 */
export function paste(images: Tensor4D, patches: readonly Patch[], draw: (patch: Patch) => Tensor4D): Tensor4D {
  const [, height, width] = images.shape;
  if (patches.length === 0) return tf.clone(images);
  return tf.tidy(() => {
    const strips: Tensor4D[] = [];
    let done = 0;
    const keepTo = (row: number) => {
      if (row > done) strips.push(cut(images, { top: done, left: 0, height: row - done, width }));
    };
    for (const patch of patches) {
      keepTo(patch.top);
      strips.push(tf.tidy(() => withSides(images, patch, draw(patch))));
      done = patch.top + patch.height;
    }
    keepTo(height);
    return strips.length === 1 ? (strips[0] as Tensor4D) : tf.concat(strips, 1);
  });
}

/** The rows of a patch: what is left of it, the patch, what is right of it. */
function withSides(images: Tensor4D, { top, left, height, width }: Patch, inner: Tensor4D): Tensor4D {
  const right = left + width;
  const sides = [
    { top, height, left: 0, width: left },
    { top, height, left: right, width: images.shape[2] - right },
  ].map((side) => (side.width > 0 ? [cut(images, side)] : []));
  const [before = [], after = []] = sides;
  return before.length + after.length === 0 ? inner : tf.concat([...before, inner, ...after], 2);
}

/** The smallest patch that holds them all; undefined without any. */
export function around(patches: readonly Patch[]): Patch | undefined {
  if (patches.length === 0) return undefined;
  const top = Math.min(...patches.map((each) => each.top));
  const left = Math.min(...patches.map((each) => each.left));
  const bottom = Math.max(...patches.map((each) => each.top + each.height));
  const right = Math.max(...patches.map((each) => each.left + each.width));
  return { top, left, height: bottom - top, width: right - left };
}

/** A patch with so many pixels more on each side, as far as the picture goes. */
export function widened({ top, left, height, width }: Patch, by: number, picture: Tensor4D['shape']): Patch {
  const [firstRow, firstColumn] = [Math.max(0, top - by), Math.max(0, left - by)];
  return {
    top: firstRow,
    left: firstColumn,
    height: Math.min(picture[1], top + height + by) - firstRow,
    width: Math.min(picture[2], left + width + by) - firstColumn,
  };
}

/** The same patch as seen from another that holds it. */
export function within({ top, left, height, width }: Patch, outer: Patch): Patch {
  return { top: top - outer.top, left: left - outer.left, height, width };
}
