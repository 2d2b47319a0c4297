import type { Tensor } from '@tensorflow/tfjs-core';

/** Maps of images in plain numbers: image after image, row by row. */
export interface MapNumbers {
  readonly values: ArrayLike<number>;
  /** Number of images. */
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/** Whether a value is a tensor, told by its structure: there may be two copies of tfjs. */
export function isTensor(value: unknown): value is Tensor {
  const tensor = value as Partial<Tensor> | null | undefined;
  return Array.isArray(tensor?.shape) && typeof tensor.data === 'function';
}

/** Whether a value is a list of numbers; what stands in it is not looked at. */
export function isNumbers(value: unknown): value is ArrayLike<number> {
  if (!Array.isArray(value) && (!ArrayBuffer.isView(value) || value instanceof DataView)) return false;
  return typeof (value as ArrayLike<unknown>)[0] !== 'bigint';
}

/** Whether a value is a whole number above 0. */
export function isSize(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0;
}

/** Whether all numbers of one image are the same. */
export function isConstant({ values, height, width }: MapNumbers, image: number): boolean {
  const first = image * height * width;
  for (let at = first + 1; at < first + height * width; at++) if (values[at] !== values[first]) return false;
  return true;
}

/** A number and its place in words: "NaN at row 0, column 2 of image 1". */
export function numberInWords({ values, count, height, width }: MapNumbers, at: number): string {
  const pixel = at % (height * width);
  const image = count > 1 ? ` of image ${Math.floor(at / (height * width))}` : '';
  return `${values[at]} at row ${Math.floor(pixel / width)}, column ${pixel % width}${image}`;
}
