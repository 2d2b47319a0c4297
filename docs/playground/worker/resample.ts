import type { ImagePixels } from '../../../src/data/index.js';
import type { Frame } from '../protocol.js';

/**
 * A part of a picture in another size, by straight lines between pixels that widen as the part shrinks, so that nothing is skipped. Beyond
 * the picture its edge goes on. In plain numbers, so that it is the same on every backend and in every browser.
 *
 * @returns Bytes [height, width, channels], rounded.
 */
export function resample(picture: ImagePixels, part: Frame, height: number, width: number): Uint8Array {
  const { channels } = picture;
  const columns = weightsOf(part.x, part.width, picture.width, width);
  const rows = weightsOf(part.y, part.height, picture.height, height);
  const narrow = new Float32Array(picture.height * width * channels);
  for (let row = 0; row < picture.height; row++) {
    columns.forEach((weights, column) => {
      for (const [from, weight] of weights) {
        for (let channel = 0; channel < channels; channel++) {
          narrow[(row * width + column) * channels + channel]! +=
            weight * (picture.pixels[(row * picture.width + from) * channels + channel] as number);
        }
      }
    });
  }
  const result = new Float32Array(height * width * channels);
  const line = width * channels;
  rows.forEach((weights, row) => {
    for (const [from, weight] of weights) {
      for (let at = 0; at < line; at++) result[row * line + at]! += weight * (narrow[from * line + at] as number);
    }
  });
  return Uint8Array.from(result, (value) => Math.round(Math.min(255, Math.max(0, value))));
}

/** For each new pixel the old ones that it is made of, with weights that add up to 1. */
function weightsOf(start: number, length: number, from: number, to: number): [number, number][][] {
  const scale = length / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, at) => {
    const centre = start + (at + 0.5) * scale;
    const found: [number, number][] = [];
    const [first, last] = [Math.max(0, Math.floor(centre - reach)), Math.min(from - 1, Math.ceil(centre + reach))];
    for (let pixel = first; pixel <= last; pixel++) {
      const weight = 1 - Math.abs(pixel + 0.5 - centre) / reach;
      if (weight > 0) found.push([pixel, weight]);
    }
    if (found.length === 0) found.push([centre < 0 ? 0 : from - 1, 1]);
    const sum = found.reduce((total, [, weight]) => total + weight, 0);
    return found.map(([pixel, weight]) => [pixel, weight / sum]);
  });
}
