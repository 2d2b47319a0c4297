import type { Point } from '../landmarks.js';
import type { FaceAnatomy } from './anatomy.js';

/** Reads iBUG's 68 points as a face's parts. */
export function readIbug68(points: readonly Point[]): FaceAnatomy {
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
