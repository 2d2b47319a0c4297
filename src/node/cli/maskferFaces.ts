import { join } from 'node:path';
import type { ImageDataset } from '../../data/dataset.js';
import type { SplitName } from '../../data/fer2013/format.js';
import { landmarksOfDataset } from '../../landmarks/landmarksOfDataset.js';
import type { LandmarkSource } from '../../landmarks/source.js';
import type { FaceLandmarks } from '../../regions/landmarks.js';
import { cachedLandmarks } from '../landmarks/cachedLandmarks.js';

/** How the faces of a part of a data set are looked for. */
export interface FindingFaces {
  readonly source: LandmarkSource;
  /** Folder where they are kept, one file a part. */
  readonly cache: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

/** A face for each picture: its own, or the mean shape. */
export async function facesOfPart(
  part: SplitName,
  dataset: ImageDataset,
  { source, cache, signal, onProgress }: FindingFaces,
): Promise<readonly FaceLandmarks[]> {
  const { landmarks } = await landmarksOfDataset(dataset, source, {
    signal,
    onProgress: ({ done }) => onProgress(done),
    ...(cache !== undefined && { cache: cachedLandmarks(join(cache, `${part}.landmarks`)) }),
  });
  return landmarks;
}
