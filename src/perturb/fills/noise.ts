import type { Tensor4D } from '@tensorflow/tfjs-core';
import { drawTensor4d } from '../../support/drawTensor.js';
import { createRandom } from '../../support/random.js';
import type { Random } from '../../support/random.js';
import type { Patch } from '../patch.js';
import { eachCovered } from './area.js';
import type { Area } from './area.js';
import type { NoiseFill } from './fill.js';

/** Draws one number of noise. */
export type Sampler = (random: Random) => number;

/** The numbers of a noise fill, in [0, 1]. */
export function noiseSampler({ distribution, mean, deviation }: NoiseFill): Sampler {
  const halfWidth = Math.sqrt(3) * deviation;
  const offset: Sampler =
    distribution === 'gaussian'
      ? (random) => deviation * random.normal()
      : (random) => random.uniform(-halfWidth, halfWidth);
  return (random) => Math.min(1, Math.max(0, mean + offset(random)));
}

/**
 * Noise for the pixels that the region touches, zeros for the others.
 *
 * Each image has a stream of its own, from which its pixels draw row by row, so that its numbers hang neither on the other images nor on
 * the patches that are asked for.
 *
 * @returns Gives the noise of a patch. The patches of a picture come once each, from the top down.
 */
export function noise(
  sample: Sampler,
  area: Area,
  [batch, , , channels]: Tensor4D['shape'],
  seed: string,
): (patch: Patch) => Tensor4D {
  const stream = createRandom(seed);
  const streams = Array.from({ length: batch }, (_, image) => stream.fork(image));
  return (patch) =>
    drawTensor4d([batch, patch.height, patch.width, channels], (values) => {
      streams.forEach((random, image) =>
        eachCovered(area, image, patch, (_, place) => {
          for (let at = 0; at < channels; at++) values[place * channels + at] = sample(random);
        }),
      );
    });
}
