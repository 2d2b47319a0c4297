import { LANDMARK_COUNTS, type LandmarkScheme, type Point } from '../regions/landmarks.js';
import { FacePerturbError, show } from '../support/errors.js';

/** The scheme with so many points, if there is one. */
export function schemeOfCount(count: number): LandmarkScheme | undefined {
  return (Object.keys(LANDMARK_COUNTS) as LandmarkScheme[]).find((scheme) => LANDMARK_COUNTS[scheme] === count);
}

/** The counts in words, for messages. */
export const COUNTS_IN_WORDS = '478 (mediapipe478), 468 (mediapipe468), 68 (ibug68) or 5 points (points5)';

/** Throws unless the points are as many as the scheme has, and all finite. */
export function checkFace(what: string, scheme: LandmarkScheme, points: readonly Point[]): void {
  const count = Object.hasOwn(LANDMARK_COUNTS, scheme) ? LANDMARK_COUNTS[scheme] : undefined;
  if (count === undefined) {
    throw wrong(`${what}: scheme`, `one of ${Object.keys(LANDMARK_COUNTS).join(', ')}`, show(scheme));
  }
  if (points.length !== count) throw wrong(what, `the ${count} points of ${scheme}`, `${points.length} points`);
  points.forEach((point, at) => {
    if (Number.isFinite(point[0]) && Number.isFinite(point[1])) return;
    throw wrong(`${what}: point ${at}`, 'finite x and y', show(point));
  });
}

function wrong(what: string, expected: string, received: string): FacePerturbError {
  return new FacePerturbError(what, { code: 'invalid-data', expected, received });
}
