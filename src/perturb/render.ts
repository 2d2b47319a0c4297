import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { checkImageBatch } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { checkMemory } from './checkMemory.js';
import { areaOf, drawMask } from './drawMask.js';
import { numbersFor, worthCutting } from './fills/cost.js';
import { asksForCoverage, checkFill, drawFill } from './fills/drawFill.js';
import type { MaskRegionParameters, PerturbationParameters, WearMaskParameters } from './parameters.js';
import { around, cut, paste } from './patch.js';
import type { Patch } from './patch.js';
import type { Rendered } from './rendered.js';
import { AT_ONCE, bandsOf } from './rows.js';
import type { Rows } from './rows.js';
import { renderWornMask } from './worn/renderWornMask.js';

/**
 * Does what the parameters say, wherever they come from: this call, a file, another process.
 *
 * @returns A new tensor of the images' shape and values; the caller disposes it.
 * @throws FacePerturbError `invalid-shape` when the images are not an image batch, `invalid-argument` when the parameters are none, or
 * are of another batch size.
 */
export function replay(images: Tensor4D, parameters: PerturbationParameters): Tensor4D {
  checkImageBatch('replay', images);
  return tf.tidy(() => render(images, parameters).images);
}

/**
 * The one way from parameters to pixels; tensor operations only, so that gradients flow.
 *
 * @param atOnce - Numbers of the images that are worked on at once; larger images are masked in bands of rows.
 */
export function render(images: Tensor4D, parameters: PerturbationParameters, atOnce = AT_ONCE): Rendered {
  switch (parameters?.kind) {
    case 'maskRegion':
      return renderMask(images, parameters, atOnce);
    case 'wearMask':
      checkFits(images, parameters, parameters.layers.length);
      return renderWornMask(images, parameters);
    case 'compose':
    case 'oneOf':
    case 'sometimes':
      return renderSteps(images, parameters.steps, atOnce);
    default:
      throw wrongParameters(
        "what apply(...).parameters holds, of kind 'maskRegion', 'wearMask', 'compose', 'oneOf' or 'sometimes'",
        show(parameters),
      );
  }
}

function renderSteps(images: Tensor4D, steps: readonly PerturbationParameters[], atOnce: number): Rendered {
  return tf.tidy((): Rendered => {
    const [, height, width] = images.shape;
    let result: Rendered | undefined;
    for (const step of steps) {
      const next = render(result?.images ?? images, step, atOnce);
      result = { images: next.images, mask: result ? tf.maximum<Tensor4D>(result.mask, next.mask) : next.mask };
    }
    return result ?? { images: tf.clone(images), mask: tf.zeros<tf.Rank.R4>([1, height, width, 1]) };
  });
}

function renderMask(images: Tensor4D, parameters: MaskRegionParameters, atOnce: number): Rendered {
  const { shapes, fill, seed } = parameters;
  const { shape } = images;
  checkFits(images, parameters, shapes.length === 1 ? parameters.batch : shapes.length);
  checkFill(fill, shape[3]);
  return tf.tidy((): Rendered => {
    const area = areaOf(parameters, asksForCoverage(fill));
    const bands = bandsOf(shape, atOnce);
    const { mask, patches } = drawMask(parameters, area, bands);
    const places = worthCutting(fill, shape, patches) ? patches : bands.map((band) => acrossPicture(band, shape[2]));
    const all = around(places);
    if (patches.length === 0 || !all) return { images: tf.clone(images), mask };
    checkMemory('maskRegion', images, numbersFor(fill, shape, all, atOnce));
    const instead = drawFill(fill, images, { area, patch: all, seed });
    const masked = paste(images, places, (patch) => {
      const covered = cut(mask, patch);
      const kept = tf.mul<Tensor4D>(cut(images, patch), tf.sub(1, covered));
      return instead ? tf.add<Tensor4D>(kept, tf.mul(instead(patch), covered)) : kept;
    });
    return { images: masked, mask };
  });
}

function acrossPicture({ from, to }: Rows, width: number): Patch {
  return { top: from, left: 0, height: to - from, width };
}

function checkFits(images: Tensor4D, parameters: MaskRegionParameters | WearMaskParameters, drawn: number): void {
  const { batch, height, width, hit } = parameters;
  const size = images.shape.slice(0, 3).join(', ');
  if (size !== `${batch}, ${height}, ${width}`) {
    throw wrongParameters(`those of a batch [${size}, ...]`, `those of [${batch}, ${height}, ${width}, ...]`);
  }
  if (hit.length !== batch || drawn !== batch) {
    throw wrongParameters(`what was drawn and hits for ${batch} images`, `${drawn} and ${hit.length}`);
  }
}

function wrongParameters(expected: string, received: string): FacePerturbError {
  return new FacePerturbError('replay: parameters', { code: 'invalid-argument', expected, received });
}
