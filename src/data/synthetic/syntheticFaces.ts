import type { FaceLandmarks } from '../../regions/landmarks.js';
import { checkChoice, checkNumber, checkOptionNames } from '../../support/checks.js';
import { FacePerturbError, show } from '../../support/errors.js';
import { createRandom } from '../../support/random.js';
import { EMOTIONS } from '../dataset.js';
import type { DatasetSplits, Emotion, ImageDataset } from '../dataset.js';
import { drawFace } from './drawFace.js';
import { checkSampleFace, SAMPLE_FACE_OPTIONS, sampleFace } from './sampleFace.js';
import type { SampleFaceOptions } from './sampleFace.js';
import { describeTruth } from './truth.js';
import type { SyntheticTruth } from './truth.js';

/** Options that synthetic data sets share. */
export interface SyntheticOptions extends SampleFaceOptions {
  /**
   * Seed: a whole number in [0, 2^53), or any text. The same seed gives the same bytes.
   * @default 0
   */
  seed?: number | string;
  /**
   * Width and height in pixels, 16 … 512.
   * @default 48
   */
  size?: number;
  /**
   * The emotions to draw. Class ids stay those of the seven.
   * @default all seven
   */
  emotions?: readonly Emotion[];
  /**
   * How often each emotion comes: equally, or as in FER2013's Training split (disgust is rare, happy common).
   * @default 'equal'
   */
  balance?: 'equal' | 'fer2013';
}

/** Options of {@link syntheticFaces}. */
export interface SyntheticFacesOptions extends SyntheticOptions {
  /** Number of faces, at least 1. */
  count: number;
  /**
   * Name of the data set, for records.
   * @default 'synthetic'
   */
  name?: string;
}

/** Options of {@link syntheticSplits}. */
export interface SyntheticSplitsOptions extends SyntheticOptions {
  /** Number of faces to learn from. */
  train: number;
  /** Number of faces to choose on. */
  validation: number;
  /** Number of faces to report on. */
  test: number;
}

/** Synthetic faces with exact landmarks and a record of where each face carries its emotion. */
export interface SyntheticDataset extends ImageDataset {
  readonly channels: 1;
  readonly landmarks: readonly FaceLandmarks[];
  /** What each picture was drawn from. */
  readonly truth: readonly SyntheticTruth[];
}

/** Splits of synthetic faces. */
export interface SyntheticSplits extends DatasetSplits {
  readonly train: SyntheticDataset;
  readonly validation: SyntheticDataset;
  readonly test: SyntheticDataset;
}

const SHARED = [...SAMPLE_FACE_OPTIONS, 'seed', 'size', 'emotions', 'balance'] as const;

/** How often each emotion comes in the Training split of FER2013 (Goodfellow et al. 2013, arXiv:1307.0414). */
const FER2013_COUNTS: Readonly<Record<Emotion, number>> = {
  angry: 3995,
  disgust: 436,
  fear: 4097,
  happy: 7215,
  sad: 4830,
  surprise: 3171,
  neutral: 4965,
};

/**
 * Draws a data set of synthetic expressive faces.
 *
 * Face number i depends on the seed and i alone: a smaller set is the beginning of a larger one. The classes come in a
 * fixed rotation (training shuffles).
 *
 * @example
 * const faces = syntheticFaces({ count: 700, seed: 1 });
 * faces.truth[0].regions; // ['leftBrow', 'rightBrow', ...]
 *
 * @throws FacePerturbError `invalid-option` on an unknown option or a value out of range.
 */
export function syntheticFaces(options: SyntheticFacesOptions): SyntheticDataset {
  const what = 'syntheticFaces';
  checkOptionNames(what, options, [...SHARED, 'count', 'name']);
  const count = checkNumber(`${what}: count`, options.count, { min: 1, max: 1e6, integer: true });
  const size = checkNumber(`${what}: size`, options.size ?? 48, { min: 16, max: 512, integer: true });
  const sampling = checkSampleFace(what, options);
  const { carrier } = sampling;
  const random = createRandom(options.seed ?? 0).fork('synthetic faces');
  const labels = rotateClasses(what, count, options);
  const pixels = new Uint8Array(count * size * size);
  const landmarks: FaceLandmarks[] = [];
  const truth: SyntheticTruth[] = [];
  labels.forEach((label, at) => {
    const emotion = EMOTIONS[label] as Emotion;
    const parameters = sampleFace(emotion, random.fork(at), sampling);
    const drawn = drawFace(parameters, { size });
    pixels.set(drawn.pixels, at * size * size);
    landmarks.push(drawn.landmarks);
    truth.push(describeTruth(emotion, carrier, parameters));
  });
  const name = options.name ?? 'synthetic';
  return {
    name,
    classNames: EMOTIONS,
    size: count,
    height: size,
    width: size,
    channels: 1,
    pixels,
    labels,
    landmarks,
    truth,
  };
}

/**
 * Draws three data sets of synthetic faces that share no face and no random number.
 *
 * @example
 * const { train, validation, test } = syntheticSplits({ train: 2100, validation: 350, test: 700, seed: 1 });
 *
 * @throws FacePerturbError `invalid-option` on an unknown option or a value out of range.
 */
export function syntheticSplits(options: SyntheticSplitsOptions): SyntheticSplits {
  const what = 'syntheticSplits';
  checkOptionNames(what, options, [...SHARED, 'train', 'validation', 'test']);
  const { train, validation, test, seed = 0, ...shared } = options;
  const part = (split: string, count: number): SyntheticDataset => {
    checkNumber(`${what}: ${split}`, count, { min: 1, max: 1e6, integer: true });
    const { path } = createRandom(seed).fork(split);
    return syntheticFaces({ ...shared, count, seed: path, name: `synthetic/${split}` });
  };
  return { train: part('train', train), validation: part('validation', validation), test: part('test', test) };
}

/** A label for each face: always the class that is furthest behind its share. */
function rotateClasses(
  what: string,
  count: number,
  { emotions = EMOTIONS, balance = 'equal' }: SyntheticOptions,
): Uint8Array {
  if (!Array.isArray(emotions) || emotions.length === 0 || new Set(emotions).size !== emotions.length) {
    throw new FacePerturbError(`${what}: emotions`, {
      code: 'invalid-option',
      expected: 'a list of different emotions',
      received: show(emotions),
    });
  }
  for (const emotion of emotions) checkChoice(`${what}: emotions`, emotion, EMOTIONS);
  checkChoice(`${what}: balance`, balance, ['equal', 'fer2013'] as const);
  const weights = emotions.map((emotion: Emotion) => (balance === 'equal' ? 1 : FER2013_COUNTS[emotion]));
  const total = weights.reduce((sum: number, weight: number) => sum + weight, 0);
  const given = weights.map(() => 0);
  return Uint8Array.from({ length: count }, (_, at) => {
    const behind = weights.map(
      (weight: number, index: number) => ((at + 1) * weight) / total - (given[index] as number),
    );
    const next = behind.indexOf(Math.max(...behind));
    given[next]! += 1;
    return EMOTIONS.indexOf(emotions[next] as Emotion);
  });
}
