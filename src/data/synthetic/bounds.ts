import type { Point } from '../../regions/landmarks.js';

/** Rows and columns of a picture around a shape: the first ones inside, and the first ones after it. */
export interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The pixels within `reach` of a shape, cut at the edges of a picture of the given size. */
export function boundsOf(points: readonly Point[], reach: number, size: number): Bounds {
  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  for (const point of points) {
    left = Math.min(left, point[0]);
    right = Math.max(right, point[0]);
    top = Math.min(top, point[1]);
    bottom = Math.max(bottom, point[1]);
  }
  const inside = (value: number): number => Math.min(size, Math.max(0, value));
  return {
    left: inside(Math.floor(left - reach)),
    right: inside(Math.ceil(right + reach)),
    top: inside(Math.floor(top - reach)),
    bottom: inside(Math.ceil(bottom + reach)),
  };
}
