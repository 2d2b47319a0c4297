import * as tf from '@tensorflow/tfjs-core';

/** What a model takes. */
export interface ModelInput {
  height: number;
  width: number;
  /** 1 grey, 3 RGB. */
  channels: 1 | 3;
  /** What black and white are to it. */
  range: readonly [number, number];
}

/** How grey is made of red, green and blue: ITU-R BT.601, as most programs do. */
const LUMA = [0.299, 0.587, 0.114];

/**
 * Images [B,H,W,C] in [0, 1] as a model wants them: its channels, its size by bilinear resizing, its range. Made of operations whose slopes
 * are right on every backend, so that gradients reach the image as it was.
 */
export function adaptImages(images: tf.Tensor4D, { height, width, channels, range }: ModelInput): tf.Tensor4D {
  const [black, white] = range;
  return tf.tidy(() => {
    const coloured = withChannels(images, channels);
    const resized = alongAxis(alongAxis(coloured, 1, height), 2, width);
    return tf.add<tf.Tensor4D>(tf.mul(resized, white - black), black);
  });
}

function withChannels(images: tf.Tensor4D, channels: 1 | 3): tf.Tensor4D {
  const [batch, height, width, own] = images.shape;
  if (own === channels) return images;
  const mix = channels === 1 ? tf.tensor2d(LUMA, [3, 1]) : tf.ones<tf.Rank.R2>([1, 3]);
  return tf.reshape(tf.matMul(tf.reshape(images, [-1, own]) as tf.Tensor2D, mix), [batch, height, width, channels]);
}

/** Resizes one axis by a product with a matrix: tfjs's own gradient of bilinear resizing knows no half-pixel centres. */
function alongAxis(images: tf.Tensor4D, axis: 1 | 2, size: number): tf.Tensor4D {
  const from = images.shape[axis] as number;
  if (from === size) return images;
  const order = axis === 1 ? [0, 2, 3, 1] : [0, 1, 3, 2];
  const back = axis === 1 ? [0, 3, 1, 2] : [0, 1, 3, 2];
  const turned = tf.transpose(images, order);
  const [a, b, c] = turned.shape as [number, number, number, number];
  const rows = tf.matMul(tf.reshape(turned, [-1, from]) as tf.Tensor2D, bilinear(from, size));
  return tf.transpose(tf.reshape(rows, [a, b, c, size]), back) as tf.Tensor4D;
}

/** Weights [from, to] of bilinear resizing with half-pixel centres, edges held. */
function bilinear(from: number, to: number): tf.Tensor2D {
  const weights = new Float32Array(from * to);
  for (let at = 0; at < to; at++) {
    const place = Math.min(from - 1, Math.max(0, ((at + 0.5) * from) / to - 0.5));
    const low = Math.floor(place);
    const high = Math.min(low + 1, from - 1);
    weights[low * to + at]! += 1 - (place - low);
    weights[high * to + at]! += place - low;
  }
  return tf.tensor2d(weights, [from, to]);
}
