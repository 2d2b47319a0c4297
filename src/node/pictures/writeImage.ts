import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { checkImagePixels, type ImagePixels } from '../../data/pictures/image.js';
import { tensorToImage } from '../../data/pictures/tensors.js';
import { checkNumber, checkOptionNames } from '../../support/checks.js';
import { FacePerturbError, show } from '../../support/errors.js';
import { loadSharp, type Sharp } from '../loadSharp.js';
import { writeWholeFile } from '../wholeFile.js';
import { writtenFormatOf, type WrittenFormat } from './formats.js';

/** Options of {@link writeImage}. */
export interface WriteImageOptions {
  /**
   * Of JPEG and WebP, which lose some detail: a whole number in 1 … 100. PNG loses nothing and takes no quality.
   *
   * @default 90
   */
  quality?: number;
  /**
   * Stops the writing; the file is then left as it was.
   *
   * @default none: it runs to its end
   */
  signal?: AbortSignal | undefined;
}

/**
 * Writes a picture by the optional peer `sharp`, as its path ends: `.png`, `.jpg`, `.jpeg` or `.webp`. The file appears whole or not
 * at all: it is written beside its place and renamed; one that was there is replaced. Missing folders are made. No EXIF
 * data are written.
 *
 * @param path - Of the file.
 * @param image - A picture as `readImage` gives it, or a float32 tensor `[1, H, W, C]` or `[H, W, C]` in [0, 1] with C 1 or 3
 * (values beyond are cut off).
 * @throws FacePerturbError `invalid-argument` for another ending, `invalid-option` for a quality that does not apply or is out of
 * range, `invalid-shape` and `invalid-data` for a wrong picture (NaN, other channels, transparency in a JPEG) or a place
 * that cannot be written, `missing-package`, `aborted`.
 */
export async function writeImage(
  path: string,
  image: ImagePixels | Tensor3D | Tensor4D,
  options: WriteImageOptions = {},
): Promise<void> {
  const what = `writeImage: ${show(path)}`;
  checkOptionNames('writeImage', options, ['quality', 'signal']);
  const format = checkFormat(what, path);
  const quality = checkQuality(format, options.quality);
  const picture = await pictureOf(image);
  if (picture.alpha && format === 'jpeg') {
    throw new FacePerturbError(what, {
      code: 'invalid-data',
      expected: 'an opaque picture: JPEG has no transparency',
      received: 'one with alpha',
      fix: "Write .png or .webp, or read it with {alpha: 'flatten'}.",
    });
  }
  const sharp = await loadSharp('writeImage');
  try {
    await writeWholeFile(path, await encode(sharp, picture, format, quality), options.signal);
  } catch (cause) {
    const code = options.signal?.aborted ? 'aborted' : 'invalid-data';
    const received = cause instanceof Error ? cause.message : String(cause);
    throw new FacePerturbError(`${what} was not written`, { code, received, cause });
  }
}

function checkFormat(what: string, path: string): WrittenFormat {
  const format = typeof path === 'string' ? writtenFormatOf(path) : undefined;
  if (format) return format;
  throw new FacePerturbError(what, {
    code: 'invalid-argument',
    expected: 'a path that ends in .png, .jpg, .jpeg or .webp',
    received: show(path),
  });
}

function checkQuality(format: WrittenFormat, quality: number | undefined): number {
  if (format === 'png' && quality !== undefined) {
    throw new FacePerturbError('writeImage: quality', {
      code: 'invalid-option',
      expected: 'none for PNG, which loses nothing',
      received: show(quality),
    });
  }
  return checkNumber('writeImage: quality', quality ?? 90, { min: 1, max: 100, integer: true });
}

async function pictureOf(image: ImagePixels | Tensor3D | Tensor4D): Promise<ImagePixels> {
  if (typeof image === 'object' && image !== null && 'shape' in image) return tensorToImage(image);
  checkImagePixels('writeImage', image);
  return image;
}

/** The file's bytes. */
async function encode(sharp: Sharp, image: ImagePixels, format: WrittenFormat, quality: number): Promise<Uint8Array> {
  const { width, height, channels, pixels, alpha } = image;
  const colour = sharp(pixels, { raw: { width, height, channels }, limitInputPixels: false });
  const whole = alpha
    ? colour.joinChannel(Buffer.from(alpha.buffer, alpha.byteOffset, alpha.length), {
        raw: { width, height, channels: 1 },
      })
    : colour;
  const rightSpace = whole.toColourspace(channels === 1 ? 'b-w' : 'srgb');
  return (await (format === 'png' ? rightSpace.png() : rightSpace[format]({ quality })).toBuffer()) as Uint8Array;
}
