import { mainFace } from '../landmarks/mainFace.js';
import { meanShape } from '../landmarks/meanShape.js';
import { packFace, unpackFace } from '../landmarks/packedFaces.js';
import { picturesOf } from '../landmarks/picture.js';
import type { LandmarkSource } from '../landmarks/source.js';
import type { FaceLandmarks } from '../regions/landmarks.js';
import { FacePerturbError, show } from '../support/errors.js';
import type { ImageDataset } from './dataset.js';

/** Where the faces of a data set are; see `makeMaskFer`. */
export type MaskFerLandmarks = 'mean-shape' | LandmarkSource | readonly (FaceLandmarks | undefined)[];

/** Where the landmarks of a masked data set came from. */
export interface MaskFerCoverage {
  /** Faces whose landmarks were found in their picture, or given with it. */
  readonly own: number;
  /** Faces that got the mean shape. */
  readonly meanShape: number;
  /** Faces by the `source` of their landmarks; 'unnamed' where that is missing. */
  readonly bySource: Readonly<Record<string, number>>;
}

/** The landmarks to use, looked over. */
export function readLandmarks(
  what: string,
  dataset: ImageDataset,
  given: MaskFerLandmarks | undefined,
): MaskFerLandmarks {
  const landmarks = given ?? dataset.landmarks ?? 'mean-shape';
  if (landmarks === 'mean-shape' || (!Array.isArray(landmarks) && 'detect' in Object(landmarks))) return landmarks;
  const isRightLength = Array.isArray(landmarks) && landmarks.length === dataset.size;
  if (isRightLength) return landmarks;
  throw new FacePerturbError(`${what}: landmarks`, {
    code: 'invalid-argument',
    expected: `'mean-shape', a landmark source, or a list for ${dataset.size} pictures`,
    received: Array.isArray(landmarks) ? `a list of ${landmarks.length}` : show(landmarks),
  });
}

/** The landmarks of some pictures; the mean shape where there are none of their own. */
export async function landmarksFor(
  dataset: ImageDataset,
  where: MaskFerLandmarks,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<FaceLandmarks[]> {
  const { width, height } = dataset;
  const assumed = meanShape({ width, height });
  if (where === 'mean-shape') return new Array<FaceLandmarks>(to - from).fill(assumed);
  if (!('detect' in where)) return where.slice(from, to).map((face) => face ?? assumed);
  const found = await where.detect(picturesOf(dataset, from, to), signal ? { signal } : {});
  return found.map((faces) => {
    const face = mainFace(faces, dataset);
    return face ? unpackFace(packFace(face)) : assumed;
  });
}

/** Counts faces by where their landmarks came from. */
export function countSources(landmarks: readonly FaceLandmarks[]): MaskFerCoverage {
  const bySource: Record<string, number> = {};
  let meanShapes = 0;
  for (const face of landmarks) {
    const source = face.source ?? 'unnamed';
    bySource[source] = (bySource[source] ?? 0) + 1;
    if (source === 'mean-shape' || ('assumed' in face && face.assumed === true)) meanShapes++;
  }
  return { own: landmarks.length - meanShapes, meanShape: meanShapes, bySource };
}
