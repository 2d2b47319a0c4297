import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { checkMemory } from '../checkMemory.js';
import { savesTime } from '../fills/cost.js';
import type { WearMaskParameters } from '../parameters.js';
import { around, cut, paste, within } from '../patch.js';
import type { Patch } from '../patch.js';
import type { Rendered } from '../rendered.js';
import { drawLayers, layersPatch } from './drawLayers.js';
import type { DrawingSize } from './drawLayers.js';

/** The brightness in which a mask shows its own colour. */
const USUAL_BRIGHTNESS = 0.5;
const BRIGHTEST = 1.3;

/** Nanoseconds for each number of the images, about, as for fills. */
const TIME = 8;

/** Lays the drawn masks over the images. */
export function renderWornMask(images: Tensor4D, parameters: WearMaskParameters): Rendered {
  const { shape } = images;
  const [batch, height, width, channels] = shape;
  const found = patchesOf(parameters, { height, width, channels });
  const tight = around(found.flatMap((each) => each ?? []));
  return tf.tidy((): Rendered => {
    if (!tight) return { images: tf.clone(images), mask: tf.zeros<tf.Rank.R4>([batch, height, width, 1]) };
    const patch = savesTime(TIME, shape, [tight]) ? tight : { top: 0, left: 0, height, width };
    const inPatch = batch * patch.height * patch.width * channels;
    checkMemory('wearMask', images, inPatch * 6 + images.size * (1 + 1 / channels));
    const { colours, opacities } = draw(parameters, shape, patch, found);
    const covered = tf.tensor4d(opacities, [batch, patch.height, patch.width, 1]);
    const drawn = tf.tensor4d(colours, [batch, patch.height, patch.width, channels]);
    const masked = paste(images, [patch], () => {
      const under = cut(images, patch);
      const lit = parameters.light === 0 ? drawn : litAs(under, drawn, covered, parameters.light);
      return tf.add<Tensor4D>(tf.mul(under, tf.sub(1, covered)), lit);
    });
    return { images: masked, mask: padded(covered, patch, shape) };
  });
}

/** What each image's mask may touch; undefined where it has none. */
function patchesOf({ layers, hit }: WearMaskParameters, size: DrawingSize): (Patch | undefined)[] {
  return layers.map((each, image) => (each && hit[image] ? layersPatch(each, size) : undefined));
}

/** Draws each mask where it is, into a patch of the batch that holds them all. */
function draw(
  { layers }: WearMaskParameters,
  [batch, height, width, channels]: Tensor4D['shape'],
  patch: Patch,
  found: readonly (Patch | undefined)[],
): { colours: Float32Array; opacities: Float32Array } {
  const pixels = patch.height * patch.width;
  const colours = new Float32Array(batch * pixels * channels);
  const opacities = new Float32Array(batch * pixels);
  layers.forEach((each, image) => {
    const part = found[image];
    if (!each || !part) return;
    const drawing = drawLayers(each, { height, width, channels }, part);
    const { top, left } = within(part, patch);
    for (let row = 0; row < part.height; row++) {
      const to = image * pixels + (top + row) * patch.width + left;
      const [from, end] = [row * part.width, (row + 1) * part.width];
      opacities.set(drawing.opacities.subarray(from, end), to);
      colours.set(drawing.colours.subarray(from * channels, end * channels), to * channels);
    }
  });
  return { colours, opacities };
}

function padded(mask: Tensor4D, { top, left, height, width }: Patch, shape: Tensor4D['shape']): Tensor4D {
  const [below, right] = [shape[1] - top - height, shape[2] - left - width];
  if (top + left + below + right === 0) return mask;
  return tf.pad4d(mask, [
    [0, 0],
    [top, below],
    [left, right],
    [0, 0],
  ]);
}

/** The drawn masks as bright as what they cover lets them be. */
function litAs(images: Tensor4D, drawn: Tensor4D, mask: Tensor4D, light: number): Tensor4D {
  return tf.minimum(tf.mul(drawn, brightness(images, mask, light)), mask);
}

/** For each image, how bright its mask is, from the mean brightness of what it covers. */
function brightness(images: Tensor4D, mask: Tensor4D, light: number): Tensor4D {
  const area = tf.maximum(tf.sum(mask, [1, 2, 3], true), 1e-6);
  const grey = tf.mean(images, 3, true);
  const mean = tf.div(tf.sum(tf.mul(grey, mask), [1, 2, 3], true), area);
  const own = tf.minimum(tf.div(mean, USUAL_BRIGHTNESS), BRIGHTEST);
  return tf.add<Tensor4D>(tf.mul(own, light), 1 - light);
}
