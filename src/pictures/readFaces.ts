import type { Tensor4D } from '@tensorflow/tfjs-core';
import { checkImageBatch } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { emptyRaster, imageOf, type Raster, type Size } from './raster.js';
import { resample } from './resample.js';

/** Faces in plain numbers in [0, 1], image after image, [height, width, channels]. */
export interface Faces extends Size {
  readonly values: Float32Array;
  readonly count: number;
  readonly channels: number;
}

/**
 * Reads an image batch; values beyond 0 and 1 are cut off.
 *
 * @throws FacePerturbError `invalid-shape` when it is none, or has no image or no pixel, `invalid-data` for a value that is not finite.
 */
export async function readFaces(what: string, images: Tensor4D): Promise<Faces> {
  checkImageBatch(what, images);
  const [count, height, width, channels] = images.shape;
  if (images.size === 0) {
    throw new FacePerturbError(`${what}: images`, {
      code: 'invalid-shape',
      expected: 'at least one image of at least one pixel',
      received: `shape [${images.shape.join(', ')}]`,
    });
  }
  const values = Float32Array.from(await images.data<'float32'>(), (value, at) => {
    if (Number.isFinite(value)) return Math.min(1, Math.max(0, value));
    throw new FacePerturbError(`${what}: images`, {
      code: 'invalid-data',
      expected: 'finite values, in [0, 1] by right',
      received: `${show(value)} in image ${Math.floor(at / (height * width * channels))}`,
    });
  });
  return { values, count, height, width, channels };
}

/** Faces in colour, or in grey (luma of ITU-R BT.601), in another size. */
export function paintFaces(faces: Faces, to: Size, { grey = false, smooth = false } = {}): Raster {
  const { values, count, channels } = faces;
  const raster = emptyRaster(count, to);
  const size = faces.height * faces.width * channels;
  for (let image = 0; image < count; image++) {
    const resized = resample(values.subarray(image * size, (image + 1) * size), faces, to, { channels, smooth });
    const into = imageOf(raster, image);
    for (let pixel = 0; pixel < to.height * to.width; pixel++) {
      const first = resized[pixel * channels] as number;
      const [green, blue] =
        channels === 3 ? [resized[pixel * 3 + 1] as number, resized[pixel * 3 + 2] as number] : [first, first];
      const luma = 0.299 * first + 0.587 * green + 0.114 * blue;
      into.set(grey && channels === 3 ? [luma, luma, luma] : [first, green, blue], 3 * pixel);
    }
  }
  return raster;
}
