import { readFile, stat } from 'node:fs/promises';
import type { ImagePixels } from '../../data/pictures/image.js';
import { checkChoice, checkNumber, checkOptionNames } from '../../support/checks.js';
import { FacePerturbError, show } from '../../support/errors.js';
import { loadSharp, type Sharp } from '../loadSharp.js';
import { FORMAT_NAMES, formatOf } from './formats.js';

/** Options of {@link readImage}. */
export interface ReadImageOptions {
  /**
   * Values a pixel: 1 grey, 3 RGB.
   *
   * @default as the picture has: 1 for a grey one, 3 for all others
   */
  channels?: 1 | 3;
  /**
   * What becomes of transparency: `'flatten'` puts the picture on `background`; `'keep'` gives colours as they are, and the
   * opacity apart as `alpha`.
   *
   * @default 'flatten'
   */
  alpha?: 'flatten' | 'keep';
  /**
   * What is behind a flattened picture: red, green and blue in 0 … 255.
   *
   * @default [0, 0, 0]
   */
  background?: readonly [number, number, number];
  /**
   * Refuses pictures of more pixels than this, by their header, before anything is decoded: a file of a few kilobytes can
   * unfold to gigabytes. At least 1.
   *
   * @default 100 million
   */
  maxPixels?: number;
  /**
   * Refuses files of more bytes than this. At least 1.
   *
   * @default 268435456 (256 MiB)
   */
  maxBytes?: number;
}

const WHAT = 'readImage';
const NAMES = ['channels', 'alpha', 'background', 'maxPixels', 'maxBytes'];

/**
 * Reads a picture by the optional peer `sharp`: PNG, JPEG, WebP, GIF, TIFF or AVIF, told apart by their first bytes and not
 * by their names. SVG and others are refused.
 *
 * The picture is turned upright by its EXIF orientation, once; grey, palette, RGB, CMYK and 16-bit pictures come out as 8-bit grey
 * or sRGB (embedded colour profiles are followed, 16 bits lose the lower eight); of an animation the first frame is taken.
 *
 * @example
 * const image = imageToTensor(await readImage('face.jpg')); // [1, H, W, 3]
 *
 * @param source - Path of a file, or its bytes.
 * @throws FacePerturbError `missing-package` with the install line for sharp; `invalid-argument` when there is no such file;
 * `invalid-data` for what is no picture, cut off, or over a limit; `invalid-option`.
 */
export async function readImage(source: string | Uint8Array, options: ReadImageOptions = {}): Promise<ImagePixels> {
  const settings = checked(options);
  const what = typeof source === 'string' ? `${WHAT}: '${source}'` : WHAT;
  const bytes = await bytesOf(what, source, settings.maxBytes);
  const format = formatOf(bytes);
  if (!format) {
    const expected = `a ${FORMAT_NAMES.join(', ')} picture`;
    const received = bytes.length === 0 ? 'an empty file' : 'the bytes of something else';
    throw new FacePerturbError(what, { code: 'invalid-data', expected, received });
  }
  const sharp = await loadSharp(WHAT);
  try {
    return await decode(what, sharp, bytes, settings);
  } catch (cause) {
    if (cause instanceof FacePerturbError) throw cause;
    const received = cause instanceof Error ? cause.message : String(cause);
    throw new FacePerturbError(what, { code: 'invalid-data', expected: `a whole ${format} picture`, received, cause });
  }
}

type Settings = Required<Omit<ReadImageOptions, 'channels'>> & Pick<ReadImageOptions, 'channels'>;

function checked(options: ReadImageOptions): Settings {
  checkOptionNames(WHAT, options, NAMES);
  const { channels, background = [0, 0, 0] } = options;
  if (channels !== undefined && channels !== 1 && channels !== 3) {
    throw new FacePerturbError(`${WHAT}: channels`, {
      code: 'invalid-option',
      expected: '1 (grey) or 3 (RGB)',
      received: show(channels),
    });
  }
  for (const value of background) checkNumber(`${WHAT}: background`, value, { min: 0, max: 255 });
  return {
    channels,
    background,
    alpha: checkChoice(`${WHAT}: alpha`, options.alpha ?? 'flatten', ['flatten', 'keep']),
    maxPixels: checkNumber(`${WHAT}: maxPixels`, options.maxPixels ?? 100_000_000, { min: 1 }),
    maxBytes: checkNumber(`${WHAT}: maxBytes`, options.maxBytes ?? 256 * 1024 * 1024, { min: 1 }),
  };
}

async function bytesOf(what: string, source: string | Uint8Array, maxBytes: number): Promise<Uint8Array> {
  const isBytes = source instanceof Uint8Array;
  if (!isBytes && typeof source !== 'string') {
    const expected = 'a path or the bytes of a file';
    throw new FacePerturbError(what, { code: 'invalid-argument', expected, received: show(source) });
  }
  const size = isBytes ? source.length : await sizeOfFile(what, source);
  if (size > maxBytes) {
    throw new FacePerturbError(what, {
      code: 'invalid-data',
      expected: `a file of at most ${maxBytes} bytes`,
      received: `${size} bytes`,
      fix: 'Raise {maxBytes} when you trust it.',
    });
  }
  return isBytes ? source : readFile(source);
}

async function sizeOfFile(what: string, path: string): Promise<number> {
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isFile()) return entry.size;
  const received = entry ? 'a folder or a device' : 'nothing of that name';
  throw new FacePerturbError(what, { code: 'invalid-argument', expected: 'a file', received });
}

async function decode(what: string, sharp: Sharp, bytes: Uint8Array, settings: Settings): Promise<ImagePixels> {
  const { maxPixels, background } = settings;
  const header = await sharp(bytes, { limitInputPixels: false }).metadata();
  if (header.width * header.height > maxPixels) {
    throw new FacePerturbError(what, {
      code: 'invalid-data',
      expected: `a picture of at most ${maxPixels} pixels`,
      received: `${header.width} x ${header.height}`,
      fix: 'Raise {maxPixels} when you trust it.',
    });
  }
  const channels = settings.channels ?? (header.space === 'b-w' || header.space === 'grey16' ? 1 : 3);
  const upright = () => sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' }).autoOrient();
  const [r, g, b] = background;
  const keepsAlpha = settings.alpha === 'keep' && header.hasAlpha;
  const colours = keepsAlpha ? upright().removeAlpha() : upright().flatten({ background: { r, g, b } });
  const colour = await bytesIn(what, colours.toColourspace(channels === 1 ? 'b-w' : 'srgb'), channels);
  if (!keepsAlpha) return { ...colour, channels };
  const { pixels: alpha } = await bytesIn(what, upright().extractChannel('alpha').toColourspace('b-w'), 1);
  return { ...colour, channels, ...(alpha.some((opacity) => opacity < 255) && { alpha }) };
}

async function bytesIn(
  what: string,
  picture: ReturnType<Sharp>,
  channels: number,
): Promise<Pick<ImagePixels, 'pixels' | 'width' | 'height'>> {
  const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  if (info.channels !== channels || data.length !== width * height * channels) {
    const expected = `${channels} values a pixel`;
    throw new FacePerturbError(what, { code: 'invalid-data', expected, received: `${info.channels}` });
  }
  // A Buffer slices and prints otherwise than the Uint8Array that was promised.
  return { pixels: new Uint8Array(data.buffer, data.byteOffset, data.length), width, height };
}
