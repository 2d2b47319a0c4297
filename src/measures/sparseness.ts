import { checkChoice, checkNotAborted, checkOptionNames } from '../support/checks.js';
import { imageNotes, measurement } from './estimate.js';
import { imageOf, readMap } from './readMap.js';
import type { ImageNotes, MapReading, MeasuredMap, Measurement } from './types.js';

/** How sparseness is counted. */
export type SparsenessIndex = 'gini' | 'hoyer';

/** Options of {@link sparseness}. */
export interface SparsenessOptions {
  /**
   * `gini`: the Gini index of the magnitudes; `hoyer`: the root of the number of pixels less the ratio of the sum of magnitudes to their
   * Euclidean norm, scaled to [0, 1].
   * @default 'gini'
   */
  index?: SparsenessIndex;
  /**
   * Which numbers of an `AttentionMap` count: the attention in [0, 1], or the magnitudes of `raw`.
   * @default 'values'
   */
  of?: MapReading;
  /**
   * Stops before the work, with an error of code `aborted`.
   * @default none: it runs to its end
   */
  signal?: AbortSignal;
}

/** What {@link sparseness} gives. Plain JSON. */
export interface Sparseness extends ImageNotes {
  /** In [0, 1] for each image: 0 when all pixels have the same attention, near 1 when one pixel has all. */
  sparseness: Measurement;
  /** How it was counted. */
  index: SparsenessIndex;
}

const WHAT = 'sparseness';

/**
 * How few pixels hold a map's attention: the Gini index (Chalasani et al. 2020; Hurley and Rickard 2009), or Hoyer's measure (Hoyer 2004).
 * The Gini index of a map with all attention on one of n pixels is 1 - 1/n.
 *
 * Images whose map shows nothing are left out and counted.
 *
 * @throws FacePerturbError `invalid-option` for wrong options, `invalid-argument` for something that is no map or a disposed one,
 *   `invalid-shape` for an empty map, `invalid-data` for a map that is not finite, `aborted` when stopped.
 */
export async function sparseness(map: MeasuredMap, options: SparsenessOptions = {}): Promise<Sparseness> {
  checkOptionNames(WHAT, options, ['index', 'of', 'signal']);
  const index = checkChoice(`${WHAT}: index`, options.index ?? 'gini', ['gini', 'hoyer']);
  const of = checkChoice(`${WHAT}: of`, options.of ?? 'values', ['values', 'raw']);
  checkNotAborted(WHAT, options.signal);
  const images = await readMap(`${WHAT}: map`, map, of);
  const count = index === 'gini' ? gini : hoyer;
  const values = images.notes.map((note, image) =>
    note === null ? count(imageOf(images, image).map(Math.abs)) : null,
  );
  return { sparseness: measurement(values), index, ...imageNotes([...images.notes]) };
}

/** Of magnitudes that are not all 0. */
function gini(magnitudes: Float64Array): number {
  const sorted = magnitudes.sort();
  const total = sorted.reduce((sum, value) => sum + value, 0);
  const weighed = sorted.reduce((sum, value, at) => sum + (value / total) * (sorted.length - at - 0.5), 0);
  return 1 - (2 * weighed) / sorted.length;
}

function hoyer(magnitudes: Float64Array): number {
  const largest = magnitudes.reduce((most, value) => Math.max(most, value), 0);
  // Scaled first: squares of small numbers would vanish.
  const scaled = magnitudes.map((value) => value / largest);
  const root = Math.sqrt(scaled.length);
  const sum = scaled.reduce((all, value) => all + value, 0);
  const norm = Math.sqrt(scaled.reduce((all, value) => all + value * value, 0));
  return (root - sum / norm) / (root - 1);
}
