import { describe, expect, it } from 'vitest';
import { pairedBootstrap } from '../../../examples/paper/statistics/pairedBootstrap.js';
import { compare, score } from '../../../examples/shared/statistics.js';
import { createRandom } from '../../../src/support/random.js';

const random = createRandom(7);
const labels = Uint8Array.from({ length: 600 }, () => random.integer(3));
const guess = (right: number) => labels.map((label) => (random.chance(right) ? label : (label + 1) % 3));
const arm = (right: number, seeds: number) => Array.from({ length: seeds }, () => guess(right));
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('pairedBootstrap', () => {
  it('estimates the mean difference over seeds', () => {
    const [first, second] = [arm(0.6, 3), arm(0.7, 3)];
    const result = pairedBootstrap({ first, second, labels, classes: 3, resamples: 100 });
    const scores = (networks: Uint8Array[]) => networks.map((predictions) => score(predictions, labels, 3));
    const difference = (pick: (one: ReturnType<typeof score>) => number) =>
      mean(scores(second).map(pick)) - mean(scores(first).map(pick));
    expect(result.accuracy.estimate).toBeCloseTo(
      difference((one) => one.accuracy),
      12,
    );
    expect(result.macroF1.estimate).toBeCloseTo(
      difference((one) => one.macroF1),
      12,
    );
    result.perClass.forEach(({ estimate }, id) =>
      expect(estimate).toBeCloseTo(
        difference((one) => one.perClass[id] as number),
        12,
      ),
    );
    expect([result.seeds, result.faces]).toEqual([3, 600]);
  });

  it('covers with one seed what the bootstrap of faces alone covers', () => {
    const [first, second] = [guess(0.6), guess(0.7)];
    const ours = pairedBootstrap({ first: [first], second: [second], labels, classes: 3 });
    const theirs = compare(first, second, labels, 3, 1000);
    for (const name of ['accuracy', 'macroF1'] as const) {
      expect(ours[name].low).toBeCloseTo(theirs[name].low, 2);
      expect(ours[name].high).toBeCloseTo(theirs[name].high, 2);
    }
  });

  it('finds no difference between networks and themselves', () => {
    const networks = arm(0.7, 2);
    const { accuracy, perClass } = pairedBootstrap({ first: networks, second: networks, labels, classes: 3 });
    for (const interval of [accuracy, ...perClass]) expect(interval).toEqual({ estimate: 0, low: 0, high: 0 });
  });

  it('is wider where the classes are corrected for, and gives the same every time', () => {
    const options = { first: arm(0.6, 2), second: arm(0.7, 2), labels, classes: 3, resamples: 400 };
    const result = pairedBootstrap(options);
    result.perClassCorrected.forEach(({ estimate, low, high }, id) => {
      const plain = result.perClass[id]!;
      expect(estimate).toBe(plain.estimate);
      expect(low).toBeLessThan(plain.low);
      expect(high).toBeGreaterThan(plain.high);
    });
    expect(pairedBootstrap(options)).toEqual(result);
    const corrected = pairedBootstrap({ ...options, level: 1 - 0.05 / 3 });
    corrected.perClass.forEach(({ low }, id) => expect(low).toBeCloseTo(result.perClassCorrected[id]!.low, 12));
  });

  it('counts only faces that are kept, and says of a class without faces that it knows nothing', () => {
    const [first, second] = [arm(0.6, 2), arm(0.7, 2)];
    const keep = Array.from(labels, (label) => label !== 1);
    const some = pairedBootstrap({ first, second, labels, classes: 3, keep, resamples: 200 });
    const only = (values: Uint8Array) => values.filter((_, at) => keep[at]);
    const cut = { first: first.map(only), second: second.map(only), labels: only(labels) };
    expect(pairedBootstrap({ ...cut, classes: 3, resamples: 200 })).toEqual(some);
    expect(some.perClass[1]).toEqual({ estimate: 0, low: -1, high: 1 });
    expect(some.faces).toBe(cut.labels.length);
  });

  it('tells of sums over classes, with what their errors have in common', () => {
    const options = { first: arm(0.6, 3), second: arm(0.7, 3), labels, classes: 3, resamples: 400 };
    const { contrasts, perClass } = pairedBootstrap({
      ...options,
      contrasts: [
        [0, 1, 0],
        [1, -0.5, -0.5],
      ],
    });
    expect(contrasts[0]).toEqual(perClass[1]);
    const [one, two, three] = perClass.map(({ estimate }) => estimate);
    expect(contrasts[1]!.estimate).toBeCloseTo(one! - (two! + three!) / 2, 12);
    // Seeds that lose more of class 0 lose as much less of class 1: of their sum nothing is left to luck.
    const losing = (share: number) =>
      labels.map((label, face) => (label < 2 && (face % 100) / 100 < (label === 0 ? share : 0.6 - share) ? 2 : label));
    const traded = pairedBootstrap({
      ...{ first: [labels, labels, labels], second: [losing(0.1), losing(0.3), losing(0.5)], labels, classes: 3 },
      contrasts: [[1, 1, 0]],
    });
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    expect(width(traded.contrasts[0]!)).toBeLessThan(width(traded.perClass[0]!) / 2);
    expect(traded.contrasts[0]!.high).toBeLessThan(0);
    expect(traded.perClass[0]!.high).toBeGreaterThan(0);
  });

  it.each([
    [{ contrasts: [[1, -1]] }, 'contrasts: expected one entry for each of the 3 classes, received 2'],
    [{ second: [guess(0.5)] }, 'as many in the second arm as in the first'],
    [{ first: [guess(0.5), new Uint8Array(3)] }, 'first[1]: expected one entry for each of the 600 faces, received 3'],
    [{ keep: [true] }, 'keep: expected one entry for each of the 600 faces, received 1'],
    [{ keep: Array.from(labels, () => false) }, 'faces that count'],
    [{ classes: 2 }, 'class id: expected a whole number in [0, 2), received 2'],
    [{ resamples: 10 }, 'resamples: expected a whole number of at least 100'],
    [{ level: 95 }, 'level: expected a finite number in [0.5, 0.999]'],
  ])('refuses %j', (change, message) => {
    const options = { first: arm(0.6, 2), second: arm(0.7, 2), labels, classes: 3 };
    expect(() => pairedBootstrap({ ...options, ...change })).toThrow(message);
  });
});

/**
 * Two arms on faces of two classes whose true difference is known: a network is right where its seed's luck, the
 * face's ease and chance add up to more than a threshold, all normal, so it is right with a known share.
 */
function trial(key: number, seeds: number, seedSpread: number) {
  const own = createRandom('trial').fork(key);
  const truth = Uint8Array.from({ length: 240 }, () => own.integer(2));
  const ease = Array.from(truth, () => own.normal());
  const networks = () =>
    Array.from({ length: seeds }, () => {
      const luck = seedSpread * own.normal();
      return (threshold: number) =>
        truth.map((label, face) => (own.normal() + luck + ease[face]! > threshold ? label : 1 - label));
    });
  return {
    first: networks().map((of) => of(-0.2)),
    second: networks().map((of) => of(-0.6)),
    labels: truth,
    classes: 2,
    resamples: 200,
  };
}

describe('coverage of the true difference', () => {
  // The normal distribution function at 0.2 / s and 0.6 / s, s^2 = 2 + spread^2; from scipy.stats.norm.cdf.
  it.each([
    { seeds: 1, spread: 0, truth: 0.1080819 },
    { seeds: 3, spread: 0, truth: 0.1080819 },
    { seeds: 5, spread: 0.15, truth: 0.1075302 },
  ])('$seeds seeds that differ by $spread', ({ seeds, spread, truth }) => {
    const trials = 400;
    let covered = 0;
    for (let key = 0; key < trials; key++) {
      const { accuracy } = pairedBootstrap(trial(key, seeds, spread));
      if (accuracy.low <= truth && truth <= accuracy.high) covered++;
    }
    // 95 % by design; chance alone moves 400 trials by 1.1 points (1000 trials gave 93.8, 95.2, 93.9 %).
    expect(covered / trials).toBeGreaterThan(0.915);
    expect(covered / trials).toBeLessThan(0.98);
  });
});
