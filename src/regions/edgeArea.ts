/** Ends closer than this, in pixels, are one point. */
export const TOUCHING = 1e-9;

/**
 * Adds the area to the right of an edge to a row of differences between neighbouring pixels.
 *
 * @param row - Where the row's `width + 2` differences stand.
 * @param start - Of the row in `row`.
 * @param top - Where the edge enters the slab.
 * @param bottom - Where it leaves it.
 * @param height - Of the slab; negative takes the area away.
 */
export function addRightOf(
  row: Float64Array,
  start: number,
  width: number,
  top: number,
  bottom: number,
  height: number,
): void {
  let low = Math.min(top, bottom);
  let high = Math.max(top, bottom);
  if (high - low < TOUCHING) low = high = (low + high) / 2;
  if (low >= width) return;
  if (high <= 0) {
    add(row, start, height);
    return;
  }
  const perX = high > low ? height / (high - low) : 0;
  if (low < 0) {
    add(row, start, -low * perX);
    height += low * perX;
    low = 0;
  }
  if (high > width) {
    height -= (high - width) * perX;
    high = width;
  }
  const first = Math.floor(low);
  if (high <= first + 1) {
    const mean = (low + high) / 2 - first;
    add(row, start + first, height * (1 - mean));
    add(row, start + first + 1, height * mean);
    return;
  }
  addSlope(row, start, low, high, height);
}

/** The same for an edge within the row that passes through several pixels. */
function addSlope(row: Float64Array, start: number, low: number, high: number, height: number): void {
  const perX = height / (high - low);
  let before = 0;
  for (let pixel = Math.floor(low); pixel < high; pixel++) {
    const from = Math.max(low, pixel) - low;
    const to = Math.min(high, pixel + 1) - low;
    const covered = (perX * (to * to - from * from)) / 2 + height * (pixel + 1 - low - to);
    add(row, start + pixel, covered - before);
    before = covered;
  }
  add(row, start + Math.ceil(high), height - before);
}

function add(row: Float64Array, at: number, amount: number): void {
  row[at] = (row[at] as number) + amount;
}

/** A sum of differences as a coverage. What rounding leaves above 0 or below 1 must not count as an edge. */
export function settled(sum: number): number {
  return sum < 1e-7 ? 0 : sum > 1 - 1e-7 ? 1 : sum;
}
