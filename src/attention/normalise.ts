import type { AttentionMethod } from './types.js';

/**
 * A map whose values differ by less than this share of the largest one is constant: float32 sums taken in another
 * order differ by a few units in the last place (2^-24), and stretching those to [0, 1] would show noise.
 */
const CONSTANT = 8 * 2 ** -24;

/** The note of a map of nothing but zeros. */
export const ZERO = 'the raw map is zero everywhere';

/**
 * Scales one image's raw map into [0, 1].
 *
 * In JS numbers (float64), after reading back: a gradient of 1e-30 scales as well as one of 1, and NaN is seen
 * whatever the backend's comparisons make of it.
 *
 * @param raw - The raw map, H*W numbers.
 * @param into - Where the H*W scaled values go; zeros where degenerate.
 * @param reads - How a raw number becomes attention.
 * @param signed - Keeps the sign: 0.5 is zero, 0 and 1 are the largest magnitude against and for the target.
 * @returns Why there is nothing to show, or undefined when there is.
 */
export function normaliseMap(
  raw: Float32Array,
  into: Float32Array,
  reads: AttentionMethod['reads'],
  signed: boolean,
): string | undefined {
  const unsigned = reads === 'magnitude' ? Math.abs : positivePart;
  let [low, high, magnitude] = [Infinity, 0, 0];
  for (const value of raw) {
    if (!Number.isFinite(value)) return nothing(into, 'the raw map has values that are not finite');
    low = Math.min(low, unsigned(value));
    high = Math.max(high, unsigned(value));
    magnitude = Math.max(magnitude, Math.abs(value));
  }
  if (signed) {
    if (magnitude === 0) return nothing(into, ZERO);
    raw.forEach((value, at) => (into[at] = 0.5 + value / (2 * magnitude)));
    return undefined;
  }
  if (high === 0) return nothing(into, magnitude === 0 ? ZERO : 'no raw value is positive');
  if (high - low <= CONSTANT * high) return nothing(into, 'the raw map is constant');
  raw.forEach((value, at) => (into[at] = (unsigned(value) - low) / (high - low)));
  return undefined;
}

function positivePart(value: number): number {
  return value > 0 ? value : 0;
}

function nothing(into: Float32Array, note: string): string {
  into.fill(0);
  return note;
}
