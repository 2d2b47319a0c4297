import type { Patch } from './patch.js';
import type { Rows } from './rows.js';

/** Masks one after the other, each row by row. */
export interface DrawnMasks {
  readonly values: Float32Array;
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/** The smallest patch of some rows outside which all masks are 0; undefined where they are 0 altogether. */
export function coveredPatch({ values, count, height, width }: DrawnMasks, { from, to }: Rows): Patch | undefined {
  let [top, bottom, left, right] = [to, from - 1, width, -1];
  for (let mask = 0; mask < count; mask++) {
    for (let row = from; row < to; row++) {
      const start = (mask * height + row) * width;
      let first = 0;
      // Beyond the columns known so far nothing else needs to be looked at, in rows known so far.
      const isKnown = row >= top && row <= bottom;
      const until = isKnown ? left : width;
      while (first < until && values[start + first] === 0) first++;
      if (first < left) left = first;
      if (!isKnown && first === width) continue;
      let last = width - 1;
      while (last > right && values[start + last] === 0) last--;
      if (last > right) right = last;
      if (row < top) top = row;
      if (row > bottom) bottom = row;
    }
  }
  return bottom < from ? undefined : { top, left, height: bottom + 1 - top, width: right + 1 - left };
}
