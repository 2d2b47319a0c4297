import type { Tensor } from '@tensorflow/tfjs-core';
import { readAttention } from '../clusters/readAttention.js';
import type { AttentionSource } from '../clusters/types.js';
import { FacePerturbError } from '../support/errors.js';
import type { MapNumbers } from '../support/mapNumbers.js';

/** Attention as it came, in plain numbers. */
export interface PictureMaps extends MapNumbers {
  /** Whether zero is the middle. */
  readonly signed: boolean;
  /** Whether each image's numbers were scaled to [0, 1] before. */
  readonly scaled: boolean;
  /** For each image, why it has nothing to show, or undefined. */
  readonly notes: readonly (string | undefined)[];
}

/** The parts of an `AttentionMap` that count here. */
interface WholeMap {
  signed?: boolean;
  values: Tensor;
  raw: Tensor;
  degenerate: readonly boolean[];
  notes: readonly (string | undefined)[];
}

const NOTHING = 'there is nothing to show';
const CONSTANT = 'the map is the same everywhere';

/**
 * Reads maps of any kind: signed ones from an `AttentionMap`'s raw values, unsigned ones from its scaled values.
 *
 * @param signed - Undefined: as the map itself says.
 * @throws FacePerturbError `invalid-argument`, `invalid-shape` and `invalid-data` for what is no attention, `invalid-option` for
 *   an unsigned picture of values that are around 0.5.
 */
export async function readMaps(
  what: string,
  source: AttentionSource,
  signed: boolean | undefined,
): Promise<PictureMaps> {
  checkHeld(what, source);
  return isWholeMap(source) ? readWhole(what, source, signed) : readOther(what, source, signed ?? false);
}

async function readWhole(what: string, map: WholeMap, wanted: boolean | undefined): Promise<PictureMaps> {
  const [values, raw] = [await map.values.data<'float32'>(), await map.raw.data<'float32'>()];
  const [count = 0, height = 0, width = 0] = map.values.shape;
  const made = map.signed === true;
  if (made && wanted === false) {
    throw new FacePerturbError(`${what}: signed`, {
      code: 'invalid-option',
      expected: 'true, or nothing, for a map made with { signed: true }, whose values have 0.5 for zero',
      received: 'false',
    });
  }
  const signed = wanted ?? made;
  const notes = Array.from({ length: count }, (_, at) => (map.degenerate[at] ? (map.notes[at] ?? NOTHING) : undefined));
  const numbers = Float32Array.from(signed ? raw : values);
  // The raw values of an image without a map may be anything, NaN too.
  notes.forEach((note, at) => note && numbers.fill(0, at * height * width, (at + 1) * height * width));
  const read = await readAttention(what, { values: numbers, height, width, images: count });
  return { ...read, signed, scaled: !signed, notes };
}

async function readOther(what: string, source: AttentionSource, signed: boolean): Promise<PictureMaps> {
  const read = await readAttention(what, source);
  const { degenerate: flags } = source as { degenerate?: readonly boolean[] };
  const notes = read.degenerate.map((degenerate, at) => {
    if (flags?.[at] === true) return NOTHING;
    // The same push everywhere is something to show, but no push is not.
    return degenerate && (!signed || isZero(read, at)) ? CONSTANT : undefined;
  });
  return { ...read, signed, scaled: false, notes };
}

function isZero({ values, height, width }: MapNumbers, image: number): boolean {
  return values[image * height * width] === 0;
}

function isWholeMap(source: unknown): source is WholeMap {
  const { values, raw, degenerate } = (source ?? {}) as Partial<WholeMap>;
  return [values, raw].every((part) => typeof part?.data === 'function') && Array.isArray(degenerate);
}

function checkHeld(what: string, source: unknown): void {
  const parts = [source, (source as { values?: unknown } | null)?.values, (source as { raw?: unknown } | null)?.raw];
  if (!parts.some((part) => (part as Partial<Tensor> | null | undefined)?.isDisposed === true)) return;
  throw new FacePerturbError(what, {
    code: 'invalid-argument',
    expected: 'a map that holds its values',
    received: 'a disposed one',
    fix: 'Make the picture before you dispose the map.',
  });
}
