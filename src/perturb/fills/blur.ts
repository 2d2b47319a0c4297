import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { gaussianWeights } from '../../regions/soften.js';
import { cut, widened } from '../patch.js';
import type { Patch } from '../patch.js';

/**
 * A patch of images blurred by a Gaussian, one axis after the other; beyond the border the edge pixels go on. A flat image stays as it is.
 *
 * Each axis is a product with a matrix whose rows hold the Gaussian: of all that backends have, products run fastest, whatever
 * the number of channels and of weights, and every backend has their gradient.
 */
export function blurPatch(images: Tensor4D, sigma: number, patch: Patch): Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const reach = blurReach(sigma);
  const weights = gaussianWeights(sigma, reach);
  return tf.tidy(() => {
    const seen = widened(patch, reach, images.shape);
    const [rows, columns] = [rowsOf(patch), columnsOf(patch)];
    const lines = tf.reshape<tf.Rank.R3>(cut(images, seen), [batch, seen.height, seen.width * channels]);
    const down = alongAxis(weights, rows, height, (matrix, { from, to }) => {
      const part = tf.slice3d(lines, [0, from - seen.top, 0], [batch, to - from, seen.width * channels]);
      return tf.matMul(tf.expandDims(matrix), part);
    });
    const planes = channelsFirst(tf.reshape(down, [batch, patch.height, seen.width, channels]));
    const across = alongAxis(weights, columns, width, (matrix, { from, to }) => {
      const part = tf.slice2d(planes, [0, from - seen.left], [planes.shape[0], to - from]);
      return tf.matMul(part, matrix, false, true);
    });
    return channelsLast(across as Tensor2D, [batch, patch.height, patch.width, channels]);
  });
}

/** How many pixels away a blur looks. */
export function blurReach(sigma: number): number {
  return Math.ceil(4 * sigma);
}

/** Places along one axis: the first, and the one after the last. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const rowsOf = ({ top, height }: Patch): Span => ({ from: top, to: top + height });
const columnsOf = ({ left, width }: Patch): Span => ({ from: left, to: left + width });

/**
 * Blurs along one axis in blocks of places, so that the matrices, which are zero but for a band, stay small.
 *
 * @param blur - Multiplies what lies in a span of the picture's axis with a matrix [places of the block, places of the span].
 */
function alongAxis(
  weights: Float64Array,
  wanted: Span,
  length: number,
  blur: (matrix: Tensor2D, span: Span) => Tensor,
): Tensor {
  const reach = (weights.length - 1) / 2;
  const blocks = blocksOf(wanted, reach).map((block) => {
    const span = { from: Math.max(0, block.from - reach), to: Math.min(length, block.to + reach) };
    return tf.tidy(() => blur(blurMatrix(weights, block, span, length), span));
  });
  return blocks.length === 1 ? (blocks[0] as Tensor) : tf.concat(blocks, 1);
}

/** Blocks so small that little is multiplied by zero, and so large that they are few. */
function blocksOf({ from, to }: Span, reach: number): Span[] {
  const most = Math.min(512, Math.max(32, 2 * reach));
  const count = Math.ceil((to - from) / most);
  const place = (at: number) => from + Math.round(((to - from) * at) / count);
  return Array.from({ length: count }, (_, at) => ({ from: place(at), to: place(at + 1) }));
}

/** For each place of the block, the weight of each place of the span. What falls beyond the axis is the edge pixel's. */
function blurMatrix(weights: Float64Array, block: Span, span: Span, length: number): Tensor2D {
  const reach = (weights.length - 1) / 2;
  const [rows, columns] = [block.to - block.from, span.to - span.from];
  const matrix = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let tap = -reach; tap <= reach; tap++) {
      const place = Math.min(length - 1, Math.max(0, block.from + row + tap));
      matrix[row * columns + place - span.from]! += weights[tap + reach] as number;
    }
  }
  return tf.tensor2d(new Float32Array(matrix), [rows, columns]);
}

/** [batch, height, width, channels] as lines of pixels of one channel, [batch * height * channels, width]. */
function channelsFirst(images: Tensor4D): Tensor2D {
  const [batch, height, width, channels] = images.shape;
  const planes = channels === 1 ? images : tf.transpose(images, [0, 1, 3, 2]);
  return tf.reshape(planes, [batch * height * channels, width]);
}

function channelsLast(lines: Tensor2D, shape: Tensor4D['shape']): Tensor4D {
  const [batch, height, width, channels] = shape;
  if (channels === 1) return tf.reshape(lines, shape);
  return tf.transpose(tf.reshape<tf.Rank.R4>(lines, [batch, height, channels, width]), [0, 1, 3, 2]);
}
