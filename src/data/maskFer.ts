import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { FaceLandmarks } from '../regions/landmarks.js';
import type { Perturbation, PerturbationDescription } from '../perturb/perturbation.js';
import { checkNotAborted, checkNumber, checkOptionNames } from '../support/checks.js';
import { checkDataset } from './checkDataset.js';
import type { ImageDataset } from './dataset.js';
import { countSources, landmarksFor, readLandmarks } from './maskFerLandmarks.js';
import type { MaskFerLandmarks, MaskFerCoverage } from './maskFerLandmarks.js';
import { chooseMask, MASK_NAMES, type MaskFerLook } from './maskFerMask.js';

/** Options of {@link makeMaskFer}. */
export interface MakeMaskFerOptions extends MaskFerLook {
  /**
   * Where each face is: `'mean-shape'` (aligned crops such as FER2013's), a landmark source (a detector; the largest face
   * of each picture is taken), or a list with one entry a picture. Pictures without a face of their own get the mean shape.
   *
   * @default the data set's own landmarks, where it has them, otherwise 'mean-shape'
   */
  landmarks?: MaskFerLandmarks;
  /**
   * Pictures at a time: only so many are in tensors at once. It changes no result.
   *
   * @default 64
   */
  chunk?: number;
  /**
   * Told after each chunk how many pictures are done.
   *
   * @default none: nobody is told
   *
   * @param done - Pictures done.
   * @param total - Pictures in all.
   */
  onProgress?: (done: number, total: number) => void;
  /**
   * Stops between two chunks.
   *
   * @default none: it runs to its end
   */
  signal?: AbortSignal | undefined;
}

/** What a masked data set was made with: plain JSON, which makes it again from the same pictures and landmarks. */
export interface MaskFerParameters {
  /** The settings of the mask. */
  readonly perturbation: PerturbationDescription;
  /** What the key of each picture begins with; its number in the data set follows. */
  readonly keyPrefix: string;
  /** Number of pictures. */
  readonly pictures: number;
}

/** A data set of masked faces, and how it came about. */
export interface MaskFer {
  /** The same pictures with masks on, same labels; its landmarks are those the masks were fitted by. */
  readonly dataset: ImageDataset;
  /** How many faces had landmarks of their own. */
  readonly coverage: MaskFerCoverage;
  /** How it was made. */
  readonly parameters: MaskFerParameters;
}

const WHAT = 'makeMaskFer';
const KEY_PREFIX = 'maskfer/';

/**
 * Puts a protective mask on every face of a data set, each a little different: the data set that the paper calls MaskFer
 * (arXiv:2411.00824, after "Masked FER-2013" of Han et al. 2023). Runs on the active tfjs backend.
 *
 * The mask of picture i follows from the seed, its landmarks and i alone. To see one again, call the same perturbation on it
 * with `key: 'maskfer/' + i`.
 *
 * @example
 * const source = await nodeFaceLandmarker({ model: 'face_landmarker.task' });
 * const { dataset, coverage } = await makeMaskFer(splits.train, { landmarks: source, seed: 1 });
 *
 * @throws FacePerturbError `invalid-option`, `invalid-shape` for a data set whose parts do not fit, `invalid-argument` for landmarks
 * that do not fit it, `invalid-data` for landmarks that are none, `aborted`; what the landmark source throws.
 */
export async function makeMaskFer(dataset: ImageDataset, options: MakeMaskFerOptions = {}): Promise<MaskFer> {
  checkOptionNames(WHAT, options, ['landmarks', 'chunk', 'onProgress', 'signal', ...MASK_NAMES]);
  const chunk = checkNumber(`${WHAT}: chunk`, options.chunk ?? 64, { min: 1, integer: true });
  checkDataset(dataset);
  const { landmarks: given, chunk: _, onProgress, signal, ...look } = options;
  const where = readLandmarks(WHAT, dataset, given);
  const mask = chooseMask(look);
  const values = dataset.height * dataset.width * dataset.channels;
  const pixels = new Uint8Array(dataset.size * values);
  const landmarks: FaceLandmarks[] = [];
  for (let from = 0; from < dataset.size; from += chunk) {
    checkNotAborted(WHAT, signal);
    const to = Math.min(dataset.size, from + chunk);
    const faces = await landmarksFor(dataset, where, from, to, signal);
    pixels.set(await masked(dataset, mask, faces, from), from * values);
    landmarks.push(...faces);
    onProgress?.(to, dataset.size);
  }
  return {
    dataset: { ...dataset, name: `${dataset.name}/maskfer`, pixels, landmarks },
    coverage: countSources(landmarks),
    parameters: { perturbation: mask.describe(), keyPrefix: KEY_PREFIX, pictures: dataset.size },
  };
}

async function masked(
  dataset: ImageDataset,
  mask: Perturbation,
  faces: readonly FaceLandmarks[],
  from: number,
): Promise<Uint8Array> {
  const { height, width, channels, pixels } = dataset;
  const count = height * width * channels;
  const batch = tf.tidy(() => {
    const results = faces.map((landmarks, at) => {
      const own = pixels.subarray((from + at) * count, (from + at + 1) * count);
      const image = tf.tensor4d(
        Float32Array.from(own, (value) => value / 255),
        [1, height, width, channels],
      );
      return mask(image, { landmarks: [landmarks], key: `${KEY_PREFIX}${from + at}` });
    });
    return tf.concat4d(results as Tensor4D[], 0);
  });
  const values = await batch.data();
  batch.dispose();
  return Uint8Array.from(values, (value) => Math.round(Math.min(1, Math.max(0, value)) * 255));
}
