import { checkNumber } from '../support/checks.js';
import type { ImageDataset } from './dataset.js';
import { checkIndices } from './subset.js';

/** The values 0 … 255 as numbers in [0, 1]. */
export const UNIT_VALUES: Float32Array = Float32Array.from({ length: 256 }, (_, value) => value / 255);

/** Where a crop begins in its picture, and whether it is mirrored from left to right. */
export interface CropWindow {
  /** First column, in pixels. */
  readonly left: number;
  /** First row, in pixels. */
  readonly top: number;
  /** Whether the crop is turned left to right after it is cut out. */
  readonly mirrored: boolean;
}

/**
 * The middle square of each picture, as values in [0, 1].
 *
 * @param dataset - Where the pictures are.
 * @param indices - Which pictures, B of them.
 * @param size - Side of the square in pixels, at most the pictures' sides.
 * @returns [B, size, size, channels], row-major.
 * @throws FacePerturbError `invalid-option` for a larger size, `invalid-argument` for an index outside the data set.
 */
export function centerCrops(dataset: ImageDataset, indices: ArrayLike<number>, size: number): Float32Array {
  return cropAll('centerCrops', dataset, indices, size, [centerWindow(dataset, size)]);
}

/**
 * The ten crops of each picture whose predictions are averaged at test time (Krizhevsky et al. 2012): upper left,
 * upper right, lower left, lower right, middle, then the mirror images of these five in the same order.
 *
 * @param dataset - Where the pictures are.
 * @param indices - Which pictures, B of them.
 * @param size - Side of a crop in pixels, at most the pictures' sides.
 * @returns [10 * B, size, size, channels] in [0, 1]: the first crop of all pictures, then the second of all, …
 * @throws FacePerturbError `invalid-option` for a larger size, `invalid-argument` for an index outside the data set.
 */
export function tenCrops(dataset: ImageDataset, indices: ArrayLike<number>, size: number): Float32Array {
  return cropAll('tenCrops', dataset, indices, size, tenCropWindows(dataset, size));
}

/**
 * The windows of {@link tenCrops} in their order, for mapping landmarks or masks to the crops.
 *
 * @param dataset - Whose height and width count.
 * @param size - Side of a crop in pixels.
 */
export function tenCropWindows({ height, width }: ImageDataset, size: number): CropWindow[] {
  const right = width - size;
  const bottom = height - size;
  const corners = [
    { left: 0, top: 0 },
    { left: right, top: 0 },
    { left: 0, top: bottom },
    { left: right, top: bottom },
    { left: Math.floor(right / 2), top: Math.floor(bottom / 2) },
  ];
  return [false, true].flatMap((mirrored) => corners.map((corner) => ({ ...corner, mirrored })));
}

/**
 * The window of {@link centerCrops}.
 *
 * @param dataset - Whose height and width count.
 * @param size - Side of the square in pixels.
 */
export function centerWindow({ height, width }: ImageDataset, size: number): CropWindow {
  return { left: Math.floor((width - size) / 2), top: Math.floor((height - size) / 2), mirrored: false };
}

function cropAll(
  what: string,
  dataset: ImageDataset,
  indices: ArrayLike<number>,
  size: number,
  windows: readonly CropWindow[],
): Float32Array {
  checkCropSize(what, dataset, size);
  checkIndices(what, dataset, indices);
  const values = size * size * dataset.channels;
  const out = new Float32Array(windows.length * indices.length * values);
  let at = 0;
  for (const window of windows) {
    for (let each = 0; each < indices.length; each++, at += values) {
      copyCrop(dataset, indices[each] as number, window, size, out, at);
    }
  }
  return out;
}

/** Throws unless a square of this size fits in the pictures. */
export function checkCropSize(what: string, { height, width }: ImageDataset, size: number): void {
  checkNumber(`${what}: size`, size, { min: 1, max: Math.min(height, width), integer: true });
}

/** Copies one window of one picture to `out` at `offset`, as values in [0, 1]. */
export function copyCrop(
  { pixels, height, width, channels }: ImageDataset,
  index: number,
  { left, top, mirrored }: CropWindow,
  size: number,
  out: Float32Array,
  offset: number,
): void {
  const picture = index * height * width * channels;
  let at = offset;
  for (let y = 0; y < size; y++) {
    const row = picture + ((top + y) * width + left) * channels;
    if (!mirrored) {
      for (let from = row; from < row + size * channels; from++)
        out[at++] = UNIT_VALUES[pixels[from] as number] as number;
      continue;
    }
    for (let x = size - 1; x >= 0; x--) {
      for (let channel = 0; channel < channels; channel++) {
        out[at++] = UNIT_VALUES[pixels[row + x * channels + channel] as number] as number;
      }
    }
  }
}
