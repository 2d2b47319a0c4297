import { FacePerturbError } from '../../../src/support/errors.js';

/** What two arms (baseline and Perturb, say) predict for the same test faces, one array of class ids a seed. */
export interface PairedArms {
  /** Predictions of the arm that is compared with, one array a seed, one class id a face. */
  readonly first: readonly Uint8Array[];
  /** Predictions of the other arm, by the same seeds in the same order. */
  readonly second: readonly Uint8Array[];
  /** True class id of each face. */
  readonly labels: Uint8Array;
  /** Which faces count. Default: all of them. */
  readonly keep?: readonly boolean[];
}

/**
 * Throws unless every array has one entry a face and the arms have the same number of seeds, at least one.
 *
 * @throws FacePerturbError `invalid-argument`.
 */
export function checkArms(what: string, { first, second, labels, keep }: PairedArms): void {
  if (first.length === 0 || first.length !== second.length) {
    throw new FacePerturbError(`${what}: seeds`, {
      code: 'invalid-argument',
      expected: 'as many in the second arm as in the first, at least one',
      received: `${first.length} and ${second.length}`,
    });
  }
  checkLength(what, 'keep', keep ?? labels, labels.length);
  first.forEach((predictions, seed) => checkLength(what, `first[${seed}]`, predictions, labels.length));
  second.forEach((predictions, seed) => checkLength(what, `second[${seed}]`, predictions, labels.length));
}

/** Throws unless there is one entry for each face, or for each of something else. */
export function checkLength(
  what: string,
  name: string,
  values: ArrayLike<unknown>,
  count: number,
  each: 'face' | 'class' = 'face',
): void {
  if (values.length === count) return;
  throw new FacePerturbError(`${what}: ${name}`, {
    code: 'invalid-argument',
    expected: `one entry for each of the ${count} ${each === 'face' ? 'faces' : 'classes'}`,
    received: String(values.length),
  });
}
