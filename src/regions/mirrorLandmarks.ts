import { meshPartners } from './facial/mesh.js';
import type { FaceLandmarks, LandmarkScheme, Point } from './landmarks.js';

/** For each place of iBUG's 68, the place that takes its part in a mirrored picture. */
const IBUG68_PARTNERS: readonly number[] = /* @__PURE__ */ [
  [16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
  [26, 25, 24, 23, 22, 21, 20, 19, 18, 17],
  [27, 28, 29, 30, 35, 34, 33, 32, 31],
  [45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40],
  [54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55],
  [64, 63, 62, 61, 60, 67, 66, 65],
].flat();

const PARTNERS: Record<LandmarkScheme, readonly number[]> = {
  ibug68: IBUG68_PARTNERS,
  mediapipe478: /* @__PURE__ */ meshPartners(478),
  mediapipe468: /* @__PURE__ */ meshPartners(468),
  points5: [1, 0, 2, 4, 3],
};

/**
 * The landmarks of the same picture mirrored left to right: moved, and renumbered so that the subject's left and
 * right are right again.
 *
 * @param landmarks - Points in pixels, of any scheme.
 * @param width - Width of the picture in pixels.
 */
export function mirrorLandmarks(landmarks: FaceLandmarks, width: number): FaceLandmarks {
  const points = PARTNERS[landmarks.scheme].map((partner): Point => {
    const [x, y] = landmarks.points[partner] as Point;
    return [width - x, y];
  });
  return { ...landmarks, points };
}
