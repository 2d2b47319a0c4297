/** The classifier's outputs for each image, read back. */
export type OutputRow = Float32Array;

/** Cuts outputs [B,K] into rows. */
export function rowsOf(outputs: Float32Array, batch: number): OutputRow[] {
  const classes = outputs.length / batch;
  return Array.from({ length: batch }, (_, at) => outputs.subarray(at * classes, (at + 1) * classes));
}

/** True when every number is non-negative and the sum is 1 to float32's precision: a softmax was here. */
export function looksLikeProbabilities(row: OutputRow): boolean {
  if (row.length < 2 || !row.every((value) => value >= 0)) return false;
  return Math.abs(row.reduce((sum, value) => sum + value, 0) - 1) < 1e-4;
}

/** Softmax probability of one class, right for logits of any finite size. */
export function probabilityOf(row: OutputRow, id: number, outputs: 'logits' | 'probabilities'): number {
  const own = row[id];
  if (own === undefined) return NaN;
  if (outputs === 'probabilities') return own;
  return 1 / row.reduce((sum, value) => sum + Math.exp(value - own), 0);
}
