import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { checkMemory } from '../checkMemory.js';
import type { WearMaskParameters } from '../parameters.js';
import type { Rendered } from '../rendered.js';
import { drawLayers } from './drawLayers.js';

/** The brightness in which a mask shows its own colour. */
const USUAL_BRIGHTNESS = 0.5;
const BRIGHTEST = 1.3;

/** Lays the drawn masks over the images. */
export function renderWornMask(images: Tensor4D, { layers, hit, light }: WearMaskParameters): Rendered {
  const [batch, height, width, channels] = images.shape;
  checkMemory('wearMask', images, 5 + 2 / channels);
  const colours = new Float32Array(batch * height * width * channels);
  const opacities = new Float32Array(batch * height * width);
  layers.forEach((each, image) => {
    if (!each || !hit[image]) return;
    const drawing = drawLayers(each, { height, width, channels });
    colours.set(drawing.colours, image * height * width * channels);
    opacities.set(drawing.opacities, image * height * width);
  });
  return tf.tidy((): Rendered => {
    const mask = tf.tensor4d(opacities, [batch, height, width, 1]);
    const drawn = tf.tensor4d(colours, [batch, height, width, channels]);
    const lit = light === 0 ? drawn : tf.minimum(tf.mul(drawn, brightness(images, mask, light)), mask);
    return { images: tf.add<Tensor4D>(tf.mul(images, tf.sub(1, mask)), lit), mask };
  });
}

/** For each image, how bright its mask is, from the mean brightness of what it covers. */
function brightness(images: Tensor4D, mask: Tensor4D, light: number): Tensor4D {
  const area = tf.maximum(tf.sum(mask, [1, 2, 3], true), 1e-6);
  const grey = tf.mean(images, 3, true);
  const mean = tf.div(tf.sum(tf.mul(grey, mask), [1, 2, 3], true), area);
  const own = tf.minimum(tf.div(mean, USUAL_BRIGHTNESS), BRIGHTEST);
  return tf.add<Tensor4D>(tf.mul(own, light), 1 - light);
}
