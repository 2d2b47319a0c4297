import { FacePerturbError, show } from '../../support/errors.js';

/** A picture in memory: one byte a value, row-major [height, width, channels]. */
export interface ImagePixels {
  /** Values in 0 … 255, [height, width, channels], upright. */
  readonly pixels: Uint8Array;
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** Values a pixel: 1 grey, 3 RGB. */
  readonly channels: 1 | 3;
  /** Opacity of each pixel, 0 (see-through) … 255, [height, width]; absent when all of the picture is opaque. */
  readonly alpha?: Uint8Array | undefined;
}

/**
 * Throws unless the parts of a picture fit together.
 *
 * @throws FacePerturbError `invalid-shape` that names the part.
 */
export function checkImagePixels(what: string, image: ImagePixels): void {
  if (typeof image !== 'object' || image === null) throw wrong(what, 'a picture or a tensor', show(image));
  const { width, height, channels, pixels, alpha } = image;
  if (!isSide(width) || !isSide(height)) {
    throw wrong(`${what}: size`, 'a width and a height of at least 1 pixel', `${show(width)} x ${show(height)}`);
  }
  if (channels !== 1 && channels !== 3) throw wrong(`${what}: channels`, '1 (grey) or 3 (RGB)', show(channels));
  checkBytes(`${what}: pixels`, pixels, width * height * channels);
  if (alpha !== undefined) checkBytes(`${what}: alpha`, alpha, width * height);
}

function isSide(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1;
}

function checkBytes(what: string, bytes: unknown, length: number): void {
  if (!(bytes instanceof Uint8Array)) throw wrong(what, `a Uint8Array of ${length} bytes`, show(bytes));
  if (bytes.length !== length) throw wrong(what, `${length} bytes`, `${bytes.length}`);
}

function wrong(what: string, expected: string, received: string): FacePerturbError {
  return new FacePerturbError(what, { code: 'invalid-shape', expected, received });
}
