import { describe, expect, it } from 'vitest';
import { quantile, ratio, spread } from '../../bench/statistics.js';

describe('quantiles', () => {
  // From numpy 1.24: np.quantile(sample, [0.25, 0.5, 0.75]).
  it.each([
    [
      [3.1, 0.2, 7.7, 4.0, 9.5, 1.25, 6.0],
      [2.175, 4.0, 6.85],
    ],
    [
      [2, 5, 8, 1],
      [1.75, 3.5, 5.75],
    ],
    [[4], [4, 4, 4]],
  ])('of %j are those of numpy', (sample, [lower, median, upper]) => {
    const found = spread(sample);
    expect(found.lower).toBeCloseTo(lower as number, 12);
    expect(found.median).toBeCloseTo(median as number, 12);
    expect(found.upper).toBeCloseTo(upper as number, 12);
  });

  it('leave the sample in its order', () => {
    const sample = [3, 1, 2];
    quantile(sample, 0.5);
    expect(sample).toEqual([3, 1, 2]);
  });

  it('of nothing are no numbers', () => {
    expect(spread([])).toEqual({ median: NaN, lower: NaN, upper: NaN });
  });
});

describe('ratio', () => {
  it('is that of the medians, with the quartiles of the pairs', () => {
    const found = ratio([10, 20, 30, 40, 90], [10, 10, 20, 10, 30]);
    // Medians 30 and 10; pairs 1, 2, 1.5, 4, 3.
    expect(found).toEqual({ median: 3, lower: 1.5, upper: 3, pairs: 5 });
  });

  it('does not see a load that slows both of a pair down', () => {
    const theirs = [10, 12, 11, 50, 60, 10];
    const found = ratio(
      theirs.map((time) => 2 * time),
      theirs,
    );
    expect([found.median, found.lower, found.upper]).toEqual([2, 2, 2]);
  });
});
