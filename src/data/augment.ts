import { checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import type { Random } from '../support/random.js';
import { AUGMENTATION_NAMES, fullAugmentation, type Augmentation } from './augmentation.js';
import { drawAugmentation, isPlainCrop, type AugmentationDraw, type CropSizes } from './augmentationDraw.js';
import { checkCropSize, copyCrop, type CropWindow } from './crops.js';
import type { ImageDataset } from './dataset.js';
import { checkIndices } from './subset.js';
import { cropToPicture, warpCrop } from './warp.js';

/** Options of {@link augmentBatch}: an {@link Augmentation}, and where and how large. */
export interface AugmentBatchOptions extends Augmentation {
  /** Where the draws come from; fork one an epoch: `random.fork('augment', epoch)`. */
  random: Random;
  /**
   * Side of the crops in pixels, at most the pictures' sides.
   *
   * @default 40
   */
  size?: number;
  /**
   * Where to write, of the result's length.
   *
   * @default a new array
   */
  out?: Float32Array;
}

/**
 * Crops of pictures, changed by chance, as values in [0, 1].
 *
 * The draws of a picture come from `random.fork(index)`: they depend on the picture's number alone, not on the batch
 * that it is in or on what was drawn before.
 *
 * @param dataset - Where the pictures are.
 * @param indices - Which pictures, B of them.
 * @returns [B, size, size, channels], row-major.
 * @throws FacePerturbError `invalid-option` naming the field, `invalid-argument` for an index outside the data set.
 * @example
 * const images = augmentBatch(train, batch, { random: random.fork(epoch), size: 40, ...augmentationPresets.light });
 */
export function augmentBatch(
  dataset: ImageDataset,
  indices: ArrayLike<number>,
  options: AugmentBatchOptions,
): Float32Array {
  const { out: given, ...drawn } = options;
  const { size, draws } = drawBatch('augmentBatch', dataset, indices, drawn);
  const sizes = { ...sidesOf(dataset), size };
  const values = size * size * dataset.channels;
  const out = given ?? new Float32Array(indices.length * values);
  checkLength(out, indices.length * values);
  const eraseValue = options.erase?.value ?? 0;
  for (let each = 0; each < indices.length; each++) {
    const draw = draws[each] as AugmentationDraw;
    const index = indices[each] as number;
    const offset = each * values;
    if (isPlainCrop(draw)) copyCrop(dataset, index, windowOf(draw, sizes), size, out, offset);
    else warpCrop(dataset, index, cropToPicture(draw, sizes), size, out, offset);
    const crop = out.subarray(offset, offset + values);
    changeLight(crop, dataset.channels, draw);
    erase(crop, sizes, dataset.channels, draw, eraseValue);
  }
  return out;
}

function checkLength(out: Float32Array, length: number): void {
  if (out.length === length) return;
  throw new FacePerturbError('augmentBatch: out', {
    code: 'invalid-option',
    expected: `an array of ${length} values`,
    received: `one of ${out.length}`,
  });
}

/** The draws of a batch, one a picture, with the options checked. */
export function drawBatch(
  what: string,
  dataset: ImageDataset,
  indices: ArrayLike<number>,
  options: Omit<AugmentBatchOptions, 'out'>,
): { size: number; draws: AugmentationDraw[] } {
  checkOptionNames(what, options, [...AUGMENTATION_NAMES, 'random', 'size']);
  const { random, size = 40, ...augmentation } = options;
  checkNumber(`${what}: size`, size, { min: 1, integer: true });
  checkCropSize(what, dataset, size);
  checkIndices(what, dataset, indices);
  const plan = fullAugmentation(what, augmentation);
  const sizes = { ...sidesOf(dataset), size };
  const draws = Array.from(indices, (index) => drawAugmentation(plan, random.fork(index), sizes));
  return { size, draws };
}

function sidesOf({ height, width }: ImageDataset): { height: number; width: number } {
  return { height, width };
}

/** The window before mirroring: the crop is cut from the mirrored picture, as `cropToPicture` has it. */
function windowOf({ left, top, mirrored }: AugmentationDraw, { width, size }: CropSizes): CropWindow {
  return { left: mirrored ? width - size - left : left, top, mirrored };
}

/** Brightness, then contrast about the mean grey, then saturation, each clipped to [0, 1]. */
function changeLight(crop: Float32Array, channels: 1 | 3, draw: AugmentationDraw): void {
  const { brightness, contrast, saturation } = draw;
  if (brightness !== 1) for (let at = 0; at < crop.length; at++) crop[at] = clip((crop[at] as number) * brightness);
  if (contrast !== 1) {
    const mean = meanGrey(crop, channels);
    for (let at = 0; at < crop.length; at++) crop[at] = clip(mean + ((crop[at] as number) - mean) * contrast);
  }
  if (saturation === 1 || channels === 1) return;
  for (let pixel = 0; pixel < crop.length; pixel += 3) {
    const grey = greyAt(crop, pixel);
    for (let at = pixel; at < pixel + 3; at++) crop[at] = clip(grey + ((crop[at] as number) - grey) * saturation);
  }
}

function meanGrey(crop: Float32Array, channels: 1 | 3): number {
  let sum = 0;
  for (let pixel = 0; pixel < crop.length; pixel += channels) {
    sum += channels === 1 ? (crop[pixel] as number) : greyAt(crop, pixel);
  }
  return (sum * channels) / crop.length;
}

/** Luma by ITU-R BT.601. */
function greyAt(crop: Float32Array, pixel: number): number {
  const [red, green, blue] = [crop[pixel], crop[pixel + 1], crop[pixel + 2]] as [number, number, number];
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

function clip(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

function erase(crop: Float32Array, { size }: CropSizes, channels: number, draw: AugmentationDraw, value: number): void {
  if (!draw.erased) return;
  const { left, top, width, height } = draw.erased;
  for (let y = top; y < top + height; y++) {
    const row = (y * size + left) * channels;
    crop.fill(value, row, row + width * channels);
  }
}
