// Segment sums: the gradient of gather.

import { addFloats, zeroFloats } from './simd';

/** sums[segment] += x[row] for each row; rows whose segment is outside [0, segments) are left out. */
export function segmentSums(x: usize, ids: usize, sums: usize, rows: i32, width: i32, segments: i32): void {
  zeroFloats(sums, segments * width);
  for (let row = 0; row < rows; row++) {
    const segment = load<i32>(ids + (<usize>row << 2));
    if (segment < 0 || segment >= segments) continue;
    addFloats(sums + (<usize>(segment * width) << 2), x + (<usize>(row * width) << 2), width);
  }
}
