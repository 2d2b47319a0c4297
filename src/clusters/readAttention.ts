import type { Tensor } from '@tensorflow/tfjs-core';
import { FacePerturbError, show } from '../support/errors.js';
import { isConstant, isNumbers, isSize, isTensor, numberInWords } from '../support/mapNumbers.js';
import type { MapNumbers } from '../support/mapNumbers.js';
import type { AttentionSource } from './types.js';

/** Attention of some images in plain numbers, all finite: at least one image of at least one pixel. */
export interface AttentionImages extends MapNumbers {
  /** For each image: true when it has nothing to show. */
  readonly degenerate: readonly boolean[];
}

/**
 * Reads any kind of attention.
 *
 * @param what - Names it in messages: "clusterPixels: attention".
 * @throws FacePerturbError `invalid-argument` for something else or a disposed tensor, `invalid-shape` for a wrong or
 *   empty shape, `invalid-data` for a value that is not finite.
 */
export async function readAttention(what: string, source: AttentionSource): Promise<AttentionImages> {
  const { values, degenerate } = (source ?? {}) as { values?: unknown; degenerate?: unknown };
  const tensor = [source, values].find(isTensor);
  const read = tensor ? await readTensor(what, tensor) : readPlain(what, source);
  checkFinite(what, read);
  const flags: readonly unknown[] = Array.isArray(degenerate) ? degenerate : [];
  const images = Array.from({ length: read.count }, (_, at) => flags[at] === true || isConstant(read, at));
  return { ...read, degenerate: images };
}

async function readTensor(what: string, tensor: Tensor): Promise<MapNumbers> {
  if (tensor.isDisposed) {
    throw new FacePerturbError(what, {
      code: 'invalid-argument',
      expected: 'a tensor that holds its values',
      received: 'a disposed tensor',
      fix: 'Cluster the map before you dispose it.',
    });
  }
  const { shape, dtype } = tensor;
  if (dtype === 'string' || dtype === 'complex64') {
    throw new FacePerturbError(what, { code: 'invalid-argument', expected: 'a tensor of numbers', received: dtype });
  }
  const [height = 0, width = 0] = shape.slice(-2);
  if ((shape.length !== 2 && shape.length !== 3) || tensor.size === 0) {
    throw wrongShape(what, 'a tensor [height, width] or [batch, height, width] with at least one pixel', shape);
  }
  return { values: await tensor.data(), count: tensor.size / (height * width), height, width };
}

function readPlain(what: string, source: unknown): MapNumbers {
  const { values, height, width, images = 1 } = (source ?? {}) as Record<string, unknown>;
  if (!isNumbers(values)) {
    throw new FacePerturbError(what, {
      code: 'invalid-argument',
      expected: 'an AttentionMap, a tensor [height, width] or [batch, height, width], or { values, height, width }',
      received: show(source),
    });
  }
  const fits =
    isSize(height) && isSize(width) && isSize(images) && values.length === (images as number) * height * width;
  if (fits) return { values: Float64Array.from(values), count: images, height, width };
  const shape = [...(images === 1 ? [] : [images]), height, width].map(show);
  const wanted = images === 1 ? 'height * width' : 'images * height * width';
  throw wrongShape(what, `as many values as ${wanted}, at least one`, shape, values.length);
}

function checkFinite(what: string, read: MapNumbers): void {
  for (let at = 0; at < read.values.length; at++) {
    if (Number.isFinite(read.values[at])) continue;
    throw new FacePerturbError(what, {
      code: 'invalid-data',
      expected: 'finite numbers',
      received: numberInWords(read, at),
    });
  }
}

function wrongShape(what: string, expected: string, shape: readonly unknown[], count?: number): FacePerturbError {
  const values = count === undefined ? '' : ` with ${count} values`;
  return new FacePerturbError(what, {
    code: 'invalid-shape',
    expected,
    received: `shape [${shape.join(', ')}]${values}`,
  });
}
