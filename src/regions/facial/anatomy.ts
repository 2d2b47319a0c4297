import { FacePerturbError, show } from '../../support/errors.js';
import { LANDMARK_COUNTS } from '../landmarks.js';
import type { FaceLandmarks, LandmarkScheme, Point } from '../landmarks.js';
import { readIbug68 } from './readIbug68.js';
import { readMesh } from './readMesh.js';
import { readPoints5 } from './readPoints5.js';

/** An iris: its middle and its radius in pixels. */
export interface Iris {
  readonly centre: Point;
  readonly radius: number;
}

/**
 * A face's landmarks by what they are, whatever scheme they came in. Lists run from the subject's right to the
 * subject's left (the viewer's left to right), or from the top down.
 */
export interface FaceAnatomy {
  /** Every landmark. */
  readonly all: readonly Point[];
  /** Seventeen points from beside one eye, around the chin, to beside the other. */
  readonly jaw: readonly Point[];
  /** The outline over the forehead, where the scheme has it; from the subject's left to the right. */
  readonly forehead?: readonly Point[];
  readonly rightBrow: readonly Point[];
  readonly leftBrow: readonly Point[];
  /** Six points: the corner at the viewer's left, two of the upper lid, the other corner, two of the lower lid. */
  readonly rightEye: readonly Point[];
  readonly leftEye: readonly Point[];
  /** Where the scheme has it. */
  readonly rightIris?: Iris;
  /** Where the scheme has it. */
  readonly leftIris?: Iris;
  readonly noseBridge: readonly Point[];
  readonly noseBase: readonly Point[];
  /** Upper edge of the upper lip, both corners included. */
  readonly outerUpperLip: readonly Point[];
  /** Lower edge of the lower lip, both corners included. */
  readonly outerLowerLip: readonly Point[];
  /** Lower edge of the upper lip. */
  readonly innerUpperLip: readonly Point[];
  /** Upper edge of the lower lip. */
  readonly innerLowerLip: readonly Point[];
  readonly chin: Point;
}

const readers: Record<LandmarkScheme, (points: readonly Point[]) => FaceAnatomy> = {
  ibug68: readIbug68,
  mediapipe478: readMesh,
  mediapipe468: readMesh,
  points5: readPoints5,
};

/**
 * Sorts a face's landmarks into its parts.
 *
 * @throws FacePerturbError `invalid-data` on an unknown scheme, a wrong number of points or one that is not finite.
 */
export function anatomyOf(landmarks: FaceLandmarks): FaceAnatomy {
  const { scheme, points } = landmarks;
  if (!Object.hasOwn(readers, scheme)) {
    throw wrongLandmarks('scheme', `one of ${Object.keys(readers).join(', ')}`, show(scheme));
  }
  if (!Array.isArray(points) || points.length !== LANDMARK_COUNTS[scheme]) {
    const received = Array.isArray(points) ? `${points.length} points` : show(points);
    throw wrongLandmarks('points', `the ${LANDMARK_COUNTS[scheme]} points of ${scheme}`, received);
  }
  const wrong = points.findIndex((point: Point) => !Number.isFinite(point?.[0]) || !Number.isFinite(point[1]));
  if (wrong >= 0) throw wrongLandmarks(`points[${wrong}]`, '[x, y] in pixels, both finite', show(points[wrong]));
  return readers[scheme](points);
}

function wrongLandmarks(what: string, expected: string, received: string): FacePerturbError {
  return new FacePerturbError(`landmarks: ${what}`, { code: 'invalid-data', expected, received });
}
