import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { FacePerturbError } from '../../support/errors.js';
import type { Area } from './area.js';
import { blurImages } from './blur.js';
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
 * What stands in the region, as a tensor that broadcasts to the images; undefined for black, which needs none.
 *
 * @throws FacePerturbError `invalid-shape` when a colour has other channels than the images.
 */
export function drawFill(fill: Fill, images: Tensor4D, { area, hit, seed }: FillPlace): Tensor4D | undefined {
  switch (fill.kind) {
    case 'zero':
      return undefined;
    case 'constant':
    case 'datasetMean':
      return colour(fill.value, images.shape[3]);
    case 'mean':
      return tf.mean<Tensor4D>(images, [1, 2], true);
    case 'noise':
      return noiseImages(fill, images.shape, hit, seed);
    case 'blur':
      return blurImages(images, fill.sigma);
    case 'pixelate':
      return pixelateImages(images, fill.size);
    case 'shuffle':
      return shuffleImages(images, area, seed);
    case 'neighbour':
      return neighbourImages(fill, images, area, hit, seed);
  }
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
