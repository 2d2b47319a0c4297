import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { FacePerturbError } from '../../support/errors.js';
import { cut, within } from '../patch.js';
import type { Patch } from '../patch.js';
import type { Area } from './area.js';
import { blurPatch } from './blur.js';
import type { ChannelValues, Fill } from './fill.js';
import { neighbourPatch } from './neighbour.js';
import { noise, noiseSampler } from './noise.js';
import { pixelatePatch } from './pixelate.js';
import { shufflePatch } from './shuffle.js';

/** Where and with which random numbers a fill is drawn. */
export interface FillPlace {
  readonly area: Area;
  /** Holds the regions of all images. */
  readonly patch: Patch;
  readonly seed: string;
}

/**
 * What stands in the region, as a function that gives a patch of it, in a tensor that broadcasts to this patch of the images;
 * undefined for black, which needs none. Patches are to be asked for once each, from the top down.
 */
export function drawFill(
  fill: Fill,
  images: Tensor4D,
  { area, patch: all, seed }: FillPlace,
): ((patch: Patch) => Tensor4D) | undefined {
  const always = (value: Tensor4D) => () => value;
  const drawn = (whole: Tensor4D) => (patch: Patch) => cut(whole, within(patch, all));
  switch (fill.kind) {
    case 'zero':
      return undefined;
    case 'constant':
    case 'datasetMean':
      return always(colour(fill.value));
    case 'mean':
      return always(tf.mean<Tensor4D>(images, [1, 2], true));
    case 'noise':
      return noise(noiseSampler(fill), area, images.shape, seed);
    case 'blur':
      return (patch) => blurPatch(images, fill.sigma, patch);
    case 'pixelate':
      return (patch) => pixelatePatch(images, fill.size, patch);
    case 'shuffle':
      return drawn(shufflePatch(images, area, seed, all));
    case 'neighbour':
      return drawn(neighbourPatch(fill, images, area, seed, all));
  }
}

/** Whether a fill asks which pixels the region covers. */
export function asksForCoverage({ kind }: Fill): boolean {
  return kind === 'noise' || kind === 'shuffle' || kind === 'neighbour';
}

/** @throws FacePerturbError `invalid-shape` when a colour has other channels than the images. */
export function checkFill(fill: Fill, channels: number): void {
  if (!('value' in fill) || typeof fill.value === 'number') return;
  if (fill.value.length === 1 || fill.value.length === channels) return;
  throw new FacePerturbError('maskRegion: fill: value', {
    code: 'invalid-shape',
    expected: `a number or ${channels} of them, one per channel of the images`,
    received: `${fill.value.length}`,
  });
}

function colour(value: ChannelValues): Tensor4D {
  const values = typeof value === 'number' ? [value] : [...value];
  return tf.tensor4d(values, [1, 1, 1, values.length]);
}
