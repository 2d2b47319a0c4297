import type { Tensor4D } from '@tensorflow/tfjs-core';

/** Rows of pictures: the first, and the one after the last. */
export interface Rows {
  readonly from: number;
  readonly to: number;
}

/** Numbers that a step works on at once; what is larger is done in bands of rows. 64 MB. */
export const AT_ONCE = 2 ** 24;

/** The rows that are worked on at once, one after the other, so that intermediate results are no larger than a band. */
export function bandsOf([batch, height, width, channels]: Tensor4D['shape'], atOnce = AT_ONCE): Rows[] {
  const rows = Math.max(1, Math.floor(atOnce / (batch * width * channels)));
  return Array.from({ length: Math.ceil(height / rows) }, (_, at) => ({
    from: at * rows,
    to: Math.min(height, (at + 1) * rows),
  }));
}
