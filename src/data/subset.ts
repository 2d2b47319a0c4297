import { checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { createRandom } from '../support/random.js';
import type { DatasetSplits, ImageDataset } from './dataset.js';

/**
 * A data set of some pictures of another, in the given order; their bytes are copied.
 *
 * @param dataset - Where the pictures are.
 * @param indices - Which pictures; one may come more than once.
 * @param name - The new name. Default: the old one.
 * @throws FacePerturbError `invalid-argument` for an index outside the data set.
 */
export function subset(dataset: ImageDataset, indices: ArrayLike<number>, name: string = dataset.name): ImageDataset {
  checkIndices('subset', dataset, indices);
  const values = dataset.height * dataset.width * dataset.channels;
  const pixels = new Uint8Array(indices.length * values);
  const labels = new Uint8Array(indices.length);
  for (let at = 0; at < indices.length; at++) {
    const index = indices[at] as number;
    pixels.set(dataset.pixels.subarray(index * values, (index + 1) * values), at * values);
    labels[at] = dataset.labels[index] as number;
  }
  const { classNames, height, width, channels } = dataset;
  const landmarks = dataset.landmarks && Array.from(indices, (index) => dataset.landmarks![index]!);
  return {
    name,
    classNames,
    size: indices.length,
    height,
    width,
    channels,
    pixels,
    labels,
    ...(landmarks && { landmarks }),
  };
}

/** Throws unless every index is that of a picture of the data set. */
export function checkIndices(what: string, dataset: ImageDataset, indices: ArrayLike<number>): void {
  for (let at = 0; at < indices.length; at++) {
    const index = indices[at] as number;
    if (Number.isInteger(index) && index >= 0 && index < dataset.size) continue;
    throw new FacePerturbError(`${what}: index ${at}`, {
      code: 'invalid-argument',
      expected: `the number of a picture in 0 … ${dataset.size - 1}`,
      received: show(index),
    });
  }
}

/**
 * A seeded random sample in which every class has its share (to the nearest picture, the rounding made so that the
 * shares add up); the pictures keep their order.
 *
 * @param dataset - Where the pictures are.
 * @param count - Pictures to take; all of them when the data set has no more.
 * @param seed - Of the choice of pictures within a class.
 * @throws FacePerturbError `invalid-option` for a count that isn't a whole number of at least 0.
 */
export function stratifiedSample(dataset: ImageDataset, count: number, seed: number | string): ImageDataset {
  checkNumber('stratifiedSample: count', count, { min: 0, integer: true });
  return subset(dataset, stratifiedIndices(dataset.labels, dataset.classNames.length, count, seed).taken);
}

/** Options of {@link splitDataset}. */
export interface SplitOptions {
  /**
   * Share of the pictures for choosing, in [0, 1].
   *
   * @default 0.1
   */
  validation?: number;
  /**
   * Share of the pictures for reporting, in [0, 1].
   *
   * @default 0.1
   */
  test?: number;
  /**
   * Of the choice of pictures.
   *
   * @default 0
   */
  seed?: number | string;
}

/**
 * Cuts one data set in three parts in which every class has its share: for data without an official split.
 *
 * @param dataset - What is cut; it is left as it is.
 * @throws FacePerturbError `invalid-option` when the shares are no numbers in [0, 1], or more than 1 together.
 */
export function splitDataset(dataset: ImageDataset, options: SplitOptions = {}): DatasetSplits {
  const { validation = 0.1, test = 0.1, seed = 0 } = options;
  checkOptionNames('splitDataset', options, ['validation', 'test', 'seed']);
  checkNumber('splitDataset: validation', validation, { min: 0, max: 1 });
  checkNumber('splitDataset: test', test, { min: 0, max: 1 });
  checkNumber('splitDataset: validation + test', validation + test, { min: 0, max: 1 });
  const classes = dataset.classNames.length;
  const forTest = stratifiedIndices(dataset.labels, classes, Math.round(dataset.size * test), `${seed}/test`);
  const rest = subset(dataset, forTest.left);
  const count = Math.round(dataset.size * validation);
  const forValidation = stratifiedIndices(rest.labels, classes, count, `${seed}/validation`);
  return {
    train: subset(rest, forValidation.left, `${dataset.name}/train`),
    validation: subset(rest, forValidation.taken, `${dataset.name}/validation`),
    test: subset(dataset, forTest.taken, `${dataset.name}/test`),
  };
}

/**
 * Places that a stratified sample takes, and those it leaves, both in rising order.
 *
 * @param labels - Class id of each place.
 * @param classes - Number of classes; places of other labels are never taken.
 */
export function stratifiedIndices(
  labels: ArrayLike<number>,
  classes: number,
  count: number,
  seed: number | string,
): { taken: number[]; left: number[] } {
  const random = createRandom(seed).fork('stratified');
  const members = Array.from({ length: classes }, (): number[] => []);
  for (let at = 0; at < labels.length; at++) members[labels[at] as number]?.push(at);
  const sizes = members.map((places) => places.length);
  const chosen = new Uint8Array(labels.length);
  proportionalShares(sizes, Math.min(count, labels.length)).forEach((share, id) => {
    for (const place of random
      .fork(id)
      .shuffled(members[id] as number[])
      .slice(0, share))
      chosen[place] = 1;
  });
  const places = Array.from(chosen.keys());
  return { taken: places.filter((place) => chosen[place]), left: places.filter((place) => !chosen[place]) };
}

/** Whole shares of `total` in proportion to the counts, none larger than its count: the method of largest remainders. */
function proportionalShares(counts: readonly number[], total: number): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return counts.map(() => 0);
  const exact = counts.map((count) => (count * Math.min(total, all)) / all);
  const shares = exact.map(Math.floor);
  const missing = Math.min(total, all) - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = exact
    .map((value, id) => ({ id, remainder: value - Math.floor(value) }))
    .sort((one, other) => other.remainder - one.remainder || one.id - other.id);
  for (const { id } of byRemainder.slice(0, missing)) shares[id] = (shares[id] as number) + 1;
  return shares;
}
