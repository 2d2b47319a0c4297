import { FacePerturbError, show } from '../../support/errors.js';
import type { FaceLandmarks, LandmarkScheme, Point } from '../landmarks.js';

/**
 * A face's landmarks by what they are, whatever scheme they came in. Lists run from the subject's right to the
 * subject's left (the viewer's left to right), or from the top down.
 */
export interface FaceAnatomy {
  /** Every landmark. */
  readonly all: readonly Point[];
  readonly jaw: readonly Point[];
  readonly rightBrow: readonly Point[];
  readonly leftBrow: readonly Point[];
  readonly rightEye: readonly Point[];
  readonly leftEye: readonly Point[];
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

const readers: Partial<Record<LandmarkScheme, { count: number; read: (points: readonly Point[]) => FaceAnatomy }>> = {
  ibug68: { count: 68, read: readIbug68 },
};

/**
 * Sorts a face's landmarks into its parts.
 *
 * @throws FacePerturbError `invalid-data` on an unknown scheme, a wrong number of points or one that is not finite.
 */
export function anatomyOf(landmarks: FaceLandmarks): FaceAnatomy {
  const scheme = Object.hasOwn(readers, landmarks.scheme) ? readers[landmarks.scheme] : undefined;
  if (!scheme) {
    throw wrongLandmarks('scheme', `one of ${Object.keys(readers).join(', ')}`, show(landmarks.scheme));
  }
  const { points } = landmarks;
  if (!Array.isArray(points) || points.length !== scheme.count) {
    const received = Array.isArray(points) ? `${points.length} points` : show(points);
    throw wrongLandmarks('points', `the ${scheme.count} points of ${landmarks.scheme}`, received);
  }
  const wrong = points.findIndex((point: Point) => !Number.isFinite(point?.[0]) || !Number.isFinite(point[1]));
  if (wrong >= 0) throw wrongLandmarks(`points[${wrong}]`, '[x, y] in pixels, both finite', show(points[wrong]));
  return scheme.read(points);
}

function wrongLandmarks(what: string, expected: string, received: string): FacePerturbError {
  return new FacePerturbError(`landmarks: ${what}`, { code: 'invalid-data', expected, received });
}

function readIbug68(points: readonly Point[]): FaceAnatomy {
  const pick = (...places: number[]) => places.map((place) => points[place] as Point);
  const range = (from: number, to: number) => points.slice(from, to + 1);
  return {
    all: points,
    jaw: range(0, 16),
    rightBrow: range(17, 21),
    leftBrow: range(22, 26),
    rightEye: range(36, 41),
    leftEye: range(42, 47),
    noseBridge: range(27, 30),
    noseBase: range(31, 35),
    outerUpperLip: range(48, 54),
    outerLowerLip: pick(48, 59, 58, 57, 56, 55, 54),
    innerUpperLip: range(60, 64),
    innerLowerLip: pick(60, 67, 66, 65, 64),
    chin: points[8] as Point,
  };
}
