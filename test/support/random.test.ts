import { describe, expect, it } from 'vitest';
import { FacePerturbError } from '../../src/support/errors.js';
import { createRandom } from '../../src/support/random.js';

const draw = (seed: number | string, count: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

describe('createRandom', () => {
  it('gives the same numbers for the same seed, in every version of this package', () => {
    expect(draw(1, 3)).toEqual(draw(1, 3));
    expect(draw(1, 3)).not.toEqual(draw(2, 3));
    // Pinned: a change of these numbers changes every published result.
    expect(draw('pin', 3).map((value) => Math.round(value * 2 ** 32))).toMatchInlineSnapshot(`
      [
        3564743305,
        3212370224,
        1595857059,
      ]
    `);
  });

  it('is uniform: mean 1/2, variance 1/12, no correlation between neighbours', () => {
    const values = draw(3, 100_000);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    let neighbours = 0;
    for (let at = 1; at < values.length; at++)
      neighbours += ((values[at] as number) - mean) * ((values[at - 1] as number) - mean);
    // Four standard errors each.
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / values.length));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / values.length));
    expect(Math.abs(neighbours / values.length / variance)).toBeLessThan(4 / Math.sqrt(values.length));
  });

  it('is normal where asked: mean 0, variance 1, 4.55 % beyond two deviations', () => {
    const random = createRandom(4);
    const values = Array.from({ length: 100_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
    const beyond = values.filter((value) => Math.abs(value) > 2).length / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.013);
    expect(Math.abs(variance - 1)).toBeLessThan(0.018);
    expect(Math.abs(beyond - 0.0455)).toBeLessThan(0.0027);
  });

  it('forks by name, whatever was drawn before', () => {
    const random = createRandom(5);
    const early = random.fork('epoch', 3).next();
    random.next();
    expect(random.fork('epoch', 3).next()).toBe(early);
    expect(random.fork('epoch', 4).next()).not.toBe(early);
    expect(random.fork('epoch').fork(3).next()).toBe(early);
  });

  it('permutes: every number once, every place equally likely', () => {
    const random = createRandom(6);
    const first = new Array<number>(5).fill(0);
    for (let round = 0; round < 5000; round++) {
      const order = random.permutation(5);
      expect([...order].sort()).toEqual([0, 1, 2, 3, 4]);
      first[order[0] as number]!++;
    }
    for (const count of first) expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(800));
  });

  it.each([-1, 1.5, NaN, 2 ** 53])('refuses the seed %s', (seed) => {
    expect(() => createRandom(seed)).toThrow(FacePerturbError);
    expect(() => createRandom(seed)).toThrow(/seed: expected a whole number/);
  });
});
