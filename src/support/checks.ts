import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { FacePerturbError, show } from './errors.js';

/** Bounds of a numeric option. */
export interface NumberRule {
  /** Smallest allowed value. */
  min?: number;
  /** Largest allowed value. */
  max?: number;
  /** Only whole numbers. */
  integer?: boolean;
}

/**
 * Returns the value when it is a finite number within the rule, and throws otherwise.
 *
 * @param what - Name in the message: "clusterPixels: alpha".
 */
export function checkNumber(what: string, value: unknown, rule: NumberRule = {}): number {
  const { min = -Infinity, max = Infinity, integer = false } = rule;
  const fits =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= min &&
    value <= max &&
    (!integer || Number.isInteger(value));
  if (!fits) {
    throw new FacePerturbError(what, { code: 'invalid-option', expected: inWords(rule), received: show(value) });
  }
  return value;
}

function inWords({ min, max, integer }: NumberRule): string {
  const kind = integer ? 'a whole number' : 'a finite number';
  if (min !== undefined && max !== undefined) return `${kind} in [${min}, ${max}]`;
  if (min !== undefined) return `${kind} of at least ${min}`;
  if (max !== undefined) return `${kind} of at most ${max}`;
  return kind;
}

/** Returns the value when it is one of the choices, and throws an error that lists them otherwise. */
export function checkChoice<T extends string>(what: string, value: unknown, choices: readonly T[]): T {
  if (!choices.includes(value as T)) {
    throw new FacePerturbError(what, {
      code: 'invalid-option',
      expected: `one of ${choices.map((choice) => `'${choice}'`).join(', ')}`,
      received: show(value),
    });
  }
  return value as T;
}

/** Throws when an options object has a name that is not among the known ones (a typo must not pass in silence). */
export function checkOptionNames(what: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new FacePerturbError(`${what}: unknown option`, {
      code: 'invalid-option',
      expected: `one of ${known.map((each) => `'${each}'`).join(', ')}`,
      received: show(name),
    });
  }
}

/** Throws unless the tensor is an image batch [B,H,W,C] with C 1 or 3 and float32 values that are not disposed. */
export function checkImageBatch(what: string, images: Tensor): asserts images is Tensor4D {
  const isTensor = typeof images === 'object' && images !== null && Array.isArray(images.shape);
  if (!isTensor) throw wrongImages(what, show(images));
  if (images.isDisposed) throw wrongImages(what, 'a disposed tensor');
  const [, , , channels] = images.shape;
  if (images.rank !== 4 || (channels !== 1 && channels !== 3)) {
    throw wrongImages(what, `shape [${images.shape.join(', ')}]`);
  }
  if (images.dtype !== 'float32') throw wrongImages(what, `dtype ${images.dtype}`);
}

function wrongImages(what: string, received: string): FacePerturbError {
  return new FacePerturbError(`${what}: images`, {
    code: 'invalid-shape',
    expected: 'a float32 tensor [batch, height, width, channels] with 1 or 3 channels and values in [0, 1]',
    received,
  });
}

/** Throws `aborted` when the signal has fired. */
export function checkNotAborted(what: string, signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new FacePerturbError(`${what}: stopped by its AbortSignal`, { code: 'aborted', cause: signal.reason });
}
