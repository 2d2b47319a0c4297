import type { Size } from './raster.js';

/** Greys of a picture that has nothing to show, and of the lines across it: no colour map has them in such a pattern. */
const [GROUND, LINE] = [0.8, 0.58];

/**
 * Lays grey slanted lines over a picture, the sign that there is no map here.
 *
 * @param rgb - Sees the lines through `opacity`.
 */
export function hatch(rgb: Float32Array, { height, width }: Size, opacity = 1): void {
  const period = Math.max(4, Math.round(Math.max(height, width) / 10));
  const thickness = Math.max(1, Math.round(period / 4));
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const grey = (row + column) % period < thickness ? LINE : GROUND;
      for (let channel = 0; channel < 3; channel++, at++) {
        rgb[at] = (rgb[at] as number) * (1 - opacity) + grey * opacity;
      }
    }
  }
}
