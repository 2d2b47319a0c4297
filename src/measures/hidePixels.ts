import * as tf from '@tensorflow/tfjs-core';
import type { Fill, NeighbourFill } from '../perturb/fills/fill.js';
import { replay } from '../perturb/render.js';
import type { Point } from '../regions/landmarks.js';
import { pathsShape } from '../regions/shape.js';
import type { Shape } from '../regions/shape.js';
import type { Random } from '../support/random.js';

/**
 * Copies of an image, in each of which other pixels are filled.
 *
 * @param picture - [1,H,W,C].
 * @param masks - H*W numbers for each copy, 1 for a pixel that is filled and 0 for one that stays.
 * @param key - Names the random draws: the image, and the number of the first copy.
 * @returns [n,H,W,C], new.
 */
export type PixelHider = (
  picture: tf.Tensor4D,
  masks: Float32Array,
  key: { readonly image: number; readonly first: number },
) => tf.Tensor4D;

/** A hider for any fill. What it draws hangs on the image and the copy's number alone, not on how many are made at once. */
export function pixelHider(fill: Fill, random: Random): PixelHider {
  if (fill.kind === 'neighbour') return neighbourHider(fill, random);
  if (fill.kind === 'shuffle') return shuffleHider(fill, random);
  return (picture, masks, { image }) =>
    tf.tidy(() => blend(picture, fillWhole(fill, picture, random.fork('fill', image)), masks));
}

/** The image with the fill in the place of all its pixels, [1,H,W,C]. */
export function fillWhole(fill: Fill, picture: tf.Tensor4D, random: Random): tf.Tensor4D {
  const [, height, width] = picture.shape;
  const corners: Point[] = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ];
  return fillShapes(fill, picture, [pathsShape(corners)], random);
}

/** The interpolations of all copies at once, since they take many steps; the noise by itself, so that each copy has its own. */
function neighbourHider(fill: NeighbourFill, random: Random): PixelHider {
  const plain: Fill = { ...fill, noise: 0 };
  return (picture, masks, { image, first }) =>
    tf.tidy(() => {
      const [, height, width] = picture.shape;
      const [size, copies] = [height * width, masks.length / (height * width)];
      const shapes = Array.from({ length: copies }, (_, at) =>
        gridOf(masks.subarray(at * size, (at + 1) * size), picture),
      );
      const filled = fillShapes(plain, tf.tile<tf.Tensor4D>(picture, [copies, 1, 1, 1]), shapes, random);
      if (fill.noise === 0) return filled;
      const noise = noiseOf(fill.noise, filled.shape, (copy) => random.fork('noise', image, first + copy));
      return blend(filled, tf.clipByValue<tf.Tensor4D>(tf.add<tf.Tensor4D>(filled, noise), 0, 1), masks);
    });
}

function noiseOf(deviation: number, shape: tf.Tensor4D['shape'], streamOf: (copy: number) => Random): tf.Tensor4D {
  const [copies, ...sides] = shape;
  const size = tf.util.sizeFromShape(sides);
  const noise = new Float32Array(copies * size);
  for (let copy = 0; copy < copies; copy++) {
    const stream = streamOf(copy);
    for (let at = copy * size; at < (copy + 1) * size; at++) noise[at] = deviation * stream.normal();
  }
  return tf.tensor4d(noise, shape);
}

/** One copy after the other: their order is drawn by their place in a batch. */
function shuffleHider(fill: Fill, random: Random): PixelHider {
  return (picture, masks, { image, first }) =>
    tf.tidy(() => {
      const size = picture.shape[1] * picture.shape[2];
      const copies = Array.from({ length: masks.length / size }, (_, at) =>
        fillShapes(
          fill,
          picture,
          [gridOf(masks.subarray(at * size, (at + 1) * size), picture)],
          random.fork('shuffle', image, first + at),
        ),
      );
      return tf.concat<tf.Tensor4D>(copies, 0);
    });
}

function fillShapes(fill: Fill, pictures: tf.Tensor4D, shapes: Shape[], random: Random): tf.Tensor4D {
  const [batch, height, width] = pictures.shape;
  const hit = new Array<boolean>(batch).fill(true);
  return replay(pictures, { kind: 'maskRegion', batch, height, width, shapes, hit, fill, seed: random.path });
}

function gridOf(mask: Float32Array, { shape: [, height, width] }: tf.Tensor4D): Shape {
  return { kind: 'grid', values: Array.from(mask), height, width, resample: 'nearest' };
}

/** The picture where the masks are 0, the fill where they are 1; one picture or fill serves all masks. */
function blend(picture: tf.Tensor4D, instead: tf.Tensor4D, masks: Float32Array): tf.Tensor4D {
  const [, height, width] = picture.shape;
  const mask = tf.tensor4d(masks, [masks.length / (height * width), height, width, 1]);
  return tf.add<tf.Tensor4D>(tf.mul(picture, tf.sub(1, mask)), tf.mul(instead, mask));
}
