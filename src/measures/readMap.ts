import { FacePerturbError, show } from '../support/errors.js';
import { isConstant, isNumbers, isSize, isTensor, numberInWords } from '../support/mapNumbers.js';
import type { MapNumbers } from '../support/mapNumbers.js';
import type { MapReading, MeasuredMap } from './types.js';

/** A map in plain numbers: at least one image of at least one pixel. */
export interface MapImages extends MapNumbers {
  /** For each image: why it has nothing to show, or null. Only such an image may have numbers that are not finite. */
  readonly notes: readonly (string | null)[];
  /** For each image: whether all its numbers are finite. */
  readonly finite: readonly boolean[];
}

/**
 * Reads a map of any kind.
 *
 * @param what - Names it in messages: "sparseness: map".
 * @param of - Which numbers of an `AttentionMap` are wanted; other maps have one kind.
 * @throws FacePerturbError `invalid-argument` for something else, a disposed tensor or signed values, `invalid-shape` for a wrong or empty shape,
 *   `invalid-data` for a number that is not finite in an image that is not called degenerate.
 */
export async function readMap(what: string, source: MeasuredMap, of: MapReading = 'values'): Promise<MapImages> {
  const fields = (source ?? {}) as Record<'values' | 'raw' | 'signed' | 'degenerate' | 'notes', unknown>;
  if (fields.signed === true && of === 'values') throw signedMap(what);
  const tensor = isTensor(source) ? source : isTensor(fields.values) ? fields[of] : undefined;
  if (tensor === undefined && isTensor(fields.values)) throw notAMap(what, `an AttentionMap with its '${of}'`, source);
  const read = tensor === undefined ? readPlain(what, source) : await readTensor(what, tensor);
  const flags = flagsOf(what, fields.degenerate, read.count);
  const reasons: readonly unknown[] = Array.isArray(fields.notes) ? fields.notes : [];
  const wrong = Array.from({ length: read.count }, (_, image) => firstNotFinite(read, image));
  const notes = wrong.map((at, image) => {
    if (flags[image]) return degenerateNote(reasons[image]);
    if (at !== undefined) {
      throw new FacePerturbError(what, {
        code: 'invalid-data',
        expected: 'finite numbers',
        received: numberInWords(read, at),
      });
    }
    return isConstant(read, image) ? 'the map is constant' : null;
  });
  return { ...read, notes, finite: wrong.map((at) => at === undefined) };
}

function signedMap(what: string): FacePerturbError {
  return new FacePerturbError(what, {
    code: 'invalid-argument',
    expected: 'attention, in which 0 stands for none',
    received: "an AttentionMap made with 'signed', in which 0.5 does",
    fix: "Make the map without 'signed'.",
  });
}

/** The numbers of one image. */
export function imageOf({ values, height, width }: MapNumbers, image: number): Float64Array {
  const pixels = height * width;
  return Float64Array.from({ length: pixels }, (_, at) => values[image * pixels + at] as number);
}

async function readTensor(what: string, value: unknown): Promise<MapNumbers> {
  if (!isTensor(value)) throw notAMap(what, 'a tensor', value);
  const { shape, dtype, isDisposed, size } = value;
  if (isDisposed) {
    throw new FacePerturbError(what, {
      code: 'invalid-argument',
      expected: 'a tensor that holds its values',
      received: 'a disposed tensor',
      fix: 'Measure the map before you dispose it.',
    });
  }
  if (dtype === 'string' || dtype === 'complex64') throw notAMap(what, 'a tensor of numbers', dtype);
  const [height = 0, width = 0] = shape.slice(-2);
  if ((shape.length !== 2 && shape.length !== 3) || size === 0) {
    throw wrongShape(what, 'a tensor [height, width] or [batch, height, width] of at least one pixel', shape);
  }
  return { values: await value.data(), count: size / (height * width), height, width };
}

function readPlain(what: string, source: unknown): MapNumbers {
  const { values, height, width, images = 1 } = (source ?? {}) as Record<string, unknown>;
  if (!isNumbers(values)) {
    throw notAMap(
      what,
      'an AttentionMap, a tensor [height, width] or [batch, height, width], or { values, height, width }',
      source,
    );
  }
  const fits = isSize(height) && isSize(width) && isSize(images) && values.length === images * height * width;
  if (fits) return { values: Float64Array.from(values), count: images, height, width };
  const shape = [images, height, width].map(show);
  throw wrongShape(what, 'as many values as images * height * width, at least one', [
    ...shape,
    `${values.length} values`,
  ]);
}

function flagsOf(what: string, degenerate: unknown, count: number): readonly unknown[] {
  if (!Array.isArray(degenerate)) return [];
  if (degenerate.length === count) return degenerate;
  throw wrongShape(`${what}: degenerate`, `${count} flags, one for each image`, [`${degenerate.length} flags`]);
}

function degenerateNote(reason: unknown): string {
  return typeof reason === 'string' ? `the map is degenerate: ${reason}` : 'the map is degenerate';
}

function firstNotFinite({ values, height, width }: MapNumbers, image: number): number | undefined {
  const first = image * height * width;
  for (let at = first; at < first + height * width; at++) if (!Number.isFinite(values[at])) return at;
  return undefined;
}

function notAMap(what: string, expected: string, received: unknown): FacePerturbError {
  return new FacePerturbError(what, { code: 'invalid-argument', expected, received: show(received) });
}

function wrongShape(what: string, expected: string, shape: readonly unknown[]): FacePerturbError {
  return new FacePerturbError(what, { code: 'invalid-shape', expected, received: `[${shape.join(', ')}]` });
}
