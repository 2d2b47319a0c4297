import type { FaceParameters } from './parameters.js';
import { createCamera } from './pose.js';
import { placedPoints } from './scene.js';

/** Free rim around the landmarks, as a part of the picture's width. */
const RIM = 0.012;

/** Moves a face, and makes it smaller where that is not enough, so that all landmarks lie in the picture (as a detector crops it). */
export function fitInPicture(face: FaceParameters): FaceParameters {
  let fitted = face;
  // Each round is exact but for perspective; two bring it below what a pixel shows.
  for (let round = 0; round < 3; round++) {
    const points = placedPoints(fitted, createCamera(fitted, 1));
    const [left, right] = range(points.map(([x]) => x));
    const [top, bottom] = range(points.map(([, y]) => y));
    const room = 1 - 2 * RIM;
    const shrink = Math.min(1, room / (right - left), room / (bottom - top));
    if (shrink === 1 && left >= RIM && top >= RIM && right <= 1 - RIM && bottom <= 1 - RIM) return fitted;
    const { pose } = fitted;
    const shift =
      shrink < 1 ? [0.5 - (left + right) / 2, 0.5 - (top + bottom) / 2] : [inwards(left, right), inwards(top, bottom)];
    fitted = {
      ...fitted,
      pose: {
        ...pose,
        x: pose.x + (shift[0] as number),
        y: pose.y + (shift[1] as number),
        scale: pose.scale * shrink * (shrink < 1 ? 0.995 : 1),
      },
    };
  }
  return fitted;
}

function range(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

function inwards(low: number, high: number): number {
  return Math.max(0, RIM - low) - Math.max(0, high - (1 - RIM));
}
