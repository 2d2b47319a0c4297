/** Guesses a byte from its left, upper and upper left neighbours: the five filters of PNG, by number. */
const GUESSES: readonly ((left: number, up: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  paeth,
];

/**
 * The rows of a picture as PNG packs them: each led by the number of its filter, and each byte replaced by its difference from the
 * filter's guess. For each row the filter with the smallest sum of differences is taken, as the standard suggests.
 *
 * @param pixelBytes - Bytes of a pixel.
 */
export function filterRows(bytes: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array<ArrayBuffer> {
  const rows = bytes.length / rowBytes;
  const filtered = new Uint8Array((rowBytes + 1) * rows);
  const tries = GUESSES.map(() => new Uint8Array(rowBytes));
  let above = new Uint8Array(rowBytes) as Uint8Array;
  for (let row = 0; row < rows; row++) {
    const here = bytes.subarray(row * rowBytes, (row + 1) * rowBytes);
    const sums = tries.map((into, filter) => filterRow(filter, here, above, pixelBytes, into));
    const best = sums.indexOf(Math.min(...sums));
    filtered[row * (rowBytes + 1)] = best;
    filtered.set(tries[best] as Uint8Array, row * (rowBytes + 1) + 1);
    above = here;
  }
  return filtered;
}

/** Writes one row's differences and returns the sum of their sizes, read as signed bytes. */
function filterRow(filter: number, here: Uint8Array, above: Uint8Array, pixelBytes: number, into: Uint8Array): number {
  const guess = GUESSES[filter] as (typeof GUESSES)[number];
  let sum = 0;
  for (let at = 0; at < here.length; at++) {
    const [left, corner] =
      at < pixelBytes ? [0, 0] : [here[at - pixelBytes] as number, above[at - pixelBytes] as number];
    const difference = ((here[at] as number) - guess(left, above[at] as number, corner)) & 0xff;
    into[at] = difference;
    sum += Math.min(difference, 256 - difference);
  }
  return sum;
}

/** The neighbour nearest to left + up - corner, in this order. */
function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp] = [Math.abs(up - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
