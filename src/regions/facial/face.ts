import type { FaceLandmarks, Point } from '../landmarks.js';
import { anatomyOf } from './anatomy.js';
import type { FaceAnatomy } from './anatomy.js';
import { frameOf } from './frame.js';
import type { FaceFrame } from './frame.js';
import { faceOval } from './oval.js';

/** What the outlines of a face's parts are made from. */
export interface Face {
  readonly anatomy: FaceAnatomy;
  readonly frame: FaceFrame;
  /** The outline of the face, convex and clockwise. */
  readonly oval: readonly Point[];
}

/**
 * Reads a face from its landmarks.
 *
 * @throws FacePerturbError `invalid-data` when the landmarks are not what their scheme says.
 */
export function readFace(landmarks: FaceLandmarks): Face {
  const anatomy = anatomyOf(landmarks);
  const frame = frameOf(anatomy);
  return { anatomy, frame, oval: faceOval(anatomy, frame) };
}
