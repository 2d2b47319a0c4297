import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { createRandom } from '../../support/random.js';
import type { Area } from './area.js';

/** A pixel belongs to the region when at least this much of it does. */
const INSIDE = 0.5;

/** Puts the pixels of each image's region in random order; each image has a stream of its own. */
export function shuffleImages(images: Tensor4D, area: Area, seed: string): Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const order = orderOf(area, batch, height * width, seed);
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
    const pixels = tf.reshape(images, [batch * height * width, channels]);
    return tf.reshape<tf.Rank.R4>(move(pixels), [batch, height, width, channels]);
  });
}

/** For each pixel of the batch, the pixel that comes to its place. */
function orderOf(area: Area, batch: number, pixels: number, seed: string): Int32Array {
  const order = Int32Array.from({ length: batch * pixels }, (_, at) => at);
  for (let image = 0; image < batch; image++) {
    const coverage = area.coverageOf(image);
    if (!coverage) continue;
    const places: number[] = [];
    coverage.forEach((value, at) => value >= INSIDE && places.push(image * pixels + at));
    const shuffled = createRandom(seed).fork(image).shuffled(places);
    places.forEach((place, at) => (order[place] = shuffled[at] as number));
  }
  return order;
}
