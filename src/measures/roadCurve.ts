import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Classifier } from '../attention/types.js';
import { readFill } from '../perturb/fills/fill.js';
import { checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { createRandom } from '../support/random.js';
import { estimateCurve, imageNotes, measurement } from './estimate.js';
import { scoreHidden } from './scoreHidden.js';
import { checkPictures, openScored, SCORING_OPTIONS } from './scoring.js';
import type { ScoringOptions } from './scoring.js';
import type { Estimate, ImageNotes, MeasuredMap, Measurement } from './types.js';

/** Options of {@link roadCurve}. */
export interface RoadOptions extends ScoringOptions {
  /**
   * Shares of the pixels that are imputed, rising, each in (0, 1).
   * @default [0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9]
   */
  shares?: readonly number[];
  /**
   * Standard deviation of the noise on imputed pixels, in [0, 1].
   * @default 0.01
   */
  noise?: number;
  /**
   * Of the noise, and of the order of pixels with the same attention.
   * @default 0
   */
  seed?: number | string;
}

/** Scores at each share, as the pixels go in one order. */
export interface RoadSide {
  /** For each image its score at each share, or null where it is left out. */
  curves: (number[] | null)[];
  /** At each share the mean over the images. */
  curve: Estimate[];
}

/** What {@link roadCurve} gives. Plain JSON. */
export interface RoadCurve extends ImageNotes {
  /** Shares of all pixels that are imputed. */
  shares: number[];
  /** The most relevant pixels first: the lower, the better the map. */
  most: RoadSide;
  /** The least relevant first: the higher, the better. */
  least: RoadSide;
  /** `least` minus `most`. */
  difference: RoadSide;
  /** The mean difference over the shares, for each image and over them: the larger, the better; 0 for an order that says nothing. */
  score: Measurement;
}

const WHAT = 'roadCurve';
const SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9];

/**
 * ROAD, "Remove And Debias" (Rong et al. 2022, arXiv:2202.00449): the score as pixels are imputed from their neighbours with a little noise, so
 * that neither the classifier meets a foreign colour nor the hole's shape tells the class. Once the pixels of the most attention go
 * first, once those of the least.
 *
 * The paper's score is the accuracy: `{ score: 'accuracy', target: labels }`. Images whose map shows nothing, or whose scores are not finite,
 * are left out and counted.
 *
 * @param images - Float32 [B,H,W,C], C 1 or 3, values in [0, 1]; not disposed.
 * @param map - The attention of these images, [B,H,W].
 * @throws FacePerturbError as `deletionCurve`.
 */
export async function roadCurve(
  classifier: Classifier,
  images: Tensor4D,
  map: MeasuredMap,
  options: RoadOptions = {},
): Promise<RoadCurve> {
  checkOptionNames(WHAT, options, [...SCORING_OPTIONS, 'shares', 'noise', 'seed']);
  checkPictures(WHAT, images);
  const fill = readFill(WHAT, { kind: 'neighbour', noise: options.noise ?? 0.01 });
  const shares = readShares(options.shares ?? SHARES);
  const random = createRandom(options.seed ?? 0).fork(WHAT);
  const scored = await openScored(WHAT, classifier, images, map, options, { of: 'values', score: 'probability' });
  const pixels = images.shape[1] * images.shape[2];
  const counts = shares.map((share) => Math.max(1, Math.round(share * pixels)));
  const { scores, notes } = await scoreHidden(scored, fill, random, [
    ...counts.map((count) => ({ from: 0, to: count })),
    ...counts.map((count) => ({ from: pixels - count, to: pixels })),
  ]);
  const most = scores.map((each) => each && each.slice(0, shares.length));
  const least = scores.map((each) => each && each.slice(shares.length));
  const difference = scores.map((each) => each && shares.map((_, at) => gap(each, at, shares.length)));
  return {
    shares,
    most: sideOf(most, shares.length),
    least: sideOf(least, shares.length),
    difference: sideOf(difference, shares.length),
    score: measurement(difference.map((each) => each && each.reduce((sum, one) => sum + one, 0) / shares.length)),
    ...imageNotes(notes),
  };
}

function gap(scores: readonly number[], at: number, length: number): number {
  return (scores[at + length] as number) - (scores[at] as number);
}

function sideOf(curves: (number[] | null)[], length: number): RoadSide {
  return { curves, curve: estimateCurve(curves, length) };
}

function readShares(shares: readonly number[]): number[] {
  const rising = Array.isArray(shares) && shares.every((share, at) => at === 0 || share > (shares[at - 1] as number));
  if (!rising || shares.length === 0) {
    throw new FacePerturbError(`${WHAT}: shares`, {
      code: 'invalid-option',
      expected: 'at least one share of the pixels, rising',
      received: show(shares),
    });
  }
  return shares.map((share: number, at) => {
    const value = checkNumber(`${WHAT}: shares[${at}]`, share, { min: 0, max: 1 });
    if (value > 0 && value < 1) return value;
    throw new FacePerturbError(`${WHAT}: shares[${at}]`, {
      code: 'invalid-option',
      expected: 'a number above 0 and below 1',
      received: show(share),
    });
  });
}
