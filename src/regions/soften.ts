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

/** Softens the edges of a coverage with a Gaussian; beyond the canvas its edge values go on. */
export function softenCoverage(coverage: Float32Array, width: number, sigma: number): Float32Array {
  const weights = gaussianWeights(sigma, softenReach(sigma));
  const height = coverage.length / width;
  const across = blurLines(coverage, weights, { lines: height, length: width, lineStep: width, step: 1 });
  const both = blurLines(across, weights, { lines: width, length: height, lineStep: 1, step: width });
  return both.map((value) => (value < 1e-6 ? 0 : value > 1 - 1e-6 ? 1 : value));
}

interface Lines {
  readonly lines: number;
  readonly length: number;
  /** From the start of one line to that of the next. */
  readonly lineStep: number;
  /** From one value of a line to the next. */
  readonly step: number;
}

function blurLines(
  values: Float32Array,
  weights: Float64Array,
  { lines, length, lineStep, step }: Lines,
): Float32Array {
  const reach = (weights.length - 1) / 2;
  const blurred = new Float32Array(values.length);
  const padded = new Float64Array(length + 2 * reach);
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    if (!readLine(values, { start, step, length }, reach, padded)) continue;
    for (let at = 0; at < length; at++) {
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++) sum += (weights[tap] as number) * (padded[at + tap] as number);
      blurred[start + at * step] = sum;
    }
  }
  return blurred;
}

/** Copies a line with its end values going on; false when all of it is 0. */
function readLine(
  values: Float32Array,
  { start, step, length }: { start: number; step: number; length: number },
  reach: number,
  padded: Float64Array,
): boolean {
  let isEmpty = true;
  for (let at = 0; at < length; at++) {
    const value = values[start + at * step] as number;
    padded[reach + at] = value;
    if (value !== 0) isEmpty = false;
  }
  padded.fill(padded[reach] as number, 0, reach);
  padded.fill(padded[reach + length - 1] as number, reach + length);
  return !isEmpty;
}
