import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growCoverage } from '../../src/regions/grow.js';
import { rasterise, rasteriseInto } from '../../src/regions/rasterise.js';
import type { Shape } from '../../src/regions/shape.js';
import { pathsShape } from '../../src/regions/shape.js';
import { shapeWindow } from '../../src/regions/shapeWindow.js';
import { softenCoverage } from '../../src/regions/soften.js';

const SIDE = 60;
const picture = { height: SIDE, width: SIDE };
const window = { x: 0, y: 0, width: SIDE, height: SIDE };

const place = fc.double({ min: -20, max: 80, noNaN: true });
const length = fc.double({ min: 0.5, max: 12, noNaN: true });
const small = fc.record({ x: place, y: place, width: length, height: length }).map(({ x, y, width, height }): Shape =>
  pathsShape([
    [x, y],
    [x + width, y + 1],
    [x + width - 0.3, y + height],
    [x - 0.4, y + height],
  ]),
);
const round = fc
  .record({ x: place, y: place, a: length, b: length, angle: place })
  .map(({ x, y, a, b, angle }): Shape => ({ kind: 'ellipse', centre: [x, y], radii: [a, b], angle }));
const pair = fc.tuple(small, round);
const made = fc.tuple(pair, fc.double({ min: 0.3, max: 4, noNaN: true }), fc.constantFrom(0, 1, 2, 3, 4, 5)).map(
  ([[one, other], size, kind]): Shape =>
    [
      { kind: 'union', shapes: [one, other] } as const,
      { kind: 'intersect', shapes: [one, { kind: 'complement', shape: other }] } as const,
      { kind: 'grow', shape: one, px: size } as const,
      { kind: 'grow', shape: other, px: -size } as const,
      { kind: 'soften', shape: one, sigma: size } as const,
      {
        kind: 'soften',
        shape: { kind: 'union', shapes: [one, { kind: 'grow', shape: other, px: size }] },
        sigma: 1,
      } as const,
    ][kind] as Shape,
);

/** Draws the same without looking where it lies: on a canvas far wider than the picture. */
function drawnWide(shape: Shape): Float32Array {
  const margin = 40;
  const wide = { x: -margin, y: -margin, width: SIDE + 2 * margin, height: SIDE + 2 * margin };
  const draw = (part: Shape): Float32Array => {
    switch (part.kind) {
      case 'union':
      case 'intersect': {
        const rule = part.kind === 'union' ? Math.max : Math.min;
        return part.shapes.map(draw).reduce((all, one) => all.map((value, at) => rule(value, one[at] as number)));
      }
      case 'complement':
        return draw(part.shape).map((value) => 1 - value);
      case 'grow':
        return growCoverage(draw(part.shape), wide.width, part.px);
      case 'soften':
        return softenCoverage(draw(part.shape), wide.width, part.sigma);
      default:
        return rasterise(part, { ...picture, window: wide });
    }
  };
  const coverage = draw(shape);
  return Float32Array.from(
    { length: SIDE * SIDE },
    (_, at) => coverage[(Math.floor(at / SIDE) + margin) * wide.width + (at % SIDE) + margin] as number,
  );
}

function largestGap(one: Float32Array, other: Float32Array): number {
  return one.reduce((most, value, at) => Math.max(most, Math.abs(value - (other[at] as number))), 0);
}

describe('the window of a shape', () => {
  it('holds all that the shape covers, so that drawing in it alone gives the same', () => {
    let drawn = 0;
    fc.assert(
      fc.property(made, (shape) => {
        const coverage = rasterise(shape, picture);
        expect(largestGap(coverage, drawnWide(shape))).toBeLessThan(1e-5);
        if (coverage.some((value) => value > 0)) drawn++;
      }),
      { numRuns: 150, seed: 4 },
    );
    expect(drawn).toBeGreaterThan(60);
  });

  it('is the same into a batch as alone, also over the border', () => {
    fc.assert(
      fc.property(made, (shape) => {
        const target = new Float32Array(2 * SIDE * SIDE + 5);
        rasteriseInto(target, SIDE * SIDE + 5, shape, picture);
        expect(largestGap(target.slice(SIDE * SIDE + 5), rasterise(shape, picture))).toBeLessThan(1e-6);
        expect(target.subarray(0, SIDE * SIDE + 5).every((value) => value === 0)).toBe(true);
      }),
      { numRuns: 150, seed: 5 },
    );
  });

  it('is small for small shapes, whole for those without an end, and nothing beyond the border', () => {
    const dot = pathsShape([
      [10, 20],
      [14, 20],
      [14, 23],
    ]);
    expect(shapeWindow(dot, window)).toEqual({ x: 10, y: 20, width: 4, height: 3 });
    expect(shapeWindow({ kind: 'grow', shape: dot, px: 2 }, window)).toEqual({ x: 7, y: 17, width: 10, height: 9 });
    expect(shapeWindow({ kind: 'complement', shape: dot }, window)).toEqual(window);
    expect(shapeWindow({ kind: 'intersect', shapes: [{ kind: 'complement', shape: dot }, dot] }, window)).toEqual(
      shapeWindow(dot, window),
    );
    const away = pathsShape([
      [-10, 20],
      [-4, 20],
      [-4, 23],
    ]);
    expect(shapeWindow(away, window).width).toBe(0);
    expect(shapeWindow(pathsShape(), window)).toMatchObject({ width: 0, height: 0 });
  });
});
