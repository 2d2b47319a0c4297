import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { FacePerturbError, show } from '../support/errors.js';
import { encodePng, type PlainPicture } from './png/encodePng.js';

/**
 * A picture as the bytes of a PNG file; in Node, browsers and workers, without any other package.
 *
 * @param picture - Float32 [1,H,W,C] or [H,W,C] with C 1 or 3 and values in [0, 1] (values beyond are cut off; not disposed), or bytes as
 *   `{ pixels, width, height, channels }`, such as `readImage` and `tensorToImage` give.
 * @throws FacePerturbError `invalid-shape` for anything else (also a batch of several), `invalid-data` for a value that is not finite.
 */
export async function toPng(picture: Tensor3D | Tensor4D | PlainPicture): Promise<Uint8Array> {
  return encodePng(await plainPicture('toPng', picture));
}

/**
 * A picture as the address of a PNG, for `<img src>`, SVG and CSS: "data:image/png;base64,…".
 *
 * @param picture - As {@link toPng} takes it.
 * @throws FacePerturbError as {@link toPng}.
 */
export async function toPngAddress(picture: Tensor3D | Tensor4D | PlainPicture): Promise<string> {
  return pngAddress(await encodePng(await plainPicture('toPngAddress', picture)));
}

/** The address of a PNG's bytes. */
export function pngAddress(png: Uint8Array): string {
  let text = '';
  // By parts: an engine takes only so many arguments.
  for (let from = 0; from < png.length; from += 8192) text += String.fromCharCode(...png.subarray(from, from + 8192));
  return `data:image/png;base64,${btoa(text)}`;
}

async function plainPicture(what: string, picture: Tensor3D | Tensor4D | PlainPicture): Promise<PlainPicture> {
  if (typeof picture === 'object' && picture !== null && 'shape' in picture) return readTensor(what, picture);
  const { pixels, width, height, channels, alpha } = (picture ?? {}) as Partial<PlainPicture>;
  const isSide = (side: unknown): side is number => Number.isInteger(side) && (side as number) > 0;
  if (!isSide(width) || !isSide(height) || (channels !== 1 && channels !== 3)) throw wrong(what, show(picture));
  if (!isBytes(pixels, width * height * channels)) {
    throw wrong(what, `${sizeInWords(pixels)} for ${width} x ${height} pixels with ${channels} channels`);
  }
  if (alpha === undefined) return { pixels, width, height, channels };
  if (!isBytes(alpha, width * height))
    throw wrong(what, `${sizeInWords(alpha)} of alpha for ${width} x ${height} pixels`);
  return { pixels, width, height, channels, alpha };
}

async function readTensor(what: string, tensor: Tensor3D | Tensor4D): Promise<PlainPicture> {
  if (tensor.isDisposed) throw wrong(what, 'a disposed tensor');
  const { shape, dtype } = tensor;
  const [height = 0, width = 0, channels = 0] = shape.slice(-3);
  const single = shape.length === 3 || (shape.length === 4 && shape[0] === 1);
  if (!single || dtype !== 'float32' || tensor.size === 0 || (channels !== 1 && channels !== 3)) {
    const several = shape.length === 4 && shape[0] !== 1;
    const fix = several ? 'Take one of several by tf.slice, or lay them out with contactSheet.' : undefined;
    throw wrong(what, `${dtype} [${shape.join(', ')}]`, fix);
  }
  return { pixels: toBytes(what, await tensor.data<'float32'>(), width, channels), width, height, channels };
}

/** Values in [0, 1] as bytes, rounded; values beyond are cut off. */
export function toBytes(what: string, values: Float32Array, width: number, channels: number): Uint8Array {
  const bytes = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (!Number.isFinite(value)) {
      const pixel = Math.floor(at / channels);
      throw new FacePerturbError(`${what}: pixel at x ${pixel % width}, y ${Math.floor(pixel / width)}`, {
        code: 'invalid-data',
        expected: 'a finite value, in [0, 1] by right',
        received: show(value),
      });
    }
    bytes[at] = Math.round(255 * Math.min(1, Math.max(0, value)));
  }
  return bytes;
}

function isBytes(bytes: unknown, length: number): bytes is Uint8Array {
  return bytes instanceof Uint8Array && bytes.length === length;
}

function sizeInWords(bytes: unknown): string {
  return bytes instanceof Uint8Array ? `${bytes.length} bytes` : show(bytes);
}

function wrong(what: string, received: string, fix?: string): FacePerturbError {
  return new FacePerturbError(`${what}: picture`, {
    code: 'invalid-shape',
    expected:
      'one picture: float32 [1, height, width, 1 or 3] or [height, width, 1 or 3], or bytes { pixels, width, height, channels }',
    received,
    fix,
  });
}
