import { describe, expect, it } from 'vitest';
import { meanShape } from '../../src/landmarks/index.js';
import { averageFace, faceLandmarks } from '../../src/data/synthetic/index.js';

/** The landmark that a mirror turns each one into (iBUG scheme). */
const MIRRORED = [
  ...[16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
  ...[26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 27, 28, 29, 30, 35, 34, 33, 32, 31],
  ...[45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40],
  ...[54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65],
];

describe('meanShape', () => {
  it('is 68 points inside the picture that say where they come from', () => {
    const { points, scheme, source } = meanShape();
    expect({ scheme, source, count: points.length }).toEqual({ scheme: 'ibug68', source: 'mean-shape', count: 68 });
    for (const [x, y] of points) {
      expect(x > 0 && x < 48 && y > 0 && y < 48).toBe(true);
    }
  });

  it('is its own mirror image', () => {
    const { points } = meanShape({ width: 1, height: 1 });
    MIRRORED.forEach((other, at) => {
      expect(points[other]![0], `x of ${at}`).toBeCloseTo(1 - points[at]![0], 9);
      expect(points[other]![1], `y of ${at}`).toBeCloseTo(points[at]![1], 9);
    });
  });

  it('scales with width and height', () => {
    const [x, y] = meanShape().points[36]!;
    expect(meanShape({ width: 96, height: 480 }).points[36]).toEqual([2 * x, 10 * y]);
  });

  it('puts every part within 3 of 48 pixels of an average synthetic face', () => {
    const drawn = faceLandmarks(averageFace()).points;
    meanShape().points.forEach(([x, y], at) => {
      expect(Math.hypot(x - drawn[at]![0], y - drawn[at]![1]), `point ${at}`).toBeLessThan(3);
    });
  });

  it('refuses a size that is none, and unknown options', () => {
    expect(() => meanShape({ width: 0 })).toThrow(/meanShape: width.*at least 1|meanShape: width.*\[1/);
    expect(() => meanShape({ height: NaN })).toThrow(/meanShape: height/);
    expect(() => meanShape({ size: 48 } as object)).toThrow(/unknown option/);
  });
});
