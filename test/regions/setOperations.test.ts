import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  box,
  complement,
  ellipse,
  grow,
  intersect,
  polygon,
  regionCoverage,
  subtract,
  union,
} from '../../src/regions/index.js';
import type { Point, Region } from '../../src/regions/index.js';

const SIZE = { width: 13, height: 9 };
const cover = (region: Region) => [...regionCoverage(region, SIZE)];

const place = fc.double({ min: -4, max: 16, noNaN: true });
const length = fc.double({ min: 0.3, max: 12, noNaN: true });
const point = fc.tuple(place, place) as fc.Arbitrary<Point>;
const anyRegion: fc.Arbitrary<Region> = fc.oneof(
  fc.record({ x: place, y: place, width: length, height: length }).map(box),
  fc.record({ x: place, y: place, radiusX: length, radiusY: length, angle: place }).map(ellipse),
  fc.array(point, { minLength: 3, maxLength: 7 }).map((points) => polygon(points)),
);

const close = (a: readonly number[], b: readonly number[]) => {
  expect(a).toHaveLength(b.length);
  a.forEach((value, at) => expect(value).toBeCloseTo(b[at] as number, 5));
};

describe('set operations', () => {
  it('covers between 0 and 1, whatever the shape', () => {
    fc.assert(
      fc.property(anyRegion, (a) => cover(a).every((value) => value >= 0 && value <= 1)),
      { numRuns: 300 },
    );
  });

  it('keeps the laws of sets, on soft edges too', () => {
    fc.assert(
      fc.property(anyRegion, anyRegion, anyRegion, (a, b, c) => {
        expect(cover(union(a, b))).toEqual(cover(union(b, a)));
        expect(cover(union(a, union(b, c)))).toEqual(cover(union(a, b, c)));
        expect(cover(intersect(a, intersect(b, c)))).toEqual(cover(intersect(a, b, c)));
        expect(cover(union(a, a))).toEqual(cover(a));
        expect(cover(intersect(a, union(a, b)))).toEqual(cover(a));
        expect(cover(union(intersect(a, b), c))).toEqual(cover(intersect(union(a, c), union(b, c))));
        close(cover(complement(complement(a))), cover(a));
        close(cover(complement(union(a, b))), cover(intersect(complement(a), complement(b))));
        close(cover(subtract(a, b, c)), cover(intersect(a, complement(union(b, c)))));
      }),
      { numRuns: 60 },
    );
  });

  it('combines hand-placed boxes as expected', () => {
    const left = box({ x: 0, y: 0, width: 2, height: 1 });
    const right = box({ x: 1, y: 0, width: 2, height: 1 });
    const row = (region: Region) => [...regionCoverage(region, { width: 4, height: 1 })];
    expect(row(union(left, right))).toEqual([1, 1, 1, 0]);
    expect(row(intersect(left, right))).toEqual([0, 1, 0, 0]);
    expect(row(subtract(left, right))).toEqual([1, 0, 0, 0]);
    expect(row(complement(left))).toEqual([0, 0, 1, 1]);
  });

  it('is empty, not an error, when nothing is left', () => {
    const everything = box({ x: -1, y: -1, width: 99, height: 99 });
    expect(cover(subtract(everything, everything)).every((value) => value === 0)).toBe(true);
  });
});

describe('grow', () => {
  const spot = box({ x: 5, y: 3, width: 3, height: 3 });

  it('moves straight edges by exactly so many pixels, out and in', () => {
    const middle = (region: Region) => cover(region).slice(4 * 13, 5 * 13);
    expect(middle(grow(spot, 2))).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0]);
    expect(middle(grow(spot, 1.5))).toEqual([0, 0, 0, 0.5, 1, 1, 1, 1, 1, 0.5, 0, 0, 0]);
    expect(middle(grow(spot, -1))).toEqual([0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    expect(middle(grow(spot, -0.25))).toEqual([0, 0, 0, 0, 0, 0.75, 1, 0.75, 0, 0, 0, 0, 0]);
    expect(cover(grow(spot, 0))).toEqual(cover(spot));
  });

  it('rounds corners: a disc grown by 6 is nearly the disc of the larger radius', () => {
    const size = { width: 41, height: 41 };
    const disc = (radius: number) => ellipse({ x: 20.5, y: 20.5, radiusX: radius, radiusY: radius });
    const grown = regionCoverage(grow(disc(10), 6), size);
    const larger = regionCoverage(disc(16), size);
    let both = 0;
    let either = 0;
    grown.forEach((value, at) => {
      both += Math.min(value, larger[at] as number);
      either += Math.max(value, larger[at] as number);
    });
    expect(both / either).toBeGreaterThan(0.97);
  });

  it('lets what lies outside the picture grow into it', () => {
    const outside = box({ x: -5, y: 0, width: 4, height: 9 });
    expect(cover(outside).every((value) => value === 0)).toBe(true);
    expect(cover(grow(outside, 3)).slice(4 * 13, 4 * 13 + 4)).toEqual([1, 1, 0, 0]);
  });

  it('only ever widens with a positive and narrows with a negative number', () => {
    fc.assert(
      fc.property(anyRegion, fc.double({ min: 0, max: 4, noNaN: true }), (region, px) => {
        const plain = cover(region);
        cover(grow(region, px)).forEach((value, at) => expect(value).toBeGreaterThanOrEqual(plain[at] as number));
        cover(grow(region, -px)).forEach((value, at) =>
          expect(value).toBeLessThanOrEqual((plain[at] as number) + 1e-6),
        );
      }),
      { numRuns: 60 },
    );
  });
});
