import * as tf from '@tensorflow/tfjs-core';
import { imageOf } from './readMap.js';
import type { Scored } from './scoring.js';

/**
 * What a change of 1 at each pixel of each image is foretold to take of the score: the map's raw number, or where it is a slope and the change
 * a share of a way, the number times the pixel's way (the mean over its channels).
 *
 * @returns H*W numbers for each image, null where it is left out.
 */
export async function weightsOf(
  scored: Scored,
  way: ((picture: tf.Tensor4D, image: number) => tf.Tensor4D) | undefined,
): Promise<(Float64Array | null)[]> {
  const weights: (Float64Array | null)[] = [];
  for (const [image, note] of scored.notes.entries()) {
    const raw = note === null ? imageOf(scored.map, image) : null;
    weights.push(raw && way ? await timesWay(raw, scored.images, image, way) : raw);
  }
  return weights;
}

async function timesWay(
  raw: Float64Array,
  images: tf.Tensor4D,
  image: number,
  way: (picture: tf.Tensor4D, image: number) => tf.Tensor4D,
): Promise<Float64Array> {
  const ways = tf.tidy(() => tf.mean(way(tf.slice(images, [image, 0, 0, 0], [1, -1, -1, -1]), image), 3));
  try {
    const numbers = await ways.data();
    return raw.map((slope, at) => slope * (numbers[at] as number));
  } finally {
    ways.dispose();
  }
}

/** Changes of one picture, [n,H,W,1]. */
export function stacked(fields: readonly Float32Array[], { shape: [, height, width] }: tf.Tensor4D): tf.Tensor4D {
  const values = new Float32Array(fields.length * height * width);
  fields.forEach((field, at) => values.set(field, at * field.length));
  return tf.tensor4d(values, [fields.length, height, width, 1]);
}

/** What a change is foretold to take of the score. */
export function dot(field: Float32Array, weights: ArrayLike<number>): number {
  return field.reduce((sum, change, at) => sum + change * (weights[at] as number), 0);
}

/** Mean squared errors of what was foretold, as it is and multiplied by what makes the error the least. */
export function errorsOf(foretold: readonly number[], drops: readonly number[]): { plain: number; scaled: number } {
  const products = foretold.reduce((sum, each, at) => sum + each * (drops[at] as number), 0);
  const squares = foretold.reduce((sum, each) => sum + each * each, 0);
  const scale = squares > 0 ? products / squares : 0;
  const meanSquare = (by: number): number =>
    foretold.reduce((sum, each, at) => sum + (by * each - (drops[at] as number)) ** 2, 0) / foretold.length;
  return { plain: meanSquare(1), scaled: meanSquare(scale) };
}
