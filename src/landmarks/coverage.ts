import type { DetectedFace } from './source.js';

/** How many pictures of a data set have landmarks of their own. */
export interface LandmarkCoverage {
  /** Number of pictures. */
  readonly pictures: number;
  /** Pictures whose landmarks were found in them. */
  readonly own: number;
  /** Pictures whose landmarks are assumed: the mean shape. */
  readonly fallback: number;
  /** Pictures by the name of the source. */
  readonly bySource: Readonly<Record<string, number>>;
}

/**
 * Counts where the landmarks of a data set come from.
 *
 * @param landmarks - One face a picture.
 */
export function landmarkCoverage(landmarks: readonly DetectedFace[]): LandmarkCoverage {
  const bySource: Record<string, number> = {};
  for (const { source } of landmarks) bySource[source] = (bySource[source] ?? 0) + 1;
  const fallback = landmarks.filter(({ assumed }) => assumed).length;
  return { pictures: landmarks.length, own: landmarks.length - fallback, fallback, bySource };
}
