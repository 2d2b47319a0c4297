import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Classifier } from '../attention/types.js';
import { readFill } from '../perturb/fills/fill.js';
import type { Fill, FillOption } from '../perturb/fills/fill.js';
import { checkNumber, checkOptionNames } from '../support/checks.js';
import { createRandom } from '../support/random.js';
import { estimateCurve, imageNotes, measurement } from './estimate.js';
import { scoreHidden } from './scoreHidden.js';
import type { HiddenRanks } from './scoreHidden.js';
import { checkPictures, openScored, SCORING_OPTIONS } from './scoring.js';
import type { ScoringOptions } from './scoring.js';
import type { Estimate, ImageNotes, MeasuredMap, Measurement } from './types.js';

/** Options of {@link deletionCurve} and {@link insertionCurve}. */
export interface CurveOptions extends ScoringOptions {
  /**
   * Steps from none to all pixels, at least 1; no more than there are pixels.
   * @default 20
   */
  steps?: number;
  /**
   * What stands in the place of a pixel that is not there: any fill of `maskRegion`.
   * @default 'mean' for deletion; for insertion a blur whose sigma is an eighth of the image's shorter side
   */
  fill?: FillOption;
  /**
   * Of fills with random numbers, and of the order of pixels with the same attention.
   * @default 0
   */
  seed?: number | string;
}

/** A classifier's score as pixels go or come in the order of attention. Plain JSON. */
export interface AttentionCurve extends ImageNotes {
  /** Shares of all pixels that are gone (deletion) or there (insertion), from 0 to 1. */
  shares: number[];
  /** For each image its score at each share, or null where it is left out. */
  curves: (number[] | null)[];
  /** At each share the mean over the images. */
  curve: Estimate[];
  /** Area under each image's curve (trapezoids), and the mean. */
  area: Measurement;
  /** What stood in the place of pixels. */
  fill: Fill;
}

/** What makes deletion different from insertion. */
export interface CurveKind {
  readonly what: string;
  fillFor(images: Tensor4D): FillOption;
  /** Hidden pixels when so many of all have gone or come. */
  hidden(count: number, pixels: number): HiddenRanks;
}

/** The curve of one kind. */
export async function measureCurve(
  { what, fillFor, hidden }: CurveKind,
  classifier: Classifier,
  images: Tensor4D,
  map: MeasuredMap,
  options: CurveOptions,
): Promise<AttentionCurve> {
  checkOptionNames(what, options, [...SCORING_OPTIONS, 'steps', 'fill', 'seed']);
  checkPictures(what, images);
  const pixels = images.shape[1] * images.shape[2];
  const steps = Math.min(pixels, checkNumber(`${what}: steps`, options.steps ?? 20, { min: 1, integer: true }));
  const fill = readFill(`${what}: fill`, options.fill ?? fillFor(images));
  const random = createRandom(options.seed ?? 0).fork(what);
  const scored = await openScored(what, classifier, images, map, options, { of: 'values', score: 'probability' });
  const counts = Array.from({ length: steps + 1 }, (_, step) => Math.round((step * pixels) / steps));
  const ranges = counts.map((count) => hidden(count, pixels));
  // Nothing is hidden at one end, where the score is known.
  const changed = ranges.filter(({ from, to }) => to > from);
  const { scores, notes } = await scoreHidden(scored, fill, random, changed);
  const curves = scores.map((some, image) => {
    const rest = some?.values();
    return rest
      ? ranges.map(({ from, to }) => (to > from ? rest.next().value : scored.scorer.full[image]) as number)
      : null;
  });
  const shares = counts.map((count) => count / pixels);
  return {
    shares,
    curves,
    curve: estimateCurve(curves, shares.length),
    area: measurement(curves.map((curve) => curve && areaUnder(curve, shares))),
    fill,
    ...imageNotes(notes),
  };
}

function areaUnder(curve: readonly number[], shares: readonly number[]): number {
  const parts = curve.slice(1).map((score, at) => {
    const width = (shares[at + 1] as number) - (shares[at] as number);
    return (width * (score + (curve[at] as number))) / 2;
  });
  return parts.reduce((sum, part) => sum + part, 0);
}
