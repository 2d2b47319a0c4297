import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { FacePerturbError } from '../../support/errors.js';
import { sliceRows } from '../rows.js';
import type { Rows } from '../rows.js';
import type { Area } from './area.js';
import { blurRows, blurTaps } from './blur.js';
import type { ChannelValues, Fill } from './fill.js';
import { neighbourImages } from './neighbour.js';
import { noiseImages } from './noise.js';
import { pixelateImages } from './pixelate.js';
import { shuffleImages } from './shuffle.js';

/** Where and with which random numbers a fill is drawn. */
export interface FillPlace {
  readonly area: Area;
  readonly hit: readonly boolean[];
  readonly seed: string;
}

/**
 * What stands in the region, as a function that gives some rows of it, in a tensor that broadcasts to these rows of the images;
 * undefined for black, which needs none.
 *
 * @throws FacePerturbError `invalid-shape` when a colour has other channels than the images.
 */
export function drawFill(
  fill: Fill,
  images: Tensor4D,
  { area, hit, seed }: FillPlace,
): ((rows: Rows) => Tensor4D) | undefined {
  const always = (value: Tensor4D) => () => value;
  const drawn = (whole: Tensor4D) => (rows: Rows) => sliceRows(whole, rows);
  switch (fill.kind) {
    case 'zero':
      return undefined;
    case 'constant':
    case 'datasetMean':
      return always(colour(fill.value, images.shape[3]));
    case 'mean':
      return always(tf.mean<Tensor4D>(images, [1, 2], true));
    case 'noise':
      return drawn(noiseImages(fill, images.shape, hit, seed));
    case 'blur':
      return (rows) => blurRows(images, fill.sigma, rows);
    case 'pixelate':
      return drawn(pixelateImages(images, fill.size));
    case 'shuffle':
      return drawn(shuffleImages(images, area, seed));
    case 'neighbour':
      return drawn(neighbourImages(fill, images, area, hit, seed));
  }
}

/** Tensors as large as the images that are held at once, beside these and the result, while a fill is drawn or blended in. */
const HELD: Record<Fill['kind'], number> = {
  ...{ zero: 0, constant: 0, datasetMean: 0, mean: 0, blur: 0 },
  ...{ noise: 1, pixelate: 1, shuffle: 1, neighbour: 14 },
};

/** What a fill takes of memory: tensors as large as the images, and numbers for each place of the rows that are drawn at once. */
export function memoryOf(
  fill: Fill,
  [batch, height, , channels]: Tensor4D['shape'],
): { held: number; perPixel: number } {
  const taps = fill.kind === 'blur' ? blurTaps(fill.sigma, height) : 0;
  return { held: HELD[fill.kind], perPixel: Math.max(batch * channels, taps) };
}

function colour(value: ChannelValues, channels: number): Tensor4D {
  if (typeof value === 'number') return tf.tensor4d([value], [1, 1, 1, 1]);
  if (value.length !== 1 && value.length !== channels) {
    throw new FacePerturbError('maskRegion: fill: value', {
      code: 'invalid-shape',
      expected: `a number or ${channels} of them, one per channel of the images`,
      received: `${value.length}`,
    });
  }
  return tf.tensor4d([...value], [1, 1, 1, value.length]);
}
