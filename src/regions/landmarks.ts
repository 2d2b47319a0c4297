/** A point in pixels: x to the right, y down, (0, 0) the upper left corner of the picture (not the middle of its first pixel). */
export type Point = readonly [x: number, y: number];

/**
 * Which points a list of landmarks holds, and in which order.
 *
 * - `ibug68`: the 68 points of the iBUG 300-W annotation (jaw 0-16, brows 17-26, nose 27-35, eyes 36-47, mouth 48-67).
 * - `mediapipe478`: MediaPipe's face mesh of 468 points, then five a piece for the irises (468-472 of the subject's right
 *   eye, 473-477 of the left).
 * - `mediapipe468`: the mesh without irises.
 * - `points5`: the viewer's left eye, the viewer's right eye, tip of the nose, the viewer's left corner of the mouth, the
 *   right one.
 */
export type LandmarkScheme = 'ibug68' | 'mediapipe478' | 'mediapipe468' | 'points5';

/** The landmarks of one face. */
export interface FaceLandmarks {
  /** Which points these are. */
  readonly scheme: LandmarkScheme;
  /** The points in the scheme's order, in pixels of the picture. */
  readonly points: readonly Point[];
  /** Where they came from, for counts in reports: 'exact', 'mean-shape', a detector's name. */
  readonly source?: string;
}
