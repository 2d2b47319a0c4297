import * as tf from '@tensorflow/tfjs-core';
import { createRandom, type Random } from '../../../src/support/random.js';
import type { CopiesProvider, ImageChange } from '../../../src/training/types.js';

/** Area and shape of the rectangles: those of random erasing (Zhong et al. 2017). */
const AREA = [0.02, 0.33] as const;
const ASPECT = 3.3;

/** Copies without a random rectangle each, another one in every image: random erasing in the place of clusters. */
export function erasingCopies(count: number): CopiesProvider {
  return ({ random }) => ({
    changes: Array.from({ length: count }, (_, copy) => eraser(random.fork('erase', copy))),
  });
}

/** Sets a rectangle of each image to zero; the context's key decides where. */
function eraser(stream: Random): ImageChange {
  return (images, context) => {
    const [batch, height, width] = images.shape;
    const random = createRandom(stream.path).fork(context?.key ?? '');
    const kept = new Float32Array(batch * height * width).fill(1);
    for (let image = 0; image < batch; image++) {
      clear(kept.subarray(image * height * width, (image + 1) * height * width), { height, width, random });
    }
    return tf.tidy(() => tf.mul(images, tf.tensor4d(kept, [batch, height, width, 1])) as tf.Tensor4D);
  };
}

function clear(kept: Float32Array, { height, width, random }: { height: number; width: number; random: Random }): void {
  const area = random.uniform(...AREA) * height * width;
  const aspect = Math.exp(random.uniform(-Math.log(ASPECT), Math.log(ASPECT)));
  const tall = Math.min(height, Math.max(1, Math.round(Math.sqrt(area * aspect))));
  const wide = Math.min(width, Math.max(1, Math.round(Math.sqrt(area / aspect))));
  const top = random.integer(height - tall + 1);
  const left = random.integer(width - wide + 1);
  for (let row = top; row < top + tall; row++) kept.fill(0, row * width + left, row * width + left + wide);
}
