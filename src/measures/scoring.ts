import type { Tensor4D } from '@tensorflow/tfjs-core';
import { checkTarget } from '../attention/targets.js';
import type { AttentionTarget, Classifier } from '../attention/types.js';
import { checkChoice, checkImageBatch, checkNotAborted, checkNumber } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import { readMap } from './readMap.js';
import type { MapImages } from './readMap.js';
import { openScorer } from './scorer.js';
import type { Scorer } from './scorer.js';
import type { MapReading, MeasuredMap, ScoreKind, TensorMap } from './types.js';

/** Options of the measures that run a classifier. */
export interface ScoringOptions {
  /**
   * What is scored: a class id for all images or one for each, `'predicted'` (of the unchanged image), or a function of the logits.
   * @default the classes that the map explains, where it is an `AttentionMap` of classes; else 'predicted'
   */
  target?: AttentionTarget;
  /**
   * The probability of the target's class in [0, 1]; its output as it is; or 1 where it is the class with the largest output and 0
   * elsewhere, so that the mean is the accuracy. A target function's score is taken as it is.
   * @default 'probability'; of `infidelity` 'output'
   */
  score?: ScoreKind;
  /**
   * Pictures in one forward pass at most, at least 1. It changes no result.
   * @default 32
   */
  batchSize?: number;
  /**
   * Stops the work between two passes, with an error of code `aborted`.
   * @default none: it runs to its end
   */
  signal?: AbortSignal;
  /**
   * Called after each pass with the images done (parts of one count) and the images in all.
   * @default none: nobody is told
   */
  onProgress?: (progress: { done: number; total: number }) => void;
}

/** Names of {@link ScoringOptions}. */
export const SCORING_OPTIONS = ['target', 'score', 'batchSize', 'signal', 'onProgress'] as const;

/** Images with their map and their scores. */
export interface Scored {
  /** Names the function in messages. */
  readonly what: string;
  readonly images: Tensor4D;
  readonly map: MapImages;
  readonly scorer: Scorer;
  /** Why an image is left out, or null. */
  readonly notes: readonly (string | null)[];
  readonly batchSize: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ScoringOptions['onProgress'];
}

/** What a measure wants of map and scores. */
export interface Wanted {
  /** Which numbers of the map. */
  readonly of: MapReading;
  /** Which score where the options name none. */
  readonly score: ScoreKind;
  /** Whether a map that is finite, but shows nothing, counts too. */
  readonly takesDegenerate?: boolean;
}

/** Throws unless these are images of at least one pixel. */
export function checkPictures(what: string, images: Tensor4D): void {
  checkImageBatch(what, images);
  if (images.size > 0) return;
  throw new FacePerturbError(`${what}: images`, {
    code: 'invalid-shape',
    expected: 'at least one image of at least one pixel',
    received: `shape [${images.shape.join(', ')}]`,
  });
}

/** Checks everything, reads the map, and scores the images as they are. */
export async function openScored(
  what: string,
  classifier: Classifier,
  images: Tensor4D,
  source: MeasuredMap,
  options: ScoringOptions,
  wanted: Wanted,
): Promise<Scored> {
  const { signal, onProgress } = options;
  checkNotAborted(what, signal);
  checkPictures(what, images);
  const kind = checkChoice(`${what}: score`, options.score ?? wanted.score, ['probability', 'output', 'accuracy']);
  const batchSize = checkNumber(`${what}: batchSize`, options.batchSize ?? 32, { min: 1, integer: true });
  const target = options.target ?? targetOfMap(what, source);
  // Of a map, an image without finite outputs has the class -1; it is left out below.
  if (options.target !== undefined) checkTarget(what, target, images.shape[0]);
  const map = await readMap(`${what}: map`, source, wanted.of);
  checkSameSize(what, images, map);
  const scorer = await openScorer(what, { classifier, images, target, kind, batchSize, signal });
  const notes = map.notes.map((note, image) => {
    if (wanted.takesDegenerate ? !map.finite[image] : note !== null) return note;
    return Number.isFinite(scorer.full[image]) ? null : "the classifier's outputs are not finite";
  });
  return { what, images, map, scorer, notes, batchSize, signal, onProgress };
}

function targetOfMap(what: string, source: MeasuredMap): AttentionTarget {
  const { method, targets } = (source ?? {}) as Partial<TensorMap>;
  if (targets) return targets;
  if (typeof method !== 'string') return 'predicted';
  throw new FacePerturbError(`${what}: target`, {
    code: 'invalid-option',
    expected: 'the target function that the map explains',
    received: 'none',
    fix: 'Give { target } as you gave it to attentionMap.',
  });
}

function checkSameSize(what: string, images: Tensor4D, { count, height, width }: MapImages): void {
  const [wanted, received] = [images.shape.slice(0, 3).join(', '), [count, height, width].join(', ')];
  if (wanted === received) return;
  throw new FacePerturbError(`${what}: map`, {
    code: 'invalid-shape',
    expected: `one map for each image, [${wanted}]`,
    received: `[${received}]`,
  });
}
