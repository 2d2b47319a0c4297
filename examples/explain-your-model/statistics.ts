import { estimate } from '../../src/measures/estimate.js';

/** A mean with the ends of its 95 % interval by Student's t; null where there are too few numbers. */
export interface MeanInterval {
  mean: number;
  standardError: number | null;
  low: number | null;
  high: number | null;
}

/** The mean of one number a face. @param values - At least one. */
export function meanInterval(values: readonly number[]): MeanInterval {
  const { mean, standardError, images } = estimate(values);
  if (standardError === null) return { mean: mean as number, standardError, low: null, high: null };
  const reach = studentQuantile(images - 1) * standardError;
  return { mean: mean as number, standardError, low: (mean as number) - reach, high: (mean as number) + reach };
}

/** Student's t at 97.5 %, from a table for up to 6 degrees of freedom, then by Fisher's series. */
export function studentQuantile(freedom: number): number {
  const small = [12.7062, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691][freedom - 1];
  if (small !== undefined) return small;
  const z = 1.959964;
  const terms = [
    z,
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
  ];
  return terms.reduce((sum, term, power) => sum + term / freedom ** power, 0);
}
