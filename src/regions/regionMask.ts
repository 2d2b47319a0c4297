import * as tf from '@tensorflow/tfjs-core';
import { checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import type { FaceLandmarks } from './landmarks.js';
import { rasterise } from './rasterise.js';
import { readRegion } from './readRegion.js';
import { needsLandmarks } from './region.js';
import type { Region } from './region.js';
import { resolveRegion } from './resolve.js';
import type { Picture } from './resolve.js';

/**
 * The coverage of a region in one picture, without tensors.
 *
 * @returns `height * width` values in [0, 1], row by row: 1 inside, 0 outside, between them the share of an edge pixel.
 * @throws FacePerturbError `missing-landmarks` when the region needs them; `invalid-option` on a size; what
 * `readRegion` throws when this is no region.
 */
export function regionCoverage(region: Region, picture: Picture): Float32Array {
  checkOptionNames('regionCoverage', picture, ['height', 'width', 'landmarks']);
  checkSize('regionCoverage', picture);
  return rasterise(resolveRegion(readRegion(region), picture), picture);
}

/** Options of {@link regionMask}. */
export interface RegionMaskOptions {
  /** Number of images. */
  batch: number;
  /** Of the images, in pixels. */
  height: number;
  /** Of the images, in pixels. */
  width: number;
  /**
   * The landmarks of each image's face; needed by regions of the face.
   * @default none
   */
  landmarks?: readonly (FaceLandmarks | undefined)[] | undefined;
}

/**
 * The mask of a region for a batch of images.
 *
 * @returns `[1,height,width,1]` when the region is the same for all images, otherwise `[batch,height,width,1]`;
 * float32 in [0, 1], 1 inside. The caller disposes it.
 * @throws FacePerturbError `missing-landmarks` when the region needs them and an image has none; `invalid-option`
 * on a size or an unknown option; what `readRegion` throws when this is no region.
 */
export function regionMask(region: Region, options: RegionMaskOptions): tf.Tensor4D {
  checkOptionNames('regionMask', options, ['batch', 'height', 'width', 'landmarks']);
  checkSize('regionMask', options);
  const { height, width } = options;
  const batch = checkNumber('regionMask: batch', options.batch, { min: 1, integer: true });
  const where = readRegion(region);
  if (!needsLandmarks(where)) {
    return tf.tensor4d(rasterise(resolveRegion(where, { height, width }), options), [1, height, width, 1]);
  }
  const faces = landmarksOfBatch('regionMask', options.landmarks, batch);
  const coverage = new Float32Array(batch * height * width);
  faces.forEach((landmarks, at) => {
    coverage.set(rasterise(resolveRegion(where, { height, width, landmarks }), options), at * height * width);
  });
  return tf.tensor4d(coverage, [batch, height, width, 1]);
}

/**
 * The landmarks of each image of a batch.
 *
 * @throws FacePerturbError `missing-landmarks` when there are none or an image has none, `invalid-argument` when
 * their number is not the batch's.
 */
export function landmarksOfBatch(
  what: string,
  landmarks: readonly (FaceLandmarks | undefined)[] | undefined,
  batch: number,
): FaceLandmarks[] {
  const fix =
    'Give { landmarks: [...] }, one entry per image: from a landmark source, or meanShape({ width, height }) for aligned crops.';
  const expected = `the landmarks of ${batch} ${batch === 1 ? 'face' : 'faces'}`;
  if (landmarks === undefined) {
    throw new FacePerturbError(what, { code: 'missing-landmarks', expected, received: 'none', fix });
  }
  if (!Array.isArray(landmarks) || landmarks.length !== batch) {
    const received = Array.isArray(landmarks) ? `those of ${landmarks.length}` : show(landmarks);
    throw new FacePerturbError(`${what}: landmarks`, { code: 'invalid-argument', expected, received, fix });
  }
  return landmarks.map((face: FaceLandmarks | undefined, at) => {
    if (face) return face;
    throw new FacePerturbError(what, {
      code: 'missing-landmarks',
      expected,
      received: `none for image ${at}`,
      fix,
    });
  });
}

function checkSize(what: string, { height, width }: { height: number; width: number }): void {
  checkNumber(`${what}: height`, height, { min: 1, integer: true });
  checkNumber(`${what}: width`, width, { min: 1, integer: true });
}
