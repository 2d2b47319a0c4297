import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { checkNumber, checkOptionNames } from '../../support/checks.js';
import { FacePerturbError, show } from '../../support/errors.js';
import { rgbaOf, type PixelSource, type RgbaPixels } from './rgba.js';
import { tensorToImage } from './tensors.js';

/** Options of {@link fromPixels}. */
export interface FromPixelsOptions {
  /**
   * Values a pixel: 3 RGB, or 1 grey (luma of ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B).
   *
   * @default 3
   */
  channels?: 1 | 3;
  /**
   * Refuses sources of more pixels than this.
   *
   * @default 100 million
   */
  maxPixels?: number;
}

/** Pixels that are taken at most unless told otherwise: 10,000 x 10,000. */
export const MAX_PIXELS = 100_000_000;

const LUMA = [0.299, 0.587, 0.114] as const;

/**
 * An image batch of one picture from what a browser shows: an `ImageData`, a canvas, an `ImageBitmap`, an image, a video's
 * frame. What is see-through comes out on black. It computes the same on every backend, and takes
 * `{data, width, height}` with RGBA bytes in Node too.
 *
 * @example
 * const frame = fromPixels(video); // [1, H, W, 3]
 *
 * @param source - What is shown; it is only read.
 * @returns float32 `[1, height, width, channels]` in [0, 1]; the caller disposes it.
 * @throws FacePerturbError `invalid-data` for what is not loaded yet, closed, too large, or from another site without leave;
 * `invalid-argument` for what is no picture, `invalid-shape` when bytes are missing, `invalid-option`.
 */
export function fromPixels(source: PixelSource, options: FromPixelsOptions = {}): Tensor4D {
  checkOptionNames('fromPixels', options, ['channels', 'maxPixels']);
  const { channels = 3 } = options;
  const maxPixels = checkNumber('fromPixels: maxPixels', options.maxPixels ?? MAX_PIXELS, { min: 1 });
  if (channels !== 1 && channels !== 3) {
    throw new FacePerturbError('fromPixels: channels', {
      code: 'invalid-option',
      expected: '1 (grey) or 3 (RGB)',
      received: show(channels),
    });
  }
  const rgba = rgbaOf('fromPixels', source, maxPixels);
  return tf.tensor4d(valuesOf(rgba, channels), [1, rgba.height, rgba.width, channels]);
}

function valuesOf({ data, width, height }: RgbaPixels, channels: 1 | 3): Float32Array {
  const values = new Float32Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * 4;
    const opacity = (data[from + 3] as number) / (255 * 255);
    if (channels === 1) {
      values[pixel] = opacity * LUMA.reduce((sum, weight, at) => sum + weight * (data[from + at] as number), 0);
    } else {
      for (let at = 0; at < 3; at++) values[pixel * 3 + at] = opacity * (data[from + at] as number);
    }
  }
  return values;
}

/**
 * A browser's `ImageData` of a picture, opaque, to be put on a canvas.
 *
 * @example
 * context.putImageData(await toImageData(masked), 0, 0);
 *
 * @param image - float32 `[1, H, W, C]` or `[H, W, C]` with C 1 or 3; values beyond 0 and 1 are cut off there.
 * @throws FacePerturbError as `tensorToImage`, and `invalid-argument` where there is no `ImageData`, as in Node.
 */
export async function toImageData(image: Tensor3D | Tensor4D): Promise<ImageData> {
  const { pixels, width, height, channels } = await tensorToImage(image);
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let at = 0; at < 3; at++)
      data[pixel * 4 + at] = pixels[pixel * channels + (channels === 1 ? 0 : at)] as number;
  }
  if (typeof ImageData !== 'undefined') return new ImageData(data, width, height);
  throw new FacePerturbError('toImageData', {
    code: 'invalid-argument',
    expected: 'a browser, which has ImageData',
    received: 'none',
    fix: 'In Node, use tensorToImage, or writeImage of face-perturb/node.',
  });
}
