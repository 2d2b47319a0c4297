import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from '../../src/regions/landmarks.js';
import { rasterise, rasteriseInto } from '../../src/regions/rasterise.js';
import { fillPaths } from '../../src/regions/scanline.js';
import type { Shape } from '../../src/regions/shape.js';
import { areSimple } from '../../src/regions/simplePath.js';

const window = { x: 0, y: 0, width: 20, height: 15 };

/** Crosses itself, above the window: with it, outlines are filled the general way. */
const bowTie: Point[] = [
  [2, -9],
  [6, -5],
  [6, -9],
  [2, -5],
];

/** Corners at growing angles around a middle: an outline that does not meet itself, in either direction. */
const star = fc
  .tuple(
    fc.double({ min: -2, max: 22, noNaN: true }),
    fc.double({ min: -2, max: 17, noNaN: true }),
    fc.array(fc.double({ min: 0.3, max: 9, noNaN: true }), { minLength: 3, maxLength: 24 }),
    fc.boolean(),
  )
  .map(([x, y, radii, reversed]) => {
    const points = radii.map((radius, at): Point => {
      const angle = (2 * Math.PI * at) / radii.length;
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    });
    return reversed ? points.reverse() : points;
  });

function largestDifference(one: ArrayLike<number>, other: ArrayLike<number>): number {
  return Math.max(...Array.from(one, (value, at) => Math.abs(value - (other[at] as number))));
}

describe('outlines that do not meet themselves', () => {
  it('are filled alike by the short way and the general one, by either rule', () => {
    const property = fc.property(star, fc.constantFrom('nonzero', 'evenodd'), (path, rule) => {
      expect(areSimple([path])).toBe(true);
      expect(areSimple([path, bowTie])).toBe(false);
      expect(largestDifference(fillPaths([path], rule, window), fillPaths([path, bowTie], rule, window))).toBeLessThan(
        1e-6,
      );
    });
    fc.assert(property, { seed: 1, numRuns: 300 });
  });

  it('are told from those that cross, touch, turn back, or lie on each other', () => {
    const square: Point[] = [[1, 1], [5, 1], [5, 5], [1, 5]]; // prettier-ignore
    const touching: Point[] = [[0, 0], [4, 0], [4, 4], [2, 0], [0, 4]]; // prettier-ignore
    const spike: Point[] = [[0, 0], [6, 0], [4, 0], [4, 4]]; // prettier-ignore
    expect(areSimple([square])).toBe(true);
    expect(areSimple([[...square, square[0] as Point]])).toBe(true); // Closed twice.
    expect(areSimple([bowTie])).toBe(false);
    expect(areSimple([touching])).toBe(false);
    expect(areSimple([spike])).toBe(false);
    expect(areSimple([square, square.map(([x, y]): Point => [x + 2, y + 2])])).toBe(false);
    expect(areSimple([square, square.map(([x, y]): Point => [x + 6, y])])).toBe(true);
  });

  it('soften alike wherever they lie: inside the picture, at its edge and beyond', () => {
    const property = fc.property(star, fc.double({ min: 0.3, max: 2.5, noNaN: true }), (path, sigma) => {
      const shape: Shape = { kind: 'soften', sigma, shape: { kind: 'paths', paths: [path], rule: 'nonzero' } };
      const canvas = { height: 15, width: 20 };
      const target = new Float32Array(10 + 300 + 10);
      rasteriseInto(target, 10, shape, canvas);
      expect(largestDifference(target.subarray(10, 310), rasterise(shape, canvas))).toBeLessThan(1e-6);
      expect([...target.subarray(0, 10), ...target.subarray(310)].every((value) => value === 0)).toBe(true);
    });
    fc.assert(property, { seed: 2, numRuns: 200 });
  });
});
