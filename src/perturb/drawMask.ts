import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { rasterise, rasteriseInto } from '../regions/rasterise.js';
import type { Shape } from '../regions/shape.js';
import { drawTensor4d } from '../support/drawTensor.js';
import { coveredPatch } from './covered.js';
import type { Area } from './fills/area.js';
import type { MaskRegionParameters } from './parameters.js';
import type { Patch } from './patch.js';
import type { Rows } from './rows.js';

/** A mask, and of some rows each the patch that holds all that is not 0. */
export interface DrawnMask {
  /** `[B,H,W,1]`, or `[1,H,W,1]` when the same for all images. */
  readonly mask: Tensor4D;
  /** From the top down; none for rows without a mask. */
  readonly patches: readonly Patch[];
}

/** Draws the masks of a batch, and finds out where they are in bands of rows. */
export function drawMask(
  { hit, shapes, height, width }: MaskRegionParameters,
  area: DrawnArea,
  bands: readonly Rows[],
): DrawnMask {
  const patchesOf = (values: Float32Array, count: number) =>
    bands.flatMap((band) => coveredPatch({ values, count, height, width }, band) ?? []);
  const shared = shapes.length === 1 && hit.every(Boolean) ? area.coverageOf(0) : undefined;
  if (shared) return { mask: tf.tensor4d(shared, [1, height, width, 1]), patches: patchesOf(shared, 1) };
  let patches: readonly Patch[] = [];
  const mask = drawTensor4d([hit.length, height, width, 1], (masks) => {
    for (let image = 0; image < hit.length; image++) area.drawInto(masks, image);
    patches = patchesOf(masks, hit.length);
  });
  return { mask, patches };
}

/** An area that can also be drawn into the masks of a batch, zeros before. */
export interface DrawnArea extends Area {
  drawInto(masks: Float32Array, image: number): void;
}

/**
 * The areas of a batch's masks.
 *
 * @param keep - Whether a fill asks for coverages, so that each shape is drawn by itself, once; straight into the masks otherwise.
 */
export function areaOf({ shapes, hit, height, width }: MaskRegionParameters, keep: boolean): DrawnArea {
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
    const coverage = shared || keep ? coverageOf(image) : undefined;
    if (coverage) masks.set(coverage, offset);
    else rasteriseInto(masks, offset, shape, { height, width });
  };
  return { width, coverageOf, drawInto };
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
