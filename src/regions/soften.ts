/** How far a Gaussian of this standard deviation reaches, in whole pixels. */
export function softenReach(sigma: number): number {
  return Math.ceil(3 * sigma);
}

/** Gaussian weights from -reach to +reach that sum to 1. */
export function gaussianWeights(sigma: number, reach: number): Float64Array {
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, at) => Math.exp(-0.5 * ((at - reach) / sigma) ** 2));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

let last: { readonly sigma: number; readonly weights: Float64Array } | undefined;

/** The weights of the last sigma are kept: a batch of masks has one. */
function weightsOf(sigma: number): Float64Array {
  if (last?.sigma !== sigma) last = { sigma, weights: gaussianWeights(sigma, softenReach(sigma)) };
  return last.weights;
}

/** Largest coverage, in pixels, whose sums are kept. */
const MOST_KEPT = 2 ** 22;

/** Sums along the rows of a coverage; kept from one to the next, zeros between calls. */
let kept = /* @__PURE__ */ new Float32Array(4096);

function roomFor(size: number): Float32Array {
  if (size > MOST_KEPT) return new Float32Array(size);
  if (kept.length < size) kept = new Float32Array(size);
  return kept;
}

/**
 * Softens the edges of a coverage with a Gaussian; beyond the canvas its edge values go on.
 *
 * @param blurred - Where to write, zeros from `offset` on.
 * @param covered - The columns and rows that hold all that is not 0, if known.
 */
export function softenCoverage(
  coverage: Float32Array,
  width: number,
  sigma: number,
  blurred: Float32Array = new Float32Array(coverage.length),
  offset = 0,
  covered = coveredBox(coverage, width),
): Float32Array {
  const reach = softenReach(sigma);
  const weights = weightsOf(sigma);
  const height = coverage.length / width;
  if (!covered) return blurred;
  const sums = roomFor(coverage.length);
  const { left, right, top, bottom } = covered;
  // Only where the blur of what is covered can reach.
  const columns = { from: Math.max(0, left - reach), to: Math.min(width, right + 1 + reach) };
  const rows = { from: Math.max(0, top - reach), to: Math.min(height, bottom + 1 + reach) };
  for (let row = top; row <= bottom; row++) {
    const line = { start: row * width, step: 1, length: width };
    blurLine(coverage, line, weights, columns, sums, row * width);
  }
  for (let column = columns.from; column < columns.to; column++) {
    const line = { start: column, step: width, length: height };
    blurLine(sums, line, weights, rows, blurred, offset + column);
  }
  for (let row = rows.from; row < rows.to; row++) settleLine(blurred, offset + row * width, columns);
  sums.fill(0, top * width, (bottom + 1) * width);
  return blurred;
}

/** What is all but 0 or 1 must not count as an edge. */
function settleLine(values: Float32Array, start: number, places: Places): void {
  for (let at = start + places.from; at < start + places.to; at++) {
    const value = values[at] as number;
    if (value < 1e-6) values[at] = 0;
    else if (value > 1 - 1e-6) values[at] = 1;
  }
}

interface Places {
  readonly from: number;
  readonly to: number;
}

interface Line {
  readonly start: number;
  /** From one value to the next. */
  readonly step: number;
  readonly length: number;
}

/** Columns and rows, the first and the last of each. */
export interface PixelBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The first and last column and row with a value above 0, if there are any. */
function coveredBox(coverage: Float32Array, width: number): PixelBox | undefined {
  const height = coverage.length / width;
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let row = 0; row < height; row++) {
    const start = row * width;
    let first = 0;
    while (first < width && coverage[start + first] === 0) first++;
    if (first === width) continue;
    let last = width - 1;
    while (coverage[start + last] === 0) last--;
    if (first < left) left = first;
    if (last > right) right = last;
    if (row < top) top = row;
    bottom = row;
  }
  return bottom < 0 ? undefined : { left, right, top, bottom };
}

/** Weighted sums along a line of values, written at the places asked for of a line with the same step. */
function blurLine(
  values: Float32Array,
  { start, step, length }: Line,
  weights: Float64Array,
  places: Places,
  blurred: Float32Array,
  to: number,
): void {
  const reach = (weights.length - 1) / 2;
  const end = length - 1;
  for (let at = places.from; at < places.to; at++) {
    const middle = start + at * step;
    let sum = (weights[reach] as number) * (values[middle] as number);
    if (at >= reach && at + reach <= end) {
      let away = step;
      for (let tap = reach + 1; tap < weights.length; tap++) {
        sum += (weights[tap] as number) * ((values[middle - away] as number) + (values[middle + away] as number));
        away += step;
      }
    } else {
      for (let tap = 1; tap <= reach; tap++) {
        const before = start + Math.max(0, at - tap) * step;
        const after = start + Math.min(end, at + tap) * step;
        sum += (weights[reach + tap] as number) * ((values[before] as number) + (values[after] as number));
      }
    }
    blurred[to + at * step] = sum;
  }
}
