/** A point in pixels: x to the right, y down, (0, 0) the upper left corner of the picture (not the middle of its first pixel). */
export type Point = readonly [x: number, y: number];

/** How many points each landmark scheme has. */
export const LANDMARK_COUNTS = { ibug68: 68, mediapipe478: 478, mediapipe468: 468, points5: 5 } as const;

/**
 * Which points a list of landmarks holds, and in which order.
 *
 * - `ibug68`: the 68 points of the iBUG 300-W annotation (jaw 0-16, brows 17-26, nose 27-35, eyes 36-47, mouth 48-67).
 * - `mediapipe478`: MediaPipe's face mesh with both irises, as its FaceLandmarker gives them.
 * - `mediapipe468`: the same mesh without irises.
 * - `points5`: the subject's right eye (its middle), left eye, tip of the nose, right corner of the mouth, left corner:
 * the order of MTCNN, RetinaFace and ArcFace (who name the sides as the viewer sees them). Brows, jaw, forehead and
 * all other places are estimated: an average face is laid on the five points.
 */
export type LandmarkScheme = keyof typeof LANDMARK_COUNTS;

/** The landmarks of one face. */
export interface FaceLandmarks {
  /** Which points these are. */
  readonly scheme: LandmarkScheme;
  /** The points in the scheme's order, in pixels of the picture. */
  readonly points: readonly Point[];
  /** Where they came from, for counts in reports: 'exact', 'mean-shape', a detector's name. */
  readonly source?: string;
}
