import type { FaceLandmarks, Point } from '../regions/landmarks.js';
import { FacePerturbError } from '../support/errors.js';
import { drawBatch, type AugmentBatchOptions } from './augment.js';
import type { AugmentationDraw } from './augmentationDraw.js';
import type { CropWindow } from './crops.js';
import type { ImageDataset } from './dataset.js';
import { cropToPicture, inverse } from './warp.js';

/**
 * Where the landmarks of pictures lie in the crops that {@link augmentBatch} makes with the same options: masks drawn
 * from them fit the crops, mirrored and turned ones too.
 *
 * @param dataset - Where the pictures and their landmarks are.
 * @param indices - Which pictures, B of them.
 * @returns B faces, in pixels of the crops; points may lie outside.
 * @throws FacePerturbError `missing-landmarks` when the data set has none; otherwise as `augmentBatch`.
 */
export function augmentLandmarks(
  dataset: ImageDataset,
  indices: ArrayLike<number>,
  options: AugmentBatchOptions,
): FaceLandmarks[] {
  const { size, draws } = drawBatch('augmentLandmarks', dataset, indices, options);
  const { landmarks, height, width } = dataset;
  if (!landmarks) {
    throw new FacePerturbError('augmentLandmarks', {
      code: 'missing-landmarks',
      expected: 'a data set with landmarks',
      received: `'${dataset.name}', which has none`,
    });
  }
  return Array.from(indices, (index, each) => {
    const draw = draws[each] as AugmentationDraw;
    const { xx, xy, x0, yx, yy, y0 } = inverse(cropToPicture(draw, { height, width, size }));
    const move = ([x, y]: Point): Point => [xx * x + xy * y + x0, yx * x + yy * y + y0];
    return moved(landmarks[index] as FaceLandmarks, move, draw.mirrored);
  });
}

/**
 * Where the landmarks of a picture lie in a crop of it (see `tenCropWindows`, `centerWindow`).
 *
 * @param landmarks - In pixels of the picture.
 * @param window - Where the crop lies in it.
 * @param size - Side of the crop in pixels.
 */
export function cropLandmarks(landmarks: FaceLandmarks, window: CropWindow, size: number): FaceLandmarks {
  const { left, top, mirrored } = window;
  return moved(landmarks, ([x, y]) => [mirrored ? size - (x - left) : x - left, y - top], mirrored);
}

/** Moves the points; a mirrored face's left eye is its right eye, so the points change places too. */
function moved(landmarks: FaceLandmarks, move: (point: Point) => Point, mirrored: boolean): FaceLandmarks {
  const points = landmarks.points.map(move);
  return { ...landmarks, points: mirrored ? IBUG68_MIRROR.map((other) => points[other] as Point) : points };
}

/** For each of the 68 iBUG points, the one that stands in its place in a mirror image. */
const IBUG68_MIRROR: readonly number[] = [
  ...[16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
  ...[26, 25, 24, 23, 22, 21, 20, 19, 18, 17],
  ...[27, 28, 29, 30, 35, 34, 33, 32, 31],
  ...[45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40],
  ...[54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55],
  ...[64, 63, 62, 61, 60, 67, 66, 65],
];
