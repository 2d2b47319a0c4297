import { checkNumber } from '../support/checks.js';
import type { Random } from '../support/random.js';

/**
 * The numbers 0 … size-1 in order, in batches; the last may be short.
 *
 * @param size - Pictures in the data set.
 * @param batchSize - Pictures in a batch, at least 1.
 * @throws FacePerturbError `invalid-option` for numbers outside these ranges.
 */
export function batchIndices(size: number, batchSize: number): Generator<Int32Array, void, undefined> {
  checkSizes('batchIndices', size, batchSize);
  return cut(
    Int32Array.from({ length: size }, (_, at) => at),
    batchSize,
  );
}

/**
 * The numbers 0 … size-1 in random order, in batches: every picture once, the last short batch included.
 *
 * @param size - Pictures in the data set.
 * @param batchSize - Pictures in a batch, at least 1.
 * @param random - Where the order comes from; fork one an epoch: `random.fork('shuffle', epoch)`.
 * @throws FacePerturbError `invalid-option` for numbers outside these ranges.
 */
export function shuffledBatches(
  size: number,
  batchSize: number,
  random: Random,
): Generator<Int32Array, void, undefined> {
  checkSizes('shuffledBatches', size, batchSize);
  return cut(random.permutation(size), batchSize);
}

function* cut(order: Int32Array, batchSize: number): Generator<Int32Array, void, undefined> {
  for (let at = 0; at < order.length; at += batchSize) yield order.slice(at, at + batchSize);
}

function checkSizes(what: string, size: number, batchSize: number): void {
  checkNumber(`${what}: size`, size, { min: 0, integer: true });
  checkNumber(`${what}: batchSize`, batchSize, { min: 1, integer: true });
}
