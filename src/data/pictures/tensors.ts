import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { FacePerturbError, show } from '../../support/errors.js';
import { checkImagePixels, type ImagePixels } from './image.js';

/**
 * An image batch of one picture; its alpha is not part of it.
 *
 * @returns float32 `[1, height, width, channels]` in [0, 1]; the caller disposes it.
 * @throws FacePerturbError `invalid-shape` when the picture's parts do not fit together.
 */
export function imageToTensor(image: ImagePixels): Tensor4D {
  checkImagePixels('imageToTensor', image);
  const { pixels, width, height, channels } = image;
  const values = new Float32Array(pixels.length);
  for (let at = 0; at < pixels.length; at++) values[at] = (pixels[at] as number) / 255;
  return tf.tensor4d(values, [1, height, width, channels]);
}

/**
 * The picture that a tensor holds, rounded to bytes; values beyond 0 and 1 are cut off there.
 *
 * @param image - float32 `[1, H, W, C]` or `[H, W, C]` with C 1 or 3; it is not disposed.
 * @throws FacePerturbError `invalid-shape` for other tensors (also a batch of several), `invalid-data` when a value is
 * not finite.
 */
export async function tensorToImage(image: Tensor3D | Tensor4D): Promise<ImagePixels> {
  const { width, height, channels } = sizeOf('tensorToImage', image);
  const values = (await image.data()) as Float32Array;
  return { pixels: toBytes('tensorToImage', values, width, channels), width, height, channels };
}

/** Width, height and channels of the one picture in a tensor. */
export function sizeOf(what: string, image: Tensor3D | Tensor4D): Pick<ImagePixels, 'width' | 'height' | 'channels'> {
  const isTensor = typeof image === 'object' && image !== null && Array.isArray(image.shape);
  const [height, width, channels] = (isTensor ? image.shape.slice(-3) : []) as [number, number, number];
  const single = isTensor && (image.rank === 3 || (image.rank === 4 && image.shape[0] === 1));
  const fits = single && image.dtype === 'float32' && !image.isDisposed && (channels === 1 || channels === 3);
  if (fits && height > 0 && width > 0) return { height, width, channels: channels === 1 ? 1 : 3 };
  throw new FacePerturbError(`${what}: image`, {
    code: 'invalid-shape',
    expected:
      'one picture: a float32 tensor [1, height, width, channels] or [height, width, channels], channels 1 or 3',
    received: !isTensor ? show(image) : image.isDisposed ? 'a disposed tensor' : `${image.dtype} [${image.shape}]`,
    fix: single || !isTensor ? undefined : 'Take one of several with tf.slice or tf.unstack.',
  });
}

function toBytes(what: string, values: Float32Array, width: number, channels: number): Uint8Array {
  const bytes = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (!Number.isFinite(value)) throw notFinite(what, value, Math.floor(at / channels), width);
    bytes[at] = Math.round(Math.min(1, Math.max(0, value)) * 255);
  }
  return bytes;
}

function notFinite(what: string, value: number, pixel: number, width: number): FacePerturbError {
  return new FacePerturbError(`${what}: pixel at x ${pixel % width}, y ${Math.floor(pixel / width)}`, {
    code: 'invalid-data',
    expected: 'a finite value, in [0, 1] by right',
    received: show(value),
    fix: 'NaN in a picture stays NaN under every mask: look for it in what made the picture.',
  });
}
