// Joining tensors along their last axes: rows of each lie side by side in the result.

import { copyFloats } from './simd';

/** Copies `rows` rows of `count` floats to rows that begin `step` bytes apart. */
export function copyRows(from: usize, rows: i32, count: i32, to: usize, step: usize): void {
  for (; rows > 0; rows--) {
    copyFloats(to, from, count);
    from += <usize>count << 2;
    to += step;
  }
}
