import { FacePerturbError } from '../../../src/support/errors.js';
import { studentReach } from './student.js';

/** What several seeds gave. */
export interface SeedSummary {
  mean: number;
  /** Standard deviation between seeds (n - 1); null with one seed. */
  sd: number | null;
  /** Lower end of the mean's interval by Student's t; null with one seed. */
  low: number | null;
  /** Its upper end; null with one seed. */
  high: number | null;
  /** Number of seeds. */
  count: number;
}

/**
 * Mean, spread and interval of a measure over seeds. The interval is for the mean over all seeds that might have been
 * drawn, on these very test faces. One seed has no spread, so it gets no interval.
 *
 * @param values - One a seed, at least one.
 * @param level - Chance that such an interval holds the mean. @default 0.95
 * @throws FacePerturbError `invalid-argument` without values.
 */
export function seedSummary(values: readonly number[], level = 0.95): SeedSummary {
  const count = values.length;
  if (count === 0) {
    throw new FacePerturbError('seedSummary: values', {
      code: 'invalid-argument',
      expected: 'at least one',
      received: 'none',
    });
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, sd: null, low: null, high: null, count };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sd = Math.sqrt(squares / (count - 1));
  const reach = (studentReach(level, count - 1) * sd) / Math.sqrt(count);
  return { mean, sd, low: mean - reach, high: mean + reach, count };
}
