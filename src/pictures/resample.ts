import type { Size } from './raster.js';

/**
 * One image in another size: its pixels as blocks, or straight lines between their centres (half-pixel centres, edges held).
 *
 * @param values - [height, width, channels], row by row.
 * @returns The array given where the size is the same.
 */
export function resample(
  values: Float32Array,
  from: Size,
  to: Size,
  { channels = 1, smooth = false }: { channels?: number; smooth?: boolean } = {},
): Float32Array {
  if (from.height === to.height && from.width === to.width) return values;
  const rows = places(from.height, to.height, smooth);
  const columns = places(from.width, to.width, smooth);
  const result = new Float32Array(to.height * to.width * channels);
  let at = 0;
  for (const { first: top, second: bottom, share: down } of rows) {
    for (const { first: left, second: right, share: across } of columns) {
      for (let channel = 0; channel < channels; channel++) {
        const value = (row: number, column: number) =>
          values[(row * from.width + column) * channels + channel] as number;
        const above = value(top, left) + (value(top, right) - value(top, left)) * across;
        const below = value(bottom, left) + (value(bottom, right) - value(bottom, left)) * across;
        result[at++] = above + (below - above) * down;
      }
    }
  }
  return result;
}

/** Between which two of the old pixels a new one lies, and how far from the first. */
interface Place {
  first: number;
  second: number;
  share: number;
}

function places(from: number, to: number, smooth: boolean): Place[] {
  return Array.from({ length: to }, (_, at) => {
    const centre = ((at + 0.5) * from) / to;
    if (!smooth) return { first: Math.floor(centre), second: Math.floor(centre), share: 0 };
    const place = Math.min(Math.max(centre - 0.5, 0), from - 1);
    const first = Math.floor(place);
    return { first, second: Math.min(first + 1, from - 1), share: place - first };
  });
}
