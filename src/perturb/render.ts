import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { rasterise, rasteriseInto } from '../regions/rasterise.js';
import type { Shape } from '../regions/shape.js';
import { checkImageBatch } from '../support/checks.js';
import { drawTensor4d } from '../support/drawTensor.js';
import { FacePerturbError, show } from '../support/errors.js';
import type { Area } from './fills/area.js';
import { checkMemory } from './checkMemory.js';
import { drawFill, memoryOf } from './fills/drawFill.js';
import type { MaskRegionParameters, PerturbationParameters, WearMaskParameters } from './parameters.js';
import { renderWornMask } from './worn/renderWornMask.js';
import type { Rendered } from './rendered.js';
import { inBands, sliceRows } from './rows.js';

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

/** The one way from parameters to pixels; tensor operations only, so that gradients flow. */
export function render(images: Tensor4D, parameters: PerturbationParameters): Rendered {
  switch (parameters?.kind) {
    case 'maskRegion':
      return renderMask(images, parameters);
    case 'wearMask':
      checkFits(images, parameters, parameters.layers.length);
      return renderWornMask(images, parameters);
    case 'compose':
    case 'oneOf':
    case 'sometimes':
      return renderSteps(images, parameters.steps);
    default:
      throw wrongParameters(
        "what apply(...).parameters holds, of kind 'maskRegion', 'wearMask', 'compose', 'oneOf' or 'sometimes'",
        show(parameters),
      );
  }
}

function renderSteps(images: Tensor4D, steps: readonly PerturbationParameters[]): Rendered {
  return tf.tidy((): Rendered => {
    const [, height, width] = images.shape;
    let result: Rendered | undefined;
    for (const step of steps) {
      const next = render(result?.images ?? images, step);
      result = { images: next.images, mask: result ? tf.maximum<Tensor4D>(result.mask, next.mask) : next.mask };
    }
    return result ?? { images: tf.clone(images), mask: tf.zeros<tf.Rank.R4>([1, height, width, 1]) };
  });
}

function renderMask(images: Tensor4D, parameters: MaskRegionParameters): Rendered {
  const { shapes } = parameters;
  checkFits(images, parameters, shapes.length === 1 ? parameters.batch : shapes.length);
  const { fill, hit, seed } = parameters;
  const { held, perPixel } = memoryOf(fill, images.shape);
  // The result is there twice, in bands and joined.
  checkMemory('maskRegion', images, held + 2 + 1 / images.shape[3]);
  return tf.tidy((): Rendered => {
    const area = areaOf(parameters);
    const mask = drawMask(parameters, area);
    const instead = drawFill(fill, images, { area, hit, seed });
    const blended = inBands(images.shape, perPixel, (rows) =>
      tf.tidy(() => {
        const covered = sliceRows(mask, rows);
        const kept = tf.mul<Tensor4D>(sliceRows(images, rows), tf.sub(1, covered));
        return instead ? tf.add<Tensor4D>(kept, tf.mul(instead(rows), covered)) : kept;
      }),
    );
    return { images: blended, mask };
  });
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

function drawMask({ hit, shapes, height, width }: MaskRegionParameters, area: DrawnArea): Tensor4D {
  const shared = shapes.length === 1 && hit.every(Boolean) ? area.coverageOf(0) : undefined;
  if (shared) return tf.tensor4d(shared, [1, height, width, 1]);
  return drawTensor4d([hit.length, height, width, 1], (masks) => {
    for (let image = 0; image < hit.length; image++) area.drawInto(masks, image);
  });
}

/** Draws each shape when a fill first asks for it, and once; straight into the masks where none has. */
function areaOf({ shapes, hit, height, width }: MaskRegionParameters): DrawnArea {
  const coverages = new Map<Shape, Float32Array>();
  const shared = shapes.length === 1;
  const shapeOf = (image: number) => (hit[image] ? shapes[shared ? 0 : image] : undefined);
  const coverageOf = (image: number) => {
    const shape = shapeOf(image);
    if (!shape) return undefined;
    const coverage = coverages.get(shape) ?? (shared ? sharedCoverage : rasterise)(shape, { height, width });
    coverages.set(shape, coverage);
    return coverage;
  };
  const drawInto = (masks: Float32Array, image: number) => {
    const shape = shapeOf(image);
    if (!shape) return;
    const offset = image * height * width;
    const coverage = shared ? coverageOf(image) : coverages.get(shape);
    if (coverage) masks.set(coverage, offset);
    else rasteriseInto(masks, offset, shape, { height, width });
  };
  return { coverageOf, drawInto };
}

/** An area that can also be drawn into the masks of a batch, zeros before. */
interface DrawnArea extends Area {
  drawInto(masks: Float32Array, image: number): void;
}

interface Drawn {
  readonly height: number;
  readonly width: number;
  readonly coverage: Float32Array;
}

/** Coverages of shapes that cannot change: a region that is the same for all images is drawn once, not once per batch. */
const drawn = new WeakMap<Shape, Drawn>();

function sharedCoverage(shape: Shape, { height, width }: { height: number; width: number }): Float32Array {
  const last = drawn.get(shape);
  if (last && last.height === height && last.width === width) return last.coverage;
  const coverage = rasterise(shape, { height, width });
  if (Object.isFrozen(shape)) drawn.set(shape, { height, width, coverage });
  return coverage;
}
