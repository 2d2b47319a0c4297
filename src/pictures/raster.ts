import * as tf from '@tensorflow/tfjs-core';

/** Height and width in pixels. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/** Some pictures of one size in sRGB, each value in [0, 1]: image after image, row by row. */
export interface Raster extends Size {
  readonly count: number;
  readonly rgb: Float32Array;
}

/** Pictures without a colour yet. */
export function emptyRaster(count: number, { height, width }: Size): Raster {
  return { count, height, width, rgb: new Float32Array(count * height * width * 3) };
}

/** The values of one of the pictures, where they lie. */
export function imageOf({ rgb, height, width }: Raster, image: number): Float32Array {
  return rgb.subarray(image * height * width * 3, (image + 1) * height * width * 3);
}

/** An image batch [B,H,W,3]. */
export function toTensor({ rgb, count, height, width }: Raster): tf.Tensor4D {
  return tf.tensor4d(rgb, [count, height, width, 3]);
}
