import type { Tensor } from '@tensorflow/tfjs-core';
import { FacePerturbError, show } from '../support/errors.js';
import type { AttentionSource } from './types.js';

/** One attention map in plain numbers, all finite, of at least one pixel. */
export interface AttentionGrid {
  readonly values: Float64Array;
  readonly height: number;
  readonly width: number;
}

const WHAT = 'clusterPixels: attention';

/**
 * Reads any kind of attention into one map: several images give their mean.
 *
 * @throws FacePerturbError `invalid-argument` for something else or a disposed tensor, `invalid-shape` for a wrong or
 *   empty shape, `invalid-data` for a value that is not finite.
 */
export async function readAttention(source: AttentionSource): Promise<AttentionGrid> {
  const inner: unknown = (source as { values?: unknown } | null | undefined)?.values;
  const tensor = [source, inner].find(isTensor);
  const grid = tensor ? await readTensor(tensor) : readPlain(source);
  const bad = grid.values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return grid;
  throw new FacePerturbError(WHAT, {
    code: 'invalid-data',
    expected: 'finite numbers',
    received: `${grid.values[bad]} at row ${Math.floor(bad / grid.width)}, column ${bad % grid.width}`,
  });
}

async function readTensor(tensor: Tensor): Promise<AttentionGrid> {
  if (tensor.isDisposed) {
    throw new FacePerturbError(WHAT, {
      code: 'invalid-argument',
      expected: 'a tensor that holds its values',
      received: 'a disposed tensor',
      fix: 'Cluster the map before you dispose it.',
    });
  }
  const { shape } = tensor;
  const [height = 0, width = 0] = shape.slice(-2);
  if ((shape.length !== 2 && shape.length !== 3) || tensor.size === 0) {
    throw wrongShape('a tensor [height, width] or [batch, height, width] with at least one pixel', shape);
  }
  return { values: meanOverBatch(await tensor.data(), height * width), height, width };
}

function meanOverBatch(values: ArrayLike<number>, pixels: number): Float64Array {
  const batch = values.length / pixels;
  const mean = new Float64Array(pixels);
  for (let at = 0; at < values.length; at++) {
    const pixel = at % pixels;
    mean[pixel] = (mean[pixel] as number) + (values[at] as number) / batch;
  }
  return mean;
}

function readPlain(source: unknown): AttentionGrid {
  const { values, height, width } = (source ?? {}) as { values?: unknown; height?: unknown; width?: unknown };
  if (!isNumbers(values)) {
    throw new FacePerturbError(WHAT, {
      code: 'invalid-argument',
      expected: 'an AttentionMap, a tensor [height, width] or [batch, height, width], or { values, height, width }',
      received: show(source),
    });
  }
  const fits = isSize(height) && isSize(width) && values.length === height * width;
  if (!fits) {
    throw wrongShape('as many values as height * width, at least one', [show(height), show(width)], values.length);
  }
  return { values: Float64Array.from(values), height, width };
}

function isTensor(value: unknown): value is Tensor {
  const tensor = value as Partial<Tensor> | null | undefined;
  return Array.isArray(tensor?.shape) && typeof tensor.data === 'function';
}

function isNumbers(value: unknown): value is ArrayLike<number> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function isSize(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0;
}

function wrongShape(expected: string, shape: readonly unknown[], count?: number): FacePerturbError {
  const values = count === undefined ? '' : ` with ${count} values`;
  return new FacePerturbError(WHAT, {
    code: 'invalid-shape',
    expected,
    received: `shape [${shape.join(', ')}]${values}`,
  });
}
