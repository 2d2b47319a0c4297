import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { createRandom } from '../../support/random.js';
import { cut } from '../patch.js';
import type { Patch } from '../patch.js';
import { eachCovered } from './area.js';
import type { Area } from './area.js';

/** A pixel belongs to the region when at least this much of it does. */
const INSIDE = 0.5;

/**
 * Puts the pixels of each image's region in random order; each image has a stream of its own.
 *
 * @param patch - Holds all regions.
 * @returns Of the patch's size.
 */
export function shufflePatch(images: Tensor4D, area: Area, seed: string, patch: Patch): Tensor4D {
  const [batch, , , channels] = images.shape;
  const order = orderOf(area, batch, patch, seed);
  const back = new Int32Array(order.length);
  order.forEach((from, to) => (back[from] = to));
  // Each pixel goes to one place, so the gradient is the way back; a gather's own needs a kernel that not all backends have.
  const move = tf.customGrad((x) => {
    const pixels = x as Tensor;
    return {
      value: tf.gather(pixels, tf.tensor1d(order, 'int32')),
      gradFunc: (dy: Tensor) => tf.gather(dy, tf.tensor1d(back, 'int32')),
    };
  });
  return tf.tidy(() => {
    const pixels = tf.reshape(cut(images, patch), [order.length, channels]);
    return tf.reshape<tf.Rank.R4>(move(pixels), [batch, patch.height, patch.width, channels]);
  });
}

/** For each pixel of the patches of a batch, the pixel that comes to its place. */
function orderOf(area: Area, batch: number, patch: Patch, seed: string): Int32Array {
  const order = Int32Array.from({ length: batch * patch.height * patch.width }, (_, at) => at);
  const stream = createRandom(seed);
  for (let image = 0; image < batch; image++) {
    const places: number[] = [];
    eachCovered(area, image, patch, (coverage, place) => {
      if (coverage >= INSIDE) places.push(place);
    });
    const shuffled = stream.fork(image).shuffled(places);
    places.forEach((place, at) => (order[place] = shuffled[at] as number));
  }
  return order;
}
