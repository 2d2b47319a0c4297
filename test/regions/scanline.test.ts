import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Point } from '../../src/regions/landmarks.js';
import type { FillRule } from '../../src/regions/region.js';
import { fillPaths } from '../../src/regions/scanline.js';

interface Reference {
  kind: 'simple' | 'crossing' | 'touching';
  overBorder: boolean;
  width: number;
  height: number;
  rule: FillRule;
  points: Point[];
  area: number;
  coverage: string;
}

/** Made by test/fixtures/regions/make_polygons.py with scikit-image, 16 x 16 samples per pixel. */
const polygons = JSON.parse(
  readFileSync(new URL('../fixtures/regions/polygons.json', import.meta.url), 'utf8'),
) as Reference[];

const fill = ({ points, rule, width, height }: Pick<Reference, 'points' | 'rule' | 'width' | 'height'>) =>
  fillPaths([points], rule, { x: 0, y: 0, width, height });
const areaOf = (coverage: Float32Array) => coverage.reduce((sum, value) => sum + value, 0);

describe('filling against scikit-image on 200 random polygons', () => {
  it('has polygons of every kind', () => {
    expect(polygons).toHaveLength(200);
    for (const kind of ['simple', 'crossing', 'touching']) {
      expect(polygons.filter((each) => each.kind === kind).length).toBeGreaterThan(40);
    }
    expect(polygons.filter((each) => each.overBorder).length).toBeGreaterThan(60);
  });

  polygons.forEach((reference, at) => {
    const { kind, overBorder, rule, area, points } = reference;
    it(`${at}: ${kind}, ${points.length} corners, ${rule}${overBorder ? ', over the border' : ''}`, () => {
      const ours = fill(reference);
      const theirs = inflateRawSync(Buffer.from(reference.coverage, 'base64'));
      let both = 0;
      let either = 0;
      let hardBoth = 0;
      let hardEither = 0;
      let apart = 0;
      ours.forEach((value, pixel) => {
        const their = (theirs[pixel] as number) / 255;
        both += Math.min(value, their);
        either += Math.max(value, their);
        apart = Math.max(apart, Math.abs(value - their));
        // A pixel that is half covered but for the reference's sampling error may fall to either side.
        if (Math.abs(their - 0.5) < 1 / 32) return;
        hardBoth += Number(value >= 0.5 && their >= 0.5);
        hardEither += Number(value >= 0.5 || their >= 0.5);
      });
      expect(both / either).toBeGreaterThanOrEqual(0.99);
      expect(hardBoth / hardEither).toBeGreaterThanOrEqual(0.99);
      expect(Math.abs(areaOf(ours) - area) / area).toBeLessThanOrEqual(0.01);
      expect(apart).toBeLessThan(0.05);
    });
  });
});

describe('filling exactly', () => {
  const square = (x: number, y: number, side: number): Point[] => [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
  ];
  const row = (coverage: Float32Array, width: number, y: number) => [...coverage.subarray(y * width, (y + 1) * width)];

  it('covers edge pixels by the share of their area', () => {
    const coverage = fill({ points: square(0.75, 0.5, 1.5), rule: 'nonzero', width: 4, height: 3 });
    expect(row(coverage, 4, 0)).toEqual([0.125, 0.5, 0.125, 0]);
    expect(row(coverage, 4, 1)).toEqual([0.25, 1, 0.25, 0]);
    expect(row(coverage, 4, 2)).toEqual([0, 0, 0, 0]);
  });

  it('covers half of the pixels on a diagonal', () => {
    const points: Point[] = [
      [0, 0],
      [3, 3],
      [0, 3],
    ];
    const coverage = fill({ points, rule: 'nonzero', width: 3, height: 3 });
    expect([...coverage]).toEqual([0.5, 0, 0, 1, 0.5, 0, 1, 1, 0.5]);
  });

  it('resolves a crossing inside one pixel: a bow tie over it covers half of it by either rule', () => {
    const points: Point[] = [
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
    ];
    for (const rule of ['nonzero', 'evenodd'] as const) {
      expect(fill({ points, rule, width: 1, height: 1 })[0]).toBeCloseTo(0.5, 6);
    }
  });

  it('fills what an outline goes round twice by nonzero and leaves it out by evenodd', () => {
    const inner = square(1, 1, 1);
    const outer = square(0, 0, 3);
    const window = { x: 0, y: 0, width: 3, height: 3 };
    expect(areaOf(fillPaths([outer, inner], 'nonzero', window))).toBe(9);
    expect(areaOf(fillPaths([outer, inner], 'evenodd', window))).toBe(8);
    expect(areaOf(fillPaths([outer, [...inner].reverse()], 'nonzero', window))).toBe(8);
  });

  it('does not care in which direction the outline runs', () => {
    const points: Point[] = [
      [1.2, 0.3],
      [5.7, 2.1],
      [2.4, 6.9],
    ];
    const shape = { rule: 'nonzero', width: 7, height: 7 } as const;
    const forth = fill({ points, ...shape });
    const back = fill({ points: [...points].reverse(), ...shape });
    back.forEach((value, at) => expect(value).toBeCloseTo(forth[at] as number, 6));
    expect(areaOf(forth)).toBeCloseTo(0.5 * Math.abs(4.5 * 6.6 - 1.2 * 1.8), 4);
  });

  it.each([
    ['left', square(-8, 2, 10), 2, 4],
    ['right', square(6, 2, 10), 2, 4],
    ['top', square(2, -8, 10), 6, 2],
    ['bottom', square(2, 4, 10), 6, 2],
    ['all round', square(-50, -50, 200), 8, 6],
    ['very far', square(-1e7, -1e7, 2e7), 8, 6],
  ])('clips what hangs over the %s', (_, points, columns, rows) => {
    const coverage = fill({ points, rule: 'nonzero', width: 8, height: 6 });
    expect(areaOf(coverage)).toBeCloseTo(columns * rows, 4);
    expect(coverage.every((value) => value === 0 || value === 1)).toBe(true);
  });

  it('gives an empty mask for what lies outside, or on a line', () => {
    const size = { rule: 'nonzero', width: 5, height: 5 } as const;
    const line: Point[] = [
      [0, 1],
      [2, 3],
      [4, 5],
    ];
    for (const points of [square(-3, 0, 2), square(6, 0, 2), square(0, -3, 2), square(0, 6, 2), line]) {
      expect(areaOf(fill({ points, ...size }))).toBe(0);
    }
  });
});
