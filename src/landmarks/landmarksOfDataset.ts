import { checkNotAborted, checkOptionNames } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import { landmarkCoverage, type LandmarkCoverage } from './coverage.js';
import { mainFace } from './mainFace.js';
import { meanShapeSource } from './meanShapeSource.js';
import { packFace, unpackFace, type PackedFace } from './packedFaces.js';
import { picturesOf, type PictureStore } from './picture.js';
import type { DetectedFace, LandmarkSettings, LandmarkSource } from './source.js';
import { withFallback } from './withFallback.js';

/** How far {@link landmarksOfDataset} is. */
export interface LandmarkProgress {
  /** Pictures that are done. */
  readonly done: number;
  /** All pictures. */
  readonly total: number;
  /** Pictures so far whose landmarks were found in them. */
  readonly own: number;
  /** Pictures so far that got the fallback. */
  readonly fallback: number;
}

/** What a cache did. */
export interface LandmarkCacheReport {
  /** `'read'`: everything came from the cache. `'written'`: found anew, and kept for the next time. */
  readonly state: 'read' | 'written';
  /** Why a cache that was there did not serve: it was damaged, or of other pictures or settings. */
  readonly reason?: string;
}

/** Keeps the landmarks of data sets; `cachedLandmarks` of `face-perturb/node` keeps them in a file. */
export interface LandmarkCache {
  /**
   * The faces of just these pictures by just these settings, or why there are none.
   *
   * @param pictures - Whose faces are asked for.
   * @param settings - What decided where they are.
   */
  load(pictures: PictureStore, settings: LandmarkSettings): Promise<{ faces?: PackedFace[]; reason?: string }>;
  /**
   * Keeps the faces.
   *
   * @param pictures - Whose faces they are.
   * @param settings - What decided where they are.
   * @param faces - One a picture, in the order of the pictures.
   */
  save(pictures: PictureStore, settings: LandmarkSettings, faces: readonly PackedFace[]): Promise<void>;
}

/** Options of {@link landmarksOfDataset}. */
export interface LandmarksOfDatasetOptions {
  /**
   * What pictures get in which the source finds no face.
   *
   * @default meanShapeSource()
   */
  fallback?: LandmarkSource;
  /**
   * Where results are kept.
   *
   * @default none
   */
  cache?: LandmarkCache;
  /**
   * Stops between two pictures.
   *
   * @default none: it runs to its end
   */
  signal?: AbortSignal;
  /**
   * Told after every 64 pictures and at the end.
   *
   * @default none: nobody is told
   */
  onProgress?: (progress: LandmarkProgress) => void;
}

/** The landmarks of a data set's pictures. */
export interface DatasetLandmarks {
  /** One face a picture, in the pictures' order: as `ImageDataset.landmarks` takes them. */
  readonly landmarks: readonly DetectedFace[];
  /** Where they come from. */
  readonly coverage: LandmarkCoverage;
  /** What the cache did, when there is one. */
  readonly cache?: LandmarkCacheReport;
}

/** Pictures that a source is given at once: enough for several threads, few enough to stop soon. */
const AT_ONCE = 64;

/**
 * Landmarks for every picture of a data set: the main face where the source finds several, the fallback where it finds
 * none; no picture is dropped. Coordinates are rounded to 32-bit floats, from a cache and without.
 *
 * `source` and `assumed` of each face say where it comes from.
 *
 * @param dataset - The pictures, all of one size.
 * @param source - Finds the faces; it is not closed.
 * @throws FacePerturbError `missing-landmarks` when the fallback gives none either, `aborted` when stopped; and what
 *   source and cache throw.
 * @example
 * const { landmarks, coverage } = await landmarksOfDataset(splits.test, await nodeFaceLandmarker({ model }));
 * const withLandmarks = { ...splits.test, landmarks };
 */
export async function landmarksOfDataset(
  dataset: PictureStore,
  source: LandmarkSource,
  options: LandmarksOfDatasetOptions = {},
): Promise<DatasetLandmarks> {
  checkOptionNames('landmarksOfDataset', options, ['fallback', 'cache', 'signal', 'onProgress']);
  const { fallback = meanShapeSource(), cache, signal, onProgress } = options;
  const chain = withFallback(source, fallback);
  const known = await cache?.load(dataset, chain.settings);
  if (known?.faces) return complete(known.faces, { state: 'read' });
  const faces = await findAll(dataset, chain, signal, onProgress);
  await cache?.save(dataset, chain.settings, faces);
  return complete(faces, cache && { state: 'written', ...(known?.reason !== undefined && { reason: known.reason }) });
}

function complete(faces: readonly PackedFace[], cache?: LandmarkCacheReport): DatasetLandmarks {
  const landmarks = faces.map(unpackFace);
  return { landmarks, coverage: landmarkCoverage(landmarks), ...(cache && { cache }) };
}

async function findAll(
  dataset: PictureStore,
  source: LandmarkSource,
  signal: AbortSignal | undefined,
  onProgress: LandmarksOfDatasetOptions['onProgress'],
): Promise<PackedFace[]> {
  const faces: PackedFace[] = [];
  let fallback = 0;
  for (let from = 0; from < dataset.size; from += AT_ONCE) {
    checkNotAborted('landmarksOfDataset', signal);
    const found = await source.detect(picturesOf(dataset, from, from + AT_ONCE), { signal });
    for (const candidates of found) {
      const face = mainFace(candidates, dataset);
      if (!face) throw noFace(faces.length, source);
      faces.push(packFace(face));
      if (face.assumed) fallback++;
    }
    onProgress?.({ done: faces.length, total: dataset.size, own: faces.length - fallback, fallback });
  }
  return faces;
}

function noFace(picture: number, { name }: LandmarkSource): FacePerturbError {
  return new FacePerturbError(`landmarksOfDataset: picture ${picture}`, {
    code: 'missing-landmarks',
    expected: 'a face from the source or the fallback',
    received: `none from ${name}`,
    fix: 'Let the mean shape be the fallback, or leave the picture out.',
  });
}
