import { describe, expect, it } from 'vitest';
import { averageFace, drawFace, faceLandmarks, syntheticFaces } from '../../src/data/synthetic/index.js';
import type { DrawnFace, FaceChanges } from '../../src/data/synthetic/index.js';
import type { Point } from '../../src/regions/landmarks.js';

const SIZE = 240;
/** White skin before black, in flat light, so that shapes are all there is to see. */
const plain: FaceChanges = {
  identity: { skin: 0.8, hair: 0.02, iris: 0.02, hairStyle: 'bald', age: 0 },
  light: { strength: 0 },
  picture: { background: [0, 0] },
};

function draw(changes: FaceChanges = {}): DrawnFace {
  return drawFace(averageFace({ ...plain, ...changes }), { size: SIZE });
}

/** The grey at a point of the picture. */
function greyAt({ pixels, size }: DrawnFace, [x, y]: Point): number {
  return pixels[Math.floor(y) * size + Math.floor(x)]!;
}

function middle(points: readonly Point[], ...of: number[]): Point {
  const sum = (axis: 0 | 1): number => of.reduce((total, at) => total + points[at]![axis], 0) / of.length;
  return [sum(0), sum(1)];
}

describe('drawFace landmarks', () => {
  const poses = [{}, { yaw: 20 }, { yaw: -20, roll: 12 }, { pitch: 10 }, { pitch: -10, roll: -15, scale: 0.85 }];

  it.each(poses)('lie on dark pupils, brows and nostrils in the pose %o', (pose) => {
    const face = draw({ pose });
    const { points } = face.landmarks;
    const skin = greyAt(face, middle(points, 27, 28));
    for (const eye of [
      [36, 37, 38, 39, 40, 41],
      [42, 43, 44, 45, 46, 47],
    ]) {
      expect(greyAt(face, middle(points, ...eye)), 'pupil').toBeLessThan(0.4 * skin);
      const [corner, center] = [points[eye[0]!]!, middle(points, ...eye)];
      const white: Point = [0.65 * corner[0] + 0.35 * center[0], 0.65 * corner[1] + 0.35 * center[1]];
      expect(greyAt(face, white), 'white of the eye').toBeGreaterThan(0.7 * skin);
    }
    for (let at = 17; at < 27; at++) expect(greyAt(face, points[at]!), `brow ${at}`).toBeLessThan(0.8 * skin);
    expect(greyAt(face, middle(points, 31, 32, 33)), 'nostril').toBeLessThan(0.8 * skin);
  });

  it('lie on the line between closed lips and enclose the dark of an open mouth', () => {
    const closed = draw();
    const { points } = closed.landmarks;
    const lips = [greyAt(closed, middle(points, 51, 62)), greyAt(closed, middle(points, 57, 66))];
    for (const at of [61, 62, 63]) expect(greyAt(closed, points[at]!)).toBeLessThan(0.6 * Math.min(...lips));

    const open = draw({ actionUnits: { AU25: 0.8, AU26: 1 } });
    const inside = open.landmarks.points;
    expect(greyAt(open, middle(inside, 61, 62, 63, 65, 66, 67))).toBeLessThan(100);
    expect(inside[66]![1] - inside[62]![1]).toBeGreaterThan(0.08 * SIZE);
  });

  it('of the jaw lie on the edge of the head to half a pixel', () => {
    const face = draw();
    for (const [at, direction] of [
      [3, 1],
      [4, 1],
      [12, -1],
      [13, -1],
    ] as const) {
      const [x, y] = face.landmarks.points[at]!;
      const row = Math.floor(y);
      const start = Math.round(x - 8 * direction);
      // Grey values are square roots of reflectance: squared, an edge pixel says how much of it is covered.
      const values = Array.from(
        { length: 16 },
        (_, step) => (face.pixels[row * SIZE + start + step * direction]! / 255) ** 2,
      );
      const covered = values.reduce((sum, value) => sum + value / values[15]!, 0);
      const from = direction > 0 ? start : start + 1;
      const edge = from + direction * (16 - covered);
      expect(Math.abs(edge - x), `point ${at}`).toBeLessThan(0.75);
    }
  });

  it('scale with the picture', () => {
    const face = averageFace({ pose: { yaw: 10, roll: 5 } });
    const small = faceLandmarks(face, { size: 48 }).points;
    const large = drawFace(face, { size: 480 }).landmarks.points;
    large.forEach(([x, y], at) => {
      expect(x).toBeCloseTo(small[at]![0] * 10, 6);
      expect(y).toBeCloseTo(small[at]![1] * 10, 6);
    });
  });

  it('lie in the picture, in the order of the scheme, however hard the pose', () => {
    const { landmarks, truth } = syntheticFaces({ count: 210, seed: 6, difficulty: 1, size: 48 });
    landmarks.forEach(({ points, scheme, source }, at) => {
      expect({ scheme, source, count: points.length }).toEqual({ scheme: 'ibug68', source: 'exact', count: 68 });
      for (const [x, y] of points) {
        expect(Math.min(x, y), `face ${at}`).toBeGreaterThanOrEqual(0);
        expect(Math.max(x, y), `face ${at}`).toBeLessThanOrEqual(48);
      }
      const angle = (truth[at]!.parameters.pose.roll * Math.PI) / 180;
      const upright = points.map(([x, y]): Point => [
        x * Math.cos(angle) + y * Math.sin(angle),
        y * Math.cos(angle) - x * Math.sin(angle),
      ]);
      expectAnatomy(upright, `face ${at}`);
    });
  });
});

function expectAnatomy(points: readonly Point[], name: string): void {
  const x = (at: number): number => points[at]![0];
  const y = (at: number): number => points[at]![1];
  const rising = (values: number[], what: string): void => {
    const sorted = [...values].sort((a, b) => a - b);
    expect(values, `${name}: ${what}`).toEqual(sorted);
  };
  rising([17, 18, 19, 20, 21, 22, 23, 24, 25, 26].map(x), 'brows from the viewer’s left');
  rising([36, 37, 38, 39, 42, 43, 44, 45].map(x), 'eyes from the viewer’s left');
  rising([31, 32, 33, 34, 35].map(x), 'base of the nose');
  rising([48, 49, 50, 51, 52, 53, 54].map(x), 'upper lip');
  rising([54, 55, 56, 57, 58, 59].map(x).reverse(), 'lower lip');
  rising([27, 28, 29, 30, 33, 51, 57, 8].map(y), 'from the bridge to the chin');
  rising([62, 66].map(y), 'inner lips');
  for (const [upper, lower] of [
    [37, 41],
    [38, 40],
    [43, 47],
    [44, 46],
  ] as const) {
    expect(y(lower), `${name}: lids ${upper}, ${lower}`).toBeGreaterThanOrEqual(y(upper) - 1e-9);
  }
}

describe('drawFace', () => {
  it('moves what each action unit is named for', () => {
    const rest = faceLandmarks(averageFace()).points;
    const moved = (units: FaceChanges['actionUnits']): readonly Point[] =>
      faceLandmarks(averageFace({ actionUnits: units })).points;
    const up = (unit: string, at: number): number => rest[at]![1] - moved({ [unit]: 1 })[at]![1];
    expect(up('AU1', 21)).toBeGreaterThan(1.5);
    expect(up('AU2', 18)).toBeGreaterThan(1.5);
    expect(up('AU4', 21)).toBeLessThan(-1.5);
    expect(up('AU5', 37)).toBeGreaterThan(1);
    expect(up('AU7', 41)).toBeGreaterThan(0.5);
    expect(up('AU9', 31)).toBeGreaterThan(0.8);
    expect(up('AU10', 51)).toBeGreaterThan(0.8);
    expect(up('AU12', 48)).toBeGreaterThan(2);
    expect(up('AU15', 54)).toBeLessThan(-1.5);
    expect(up('AU17', 57)).toBeGreaterThan(0.5);
    expect(up('AU26', 57)).toBeLessThan(-3);
    expect(up('AU26', 8)).toBeLessThan(-2);
    expect(moved({ AU20: 1 })[54]![0] - rest[54]![0]).toBeGreaterThan(1.5);
    const closed = moved({ AU43: 1 });
    expect(closed[41]![1] - closed[37]![1]).toBeLessThan(0.3);
  });

  it('lights the side that the light comes from', () => {
    const cheeks = (azimuth: number): number => {
      const face = drawFace(averageFace({ light: { azimuth, strength: 0.9 } }), { size: SIZE });
      const { points } = face.landmarks;
      return greyAt(face, middle(points, 14, 54)) - greyAt(face, middle(points, 2, 48));
    };
    expect(cheeks(50)).toBeGreaterThan(15);
    expect(cheeks(-50)).toBeLessThan(-15);
  });

  it.each([4, 2.5, 4000, NaN])('refuses the size %d', (size) => {
    expect(() => drawFace(averageFace(), { size })).toThrow(/drawFace: size.*whole number in \[8, 2048\]/);
  });

  it('refuses an unknown option', () => {
    expect(() => drawFace(averageFace(), { width: 48 } as object)).toThrow(/unknown option/);
  });
});
