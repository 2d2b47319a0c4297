import type { DetectedFace } from './source.js';

/**
 * The face a picture is about, of those found in it: the one whose box covers most of the picture (parts outside the
 * picture don't count); the first of equals.
 *
 * @param faces - The faces of one picture; undefined comes back where there is none.
 * @param picture - Its size in pixels.
 */
export function mainFace(
  faces: readonly DetectedFace[],
  picture: { width: number; height: number },
): DetectedFace | undefined {
  let best: DetectedFace | undefined;
  let most = -1;
  for (const face of faces) {
    const area = coveredArea(face, picture);
    if (area > most) [best, most] = [face, area];
  }
  return best;
}

function coveredArea({ points }: DetectedFace, { width, height }: { width: number; height: number }): number {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (const [x, y] of points) {
    left = Math.min(left, Math.max(0, x));
    top = Math.min(top, Math.max(0, y));
    right = Math.max(right, Math.min(width, x));
    bottom = Math.max(bottom, Math.min(height, y));
  }
  return Math.max(0, right - left) * Math.max(0, bottom - top);
}
