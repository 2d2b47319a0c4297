import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fairCoinTest, logFactorial } from '../../../examples/paper/statistics/binomial.js';
import { holm } from '../../../examples/paper/statistics/holm.js';
import { judge } from '../../../examples/paper/statistics/judge.js';
import { mcnemar } from '../../../examples/paper/statistics/mcnemar.js';
import { mcnemarOverSeeds, signFlipTest } from '../../../examples/paper/statistics/mcnemarOverSeeds.js';
import { seedSummary } from '../../../examples/paper/statistics/seedSummary.js';
import { studentReach } from '../../../examples/paper/statistics/student.js';

// Reference: scipy and exact fractions, by make_statistics.py beside the file.
const reference = JSON.parse(
  readFileSync(new URL('../../fixtures/statistics/statistics.json', import.meta.url), 'utf8'),
) as {
  coins: { heads: number; tails: number; pValue: number }[];
  factorials: { n: number; log: number }[];
  reaches: { level: number; freedom: number; reach: number }[];
  flips: { changes: number[]; pValue: number }[];
  corrections: { pValues: number[]; adjusted: number[] }[];
  summaries: { values: number[]; level: number; count: number; mean: number; sd: number; low: number; high: number }[];
};

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('the binomial distribution', () => {
  it.each(reference.factorials)('knows log($n!)', ({ n, log }) => {
    expect(Math.abs(logFactorial(n) - log)).toBeLessThan(1e-13 * Math.max(1, log));
  });

  it.each(reference.coins)('gives the p-value of $heads against $tails', ({ heads, tails, pValue }) => {
    expect(fairCoinTest(heads, tails) / pValue).toBeCloseTo(1, 8);
  });
});

describe('mcnemar', () => {
  it('counts the faces that only one network names rightly', () => {
    const labels = bytes(0, 1, 2, 3, 4, 5, 6, 0, 0);
    const first = bytes(0, 1, 2, 0, 0, 0, 6, 1, 2);
    const second = bytes(0, 0, 0, 3, 4, 5, 6, 2, 0);
    // 2 against 4: the chance of a split at least as uneven in 6 tosses is 2 (1 + 6 + 15) / 64.
    expect(mcnemar(first, second, labels)).toEqual({
      onlyFirst: 2,
      onlySecond: 4,
      pValue: expect.closeTo(44 / 64, 12),
    });
  });

  it('refuses predictions for other faces', () => {
    const call = () => mcnemar(bytes(1, 2), bytes(1), bytes(1, 2));
    expect(call).toThrow('mcnemar: second: expected one entry for each of the 2 faces, received 1');
  });
});

describe('mcnemarOverSeeds', () => {
  it.each(reference.flips)('flips the signs of $changes.length faces', ({ changes, pValue }) => {
    const ofSize = [0, 1, 2, 3, 4, 5].map((size) => changes.filter((change) => Math.abs(change) === size).length);
    const net = changes.reduce((sum, change) => sum + change, 0);
    expect(signFlipTest(ofSize, net) / pValue).toBeCloseTo(1, 8);
  });

  const labels = new Uint8Array(40);
  const rightOn = (faces: (face: number) => boolean) => labels.map((_, face) => (faces(face) ? 0 : 1));

  it('is the exact test of one pair with one seed', () => {
    const [first, second] = [rightOn((face) => face % 3 === 0), rightOn((face) => face % 2 === 0)];
    const alone = mcnemar(first, second, labels);
    const { moreFirst, moreSecond, net, pValue } = mcnemarOverSeeds({ first: [first], second: [second], labels });
    expect([moreFirst, moreSecond]).toEqual([alone.onlyFirst, alone.onlySecond]);
    expect(net).toBe(alone.onlySecond - alone.onlyFirst);
    expect(pValue).toBeCloseTo(alone.pValue, 12);
  });

  it('is no surer when every seed gives the same networks again', () => {
    const [first, second] = [rightOn((face) => face < 20), rightOn((face) => face < 26)];
    const thrice = { first: [first, first, first], second: [second, second, second], labels };
    expect(mcnemarOverSeeds(thrice).net).toBe(18);
    expect(mcnemarOverSeeds(thrice).pValue).toBeCloseTo(mcnemar(first, second, labels).pValue, 12);
  });

  it('leaves faces out that do not count', () => {
    const [first, second] = [rightOn((face) => face < 20), rightOn((face) => face < 26)];
    const keep = Array.from(labels, (_, face) => face < 23);
    expect(mcnemarOverSeeds({ first: [first], second: [second], labels, keep })).toEqual({
      moreFirst: 0,
      moreSecond: 3,
      net: 3,
      pValue: expect.closeTo(0.25, 12),
    });
  });

  it('refuses arms with different numbers of seeds', () => {
    const arm = [new Uint8Array(40)];
    expect(() => mcnemarOverSeeds({ first: arm, second: [...arm, ...arm], labels })).toThrow('received 1 and 2');
    expect(() => mcnemarOverSeeds({ first: [], second: [], labels })).toThrow('at least one');
  });
});

describe('holm', () => {
  it.each(reference.corrections)('adjusts $pValues', ({ pValues, adjusted }) => {
    holm(pValues).forEach((value, at) => expect(value).toBeCloseTo(adjusted[at] as number, 12));
  });

  it('has nothing to adjust without tests', () => expect(holm([])).toEqual([]));
});

describe('seeds', () => {
  it.each(reference.reaches)('t at $level with $freedom degrees of freedom', ({ level, freedom, reach }) => {
    expect(Math.abs(studentReach(level, freedom) - reach)).toBeLessThan(1e-8 * Math.max(1, reach));
  });

  it.each(reference.summaries)('summarises $values at $level', ({ values, level, count, ...numbers }) => {
    const summary = seedSummary(values, level);
    expect(summary.count).toBe(count);
    for (const name of ['mean', 'sd', 'low', 'high'] as const) expect(summary[name]).toBeCloseTo(numbers[name], 8);
  });

  it('gives no interval for one seed, and refuses none', () => {
    expect(seedSummary([0.6])).toEqual({ mean: 0.6, sd: null, low: null, high: null, count: 1 });
    expect(() => seedSummary([])).toThrow('seedSummary: values: expected at least one, received none');
  });
});

describe('judge', () => {
  it.each([
    ['above', undefined, 0.01, 0.03, 'holds'],
    ['above', undefined, -0.03, -0.01, 'does not hold'],
    ['above', undefined, -0.01, 0.03, 'undecided'],
    ['above', undefined, 0, 0.03, 'undecided'],
    ['above', undefined, 0, 0, 'undecided'],
    ['above', 0.02, -0.01, 0.01, 'does not hold'],
    ['above', 0.02, -0.01, 0.02, 'undecided'],
    ['above', 0.02, 0.001, 0.01, 'holds'],
    ['below', undefined, -0.03, -0.01, 'holds'],
    ['below', undefined, 0.01, 0.03, 'does not hold'],
    ['below', undefined, -0.03, 0.01, 'undecided'],
    ['below', 0.02, -0.01, 0.03, 'does not hold'],
    ['below', 0.02, -0.02, 0.03, 'undecided'],
    ['above', undefined, null, null, 'undecided'],
  ] as const)('%s 0 (margin %s) in [%s, %s]: %s', (side, margin, low, high, verdict) => {
    expect(judge({ side, margin }, { low, high })).toBe(verdict);
  });
});
