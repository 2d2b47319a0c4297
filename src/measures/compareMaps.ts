import { createBreather } from '../support/breather.js';
import { checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import { imageNotes, measurement } from './estimate.js';
import { overlapOfTop, rankCorrelation } from './ranks.js';
import { imageOf, readMap } from './readMap.js';
import type { ImageNotes, MeasuredMap, Measurement } from './types.js';

/** Options of {@link compareMaps}. */
export interface CompareOptions {
  /**
   * Share of the pixels that count as a map's top, in (0, 1]; at least one pixel.
   * @default 0.1
   */
  top?: number;
  /**
   * Stops the work between two images, with an error of code `aborted`.
   * @default none: it runs to its end
   */
  signal?: AbortSignal;
}

/** What {@link compareMaps} gives. Plain JSON. */
export interface MapAgreement extends ImageNotes {
  /** Spearman's rank correlation of each image's two maps, in [-1, 1], over all pixels; equal values share the mean of their ranks. */
  rankCorrelation: Measurement;
  /** Overlap of the two tops of each image, in [0, 1]: pixels in both over pixels in either. */
  overlap: Measurement;
  /** Pixels in a top. */
  topPixels: number;
}

const WHAT = 'compareMaps';

/**
 * How far two maps of the same images agree: whether they put the pixels in the same order, and whether they point to the same ones. Maps of
 * two methods, two networks, or one network before and after its weights were randomised (Adebayo et al. 2018).
 *
 * Where pixels of equal attention compete for the last places of a top, each gets its part of a place, so that the pixels' order says nothing.
 * Images of which either map shows nothing are left out and counted.
 *
 * @param first - Attention [B,H,W].
 * @param second - Attention of the same shape.
 * @throws FacePerturbError `invalid-option` for wrong options, `invalid-argument` for something that is no map or a disposed one,
 *   `invalid-shape` for an empty map or maps of different shapes, `invalid-data` for a map that is not finite, `aborted` when stopped.
 */
export async function compareMaps(
  first: MeasuredMap,
  second: MeasuredMap,
  options: CompareOptions = {},
): Promise<MapAgreement> {
  checkOptionNames(WHAT, options, ['top', 'signal']);
  const top = checkNumber(`${WHAT}: top`, options.top ?? 0.1, { min: 1e-9, max: 1 });
  const pause = createBreather(WHAT, options.signal);
  await pause();
  const [one, other] = [await readMap(`${WHAT}: first`, first), await readMap(`${WHAT}: second`, second)];
  const sizes = [one, other].map(({ count, height, width }) => `[${count}, ${height}, ${width}]`);
  if (sizes[0] !== sizes[1]) {
    throw new FacePerturbError(`${WHAT}: second`, {
      code: 'invalid-shape',
      expected: `the first map's shape ${sizes[0]}`,
      received: `${sizes[1]}`,
    });
  }
  const topPixels = Math.max(1, Math.round(top * one.height * one.width));
  const notes = one.notes.map((note, image) => note ?? other.notes[image] ?? null);
  const correlations: (number | null)[] = [];
  const overlaps: (number | null)[] = [];
  for (const [image, note] of notes.entries()) {
    const [a, b] = [imageOf(one, image), imageOf(other, image)];
    correlations.push(note === null ? rankCorrelation(a, b) : null);
    overlaps.push(note === null ? overlapOfTop(a, b, topPixels) : null);
    await pause();
  }
  return {
    rankCorrelation: measurement(correlations),
    overlap: measurement(overlaps),
    topPixels,
    ...imageNotes(notes),
  };
}
