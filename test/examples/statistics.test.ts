import { describe, expect, it } from 'vitest';
import { compare, score, wilson } from '../../examples/shared/statistics.js';
import { createRandom } from '../../src/support/random.js';

describe('wilson', () => {
  // Reference: Wilson's closed formula (1927) worked out apart from this code, in Python.
  it.each([
    [10, 50, 0.112438, 0.330371],
    [0, 20, 0, 0.161125],
    [2154, 3589, 0.584042, 0.616078],
  ])('of %i in %i is [%f, %f]', (right, count, low, high) => {
    const interval = wilson(right / count, count);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });
});

describe('compare', () => {
  const random = createRandom(7);
  const labels = Uint8Array.from({ length: 1000 }, () => random.integer(3));
  const guess = (right: number) => labels.map((label) => (random.chance(right) ? label : (label + 1) % 3));

  it('finds no difference between a network and itself', () => {
    const once = guess(0.7);
    const { accuracy, macroF1, perClass } = compare(once, once, labels, 3, 100);
    for (const interval of [accuracy, macroF1, ...perClass]) expect(interval).toEqual({ estimate: 0, low: 0, high: 0 });
  });

  it('agrees with the normal approximation for paired shares', () => {
    const [first, second] = [guess(0.6), guess(0.7)];
    const changes = Array.from(labels, (label, at) => Number(second[at] === label) - Number(first[at] === label));
    const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
    const variance = changes.reduce((sum, change) => sum + (change - mean) ** 2, 0) / changes.length;
    const spread = 1.96 * Math.sqrt(variance / changes.length);
    const { accuracy } = compare(first, second, labels, 3);
    expect(accuracy.estimate).toBeCloseTo(mean, 10);
    expect(accuracy.low).toBeCloseTo(mean - spread, 2);
    expect(accuracy.high).toBeCloseTo(mean + spread, 2);
    expect(accuracy.estimate).toBeCloseTo(score(second, labels, 3).accuracy - score(first, labels, 3).accuracy, 10);
  });

  it('gives the same intervals every time', () => {
    const [first, second] = [guess(0.6), guess(0.7)];
    expect(compare(first, second, labels, 3, 50)).toEqual(compare(first, second, labels, 3, 50));
  });
});
