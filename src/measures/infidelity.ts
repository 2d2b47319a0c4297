import * as tf from '@tensorflow/tfjs-core';
import type { Classifier } from '../attention/types.js';
import { readFill } from '../perturb/fills/fill.js';
import type { FillOption } from '../perturb/fills/fill.js';
import { checkChoice, checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import { createRandom } from '../support/random.js';
import { readChange } from './changeFields.js';
import type { ChangeOptions } from './changeFields.js';
import { imageNotes, measurement } from './estimate.js';
import { dot, errorsOf, stacked, weightsOf } from './foretell.js';
import { fillWhole } from './hidePixels.js';
import { scoreVariants } from './scoreVariants.js';
import { checkPictures, openScored, SCORING_OPTIONS } from './scoring.js';
import type { ScoringOptions } from './scoring.js';
import type { ImageNotes, MeasuredMap, Measurement } from './types.js';

/** What a map's raw numbers stand for. */
export type AttributionKind = 'slope' | 'contribution';

/** Options of {@link infidelity}. */
export interface InfidelityOptions extends ScoringOptions, ChangeOptions {
  /**
   * What the raw numbers stand for: `slope`, how much the score rises as a pixel rises by one (gradients); `contribution`, how much of
   * the score a pixel brings, compared with its filled value (gradient times input, integrated gradients, occlusion).
   * @default 'slope' for maps of the methods `inputGradient` and `smoothGrad` and for maps that name no method; 'contribution' for others
   */
  attribution?: AttributionKind;
  /**
   * The value a pixel changes to, for squares and for contributions, which change by a share of the way there: any fill, laid over the
   * whole image.
   * @default 'zero'
   */
  fill?: FillOption;
  /**
   * Changed copies of each image, at least 1. All images get the same changes.
   * @default 100
   */
  samples?: number;
  /**
   * Of the changes.
   * @default 0
   */
  seed?: number | string;
}

/** What {@link infidelity} gives. Plain JSON. */
export interface Infidelity extends ImageNotes {
  /** Mean squared error for each image, and the mean. */
  infidelity: Measurement;
  /** The same with each map multiplied by the number that serves it best, which makes maps of any scale comparable. */
  scaled: Measurement;
  /** How the raw numbers were read. */
  attribution: AttributionKind;
}

const WHAT = 'infidelity';
const SLOPES = ['inputGradient', 'smoothGrad'];

/**
 * Infidelity (Yeh et al. 2019, arXiv:1901.09392): the mean squared difference between what a map's raw numbers foretell
 * of a change, the sum of pixels' changes times their numbers, and what the score does. 0 for the gradient of a linear classifier.
 *
 * `infidelity` is a change's error in squared units of the score. A map has one number for a pixel: the channels of a colour image change
 * alike (a slope is taken for that common change), or each by its share of the way to the fill. Maps that show nothing count, being a
 * claim as well; images whose raw numbers or scores are not finite are left out.
 *
 * @param images - Float32 [B,H,W,C], C 1 or 3, values in [0, 1]; not disposed.
 * @param map - The attention of these images, [B,H,W]; of an `AttentionMap` its `raw` counts.
 * @throws FacePerturbError as `deletionCurve`.
 */
export async function infidelity(
  classifier: Classifier,
  images: tf.Tensor4D,
  map: MeasuredMap,
  options: InfidelityOptions = {},
): Promise<Infidelity> {
  const own = ['perturbation', 'deviation', 'side', 'attribution', 'fill', 'samples', 'seed'];
  checkOptionNames(WHAT, options, [...SCORING_OPTIONS, ...own]);
  checkPictures(WHAT, images);
  const field = readChange(WHAT, options, images.shape[1], images.shape[2]);
  const attribution = readAttribution(map, options);
  const fill = readFill(`${WHAT}: fill`, options.fill ?? 'zero');
  const samples = checkNumber(`${WHAT}: samples`, options.samples ?? 100, { min: 1, integer: true });
  const random = createRandom(options.seed ?? 0).fork(WHAT);
  const wanted = { of: 'raw', score: 'output', takesDegenerate: true } as const;
  const scored = await openScored(WHAT, classifier, images, map, options, wanted);

  // A slope under noise foretells a change of the pixel itself, all else one of a share of the way to the fill.
  const isPlain = attribution === 'slope' && options.perturbation !== 'square';
  const way = (picture: tf.Tensor4D, image: number): tf.Tensor4D =>
    tf.tidy(() => tf.sub(picture, fillWhole(fill, picture, random.fork('fill', image))));
  const weights = await weightsOf(scored, attribution === 'slope' && !isPlain ? way : undefined);
  const foretold = weights.map((): number[] => []);
  const { scores, notes } = await scoreVariants(scored, {
    count: samples,
    make: (picture, image, from, to) => {
      const fields = Array.from({ length: to - from }, (_, at) => field(random.fork('change', from + at)));
      fields.forEach((each) => foretold[image]?.push(dot(each, weights[image] ?? [])));
      const change = stacked(fields, picture);
      return tf.sub(picture, isPlain ? change : tf.mul(change, way(picture, image)));
    },
  });
  const errors = scores.map((each, image) => {
    const drops = each?.map((score) => (scored.scorer.full[image] as number) - score);
    return drops ? errorsOf(foretold[image] as number[], drops) : null;
  });
  return {
    infidelity: measurement(errors.map((each) => each && each.plain)),
    scaled: measurement(errors.map((each) => each && each.scaled)),
    attribution,
    ...imageNotes(notes),
  };
}

function readAttribution(map: MeasuredMap, options: InfidelityOptions): AttributionKind {
  const { method } = (map ?? {}) as { method?: unknown };
  const kind: AttributionKind = typeof method === 'string' && !SLOPES.includes(method) ? 'contribution' : 'slope';
  const attribution = checkChoice(`${WHAT}: attribution`, options.attribution ?? kind, ['slope', 'contribution']);
  if (options.fill === undefined || attribution === 'contribution' || options.perturbation === 'square')
    return attribution;
  throw new FacePerturbError(`${WHAT}: fill`, {
    code: 'invalid-option',
    expected: "perturbation 'square' or attribution 'contribution'",
    received: "gaussian changes of 'slope', which have no use for it",
  });
}
