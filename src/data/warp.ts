import type { AugmentationDraw, CropSizes } from './augmentationDraw.js';
import { UNIT_VALUES } from './crops.js';
import type { ImageDataset } from './dataset.js';

/** A map of points: x' = xx * x + xy * y + x0, y' = yx * x + yy * y + y0, (0, 0) the upper left corner of a picture. */
export interface AffineMap {
  readonly xx: number;
  readonly xy: number;
  readonly x0: number;
  readonly yx: number;
  readonly yy: number;
  readonly y0: number;
}

/** Where each point of the augmented crop comes from in the picture. */
export function cropToPicture(draw: AugmentationDraw, { height, width }: CropSizes): AffineMap {
  const { left, top, mirrored, angle, shift, windowOffset, windowScale } = draw;
  const middleX = width / 2;
  const middleY = height / 2;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const mirror = mirrored ? -1 : 1;
  // Backwards through crop, rotate, flip, translate, scale, each about the middle.
  const fromX = left - middleX;
  const fromY = top - middleY;
  const xx = mirror * cos * windowScale[0];
  const xy = mirror * sin * windowScale[0];
  const yx = -sin * windowScale[1];
  const yy = cos * windowScale[1];
  const x0 = xx * fromX + xy * fromY - shift[0] * windowScale[0] + windowOffset[0] + middleX;
  const y0 = yx * fromX + yy * fromY - shift[1] * windowScale[1] + windowOffset[1] + middleY;
  return { xx, xy, x0, yx, yy, y0 };
}

/** The map the other way round. */
export function inverse({ xx, xy, x0, yx, yy, y0 }: AffineMap): AffineMap {
  const area = xx * yy - xy * yx;
  const back = { xx: yy / area, xy: -xy / area, yx: -yx / area, yy: xx / area };
  return { ...back, x0: -(back.xx * x0 + back.xy * y0), y0: -(back.yx * x0 + back.yy * y0) };
}

/** Fills a crop by bilinear sampling of a picture, black beyond its edge, as values in [0, 1]. */
export function warpCrop(
  { pixels, height, width, channels }: ImageDataset,
  index: number,
  map: AffineMap,
  size: number,
  out: Float32Array,
  offset: number,
): void {
  const picture = index * height * width * channels;
  const line = width * channels;
  let at = offset;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      // A pixel's value stands for its middle, half a pixel from its corner.
      const x = map.xx * (column + 0.5) + map.xy * (row + 0.5) + map.x0 - 0.5;
      const y = map.yx * (column + 0.5) + map.yy * (row + 0.5) + map.y0 - 0.5;
      const left = Math.floor(x);
      const top = Math.floor(y);
      const across = x - left;
      const down = y - top;
      const inLeft = left >= 0 && left < width;
      const inRight = left >= -1 && left < width - 1;
      const inTop = top >= 0 && top < height;
      const inBottom = top >= -1 && top < height - 1;
      const corner = picture + top * line + left * channels;
      for (let from = corner; from < corner + channels; from++) {
        const upperLeft = inTop && inLeft ? unitValue(pixels, from) : 0;
        const upperRight = inTop && inRight ? unitValue(pixels, from + channels) : 0;
        const lowerLeft = inBottom && inLeft ? unitValue(pixels, from + line) : 0;
        const lowerRight = inBottom && inRight ? unitValue(pixels, from + line + channels) : 0;
        const upper = upperLeft * (1 - across) + upperRight * across;
        const lower = lowerLeft * (1 - across) + lowerRight * across;
        out[at++] = upper * (1 - down) + lower * down;
      }
    }
  }
}

function unitValue(pixels: Uint8Array, at: number): number {
  return UNIT_VALUES[pixels[at] as number] as number;
}
