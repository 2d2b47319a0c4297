import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FACIAL_REGIONS,
  PROTECTIVE_MASK_STYLES,
  facialRegion,
  mirrorLandmarks,
  protectiveMask,
  regionCoverage,
  union,
} from '../../src/regions/index.js';
import type { FaceLandmarks, FacialRegionName, Point, Region } from '../../src/regions/index.js';
import { testFace } from '../support/faceLandmarks.js';
import type { FacePlace } from '../support/faceLandmarks.js';

const SIDE = 80;
const areaOf = (coverage: Float32Array) => coverage.reduce((sum, value) => sum + value, 0);
const cover = (region: Region, landmarks: FaceLandmarks = testFace({ width: SIDE }), width = SIDE, height = SIDE) =>
  regionCoverage(region, { width, height, landmarks });
const named = (name: FacialRegionName, landmarks?: FaceLandmarks) => cover(facialRegion(name), landmarks);

/** Share of the first mask that lies in the second. */
function within(part: Float32Array, whole: Float32Array): number {
  return areaOf(part.map((value, at) => Math.min(value, whole[at] as number))) / areaOf(part);
}

function middleOf(coverage: Float32Array, width = SIDE): Point {
  let x = 0;
  let y = 0;
  coverage.forEach((value, at) => {
    x += value * ((at % width) + 0.5);
    y += value * (Math.floor(at / width) + 0.5);
  });
  return [x / areaOf(coverage), y / areaOf(coverage)];
}

/** The 68 points have no irises. */
const IBUG_REGIONS = FACIAL_REGIONS.filter((name) => !name.endsWith('Iris'));

const everyRegion: [string, Region][] = [
  ...IBUG_REGIONS.map((name): [string, Region] => [name, facialRegion(name)]),
  ...PROTECTIVE_MASK_STYLES.map((style): [string, Region] => [style, protectiveMask({ style })]),
];

describe('named regions on a frontal face', () => {
  it.each(IBUG_REGIONS)('%s is there, and inside the face unless it is the background', (name) => {
    const coverage = named(name);
    expect(areaOf(coverage)).toBeGreaterThan(SIDE * SIDE * 0.003);
    const inOval = within(coverage, named('faceOval'));
    if (name === 'background') expect(inOval).toBeLessThan(0.05);
    else expect(inOval).toBeGreaterThan(0.999);
  });

  it.each(['Brow', 'Eye', 'EyeArea', 'Cheek', 'Half'])("left%s lies at the viewer's right", (part) => {
    expect(middleOf(named(`left${part}` as FacialRegionName))[0]).toBeGreaterThan(SIDE / 2 + 5);
    expect(middleOf(named(`right${part}` as FacialRegionName))[0]).toBeLessThan(SIDE / 2 - 5);
  });

  it('stacks the parts from top to bottom', () => {
    const order = ['forehead', 'brows', 'eyes', 'nose', 'upperLip', 'lowerLip', 'chin'] as const;
    const depths = order.map((name) => middleOf(named(name))[1]);
    expect(depths).toEqual([...depths].sort((a, b) => a - b));
  });

  it.each([
    ['upperLip', 'mouth'],
    ['lowerLip', 'mouth'],
    ['leftEye', 'leftEyeArea'],
    ['rightBrow', 'rightEyeArea'],
    ['leftEye', 'eyes'],
    ['rightBrow', 'brows'],
    ['noseBridge', 'nose'],
    ['mouth', 'lowerHalf'],
    ['eyes', 'upperHalf'],
    ['forehead', 'upperHalf'],
    ['leftEyeArea', 'leftHalf'],
    ['rightCheek', 'rightHalf'],
    ['chin', 'lowerHalf'],
  ] as const)('%s lies in %s', (part, whole) => {
    expect(within(named(part), named(whole))).toBeGreaterThan(0.97);
  });

  it.each([
    ['mouth', 'nose'],
    ['mouth', 'chin'],
    ['mouth', 'jaw'],
    ['leftCheek', 'nose'],
    ['leftCheek', 'mouth'],
    ['leftCheek', 'leftEye'],
    ['rightEyeArea', 'leftEyeArea'],
    ['forehead', 'brows'],
    ['upperLip', 'lowerLip'],
    ['eyes', 'brows'],
    ['eyes', 'noseBridge'],
  ] as const)('%s keeps clear of %s', (part, other) => {
    expect(within(named(part), named(other))).toBeLessThan(0.1);
  });

  it('halves cover the oval together, each about half of it', () => {
    const oval = areaOf(named('faceOval'));
    for (const [a, b] of [
      ['leftHalf', 'rightHalf'],
      ['upperHalf', 'lowerHalf'],
    ] as const) {
      expect(areaOf(named(a)) + areaOf(named(b))).toBeCloseTo(oval, 1);
      expect(areaOf(named(a)) / oval).toBeGreaterThan(0.4);
      expect(areaOf(named(b)) / oval).toBeGreaterThan(0.4);
    }
  });

  it('background and oval make up the picture', () => {
    expect(areaOf(named('background')) + areaOf(named('faceOval'))).toBeCloseTo(SIDE * SIDE, 1);
  });

  it('the oval holds every landmark', () => {
    const oval = named('faceOval');
    for (const [x, y] of testFace({ width: SIDE }).points) {
      const near = [-1, 0, 1].flatMap((dy) =>
        [-1, 0, 1].map((dx) => oval[(Math.floor(y) + dy) * SIDE + Math.floor(x) + dx] ?? 0),
      );
      expect(Math.max(...near)).toBeGreaterThan(0);
    }
  });

  it.each(PROTECTIVE_MASK_STYLES)('a %s mask covers nose tip, mouth and chin, and leaves the eyes free', (style) => {
    const mask = cover(protectiveMask({ style }));
    for (const part of ['mouth', 'chin'] as const) expect(within(named(part), mask)).toBeGreaterThan(0.85);
    expect(within(named('nose'), mask)).toBeGreaterThan(0.6);
    expect(within(named('eyes'), mask)).toBeLessThan(0.01);
    expect(within(named('forehead'), mask)).toBe(0);
  });

  it('a closed eye and a closed mouth still have regions', () => {
    const open = testFace({ width: SIDE });
    const points = open.points.map(([x, y], at): Point => {
      if (at >= 36 && at < 48) return [x, 0.4 * SIDE];
      return at >= 60 ? [x, 0.745 * SIDE] : [x, y];
    });
    const shut = { ...open, points };
    for (const name of ['leftEye', 'rightEye', 'upperLip', 'lowerLip', 'mouth'] as const) {
      expect(areaOf(named(name, shut))).toBeGreaterThan(5);
    }
  });
});

describe('named regions follow the face', () => {
  const place: fc.Arbitrary<Required<Omit<FacePlace, 'height'>>> = fc.record({
    width: fc.double({ min: 40, max: 70, noNaN: true }),
    turn: fc.double({ min: -180, max: 180, noNaN: true }),
    shift: fc.tuple(fc.double({ min: 20, max: 30, noNaN: true }), fc.double({ min: 20, max: 30, noNaN: true })),
  });
  const big = (region: Region, landmarks: FaceLandmarks) => cover(region, landmarks, 120, 120);

  const parts = everyRegion.filter(([name]) => name !== 'background');
  it.each(parts)('%s keeps its share of the face when it is moved, scaled and turned', (name, region) => {
    const upright = testFace({ width: 60, shift: [30, 30] });
    const oval = facialRegion('faceOval');
    const share = areaOf(big(region, upright)) / areaOf(big(oval, upright));
    fc.assert(
      fc.property(place, (where) => {
        const face = testFace(where);
        const now = big(region, face);
        expect(areaOf(now) / areaOf(big(oval, face))).toBeCloseTo(share, 1.9);
        if (FACIAL_REGIONS.includes(name as FacialRegionName))
          expect(within(now, big(oval, face))).toBeGreaterThan(0.99);
      }),
      { numRuns: 15 },
    );
  });

  it('keeps the lips in the mouth, and left and right on their sides, when it is moved, scaled, turned and mirrored', () => {
    fc.assert(
      fc.property(place, fc.boolean(), (where, mirrored) => {
        const face = mirrored ? mirrorLandmarks(testFace(where), 120) : testFace(where);
        const drawn = (name: FacialRegionName) => big(facialRegion(name), face);
        for (const lip of ['upperLip', 'lowerLip'] as const) {
          expect(areaOf(drawn(lip))).toBeGreaterThan(5);
          expect(within(drawn(lip), drawn('mouth'))).toBeGreaterThan(0.97);
        }
        // From the middle of the right eye's landmarks (36 to 41) to that of the left eye's.
        const eye = (from: number) =>
          [0, 1].map(
            (axis) => face.points.slice(from, from + 6).reduce((sum, point) => sum + point[axis as 0 | 1], 0) / 6,
          );
        const [right, left] = [eye(36), eye(42)] as [[number, number], [number, number]];
        const along = ([x, y]: Point) => (x - right[0]) * (left[0] - right[0]) + (y - right[1]) * (left[1] - right[1]);
        for (const part of ['Brow', 'Eye', 'EyeArea', 'Cheek', 'Half'] as const) {
          const [ofLeft, ofRight] = [middleOf(drawn(`left${part}`), 120), middleOf(drawn(`right${part}`), 120)];
          expect(along(ofLeft) - along(ofRight)).toBeGreaterThan(0.4 * along(left));
        }
      }),
      { numRuns: 15 },
    );
  });

  it.each(everyRegion)('%s is mirrored with the picture, left and right exchanged', (name, region) => {
    const swap = { left: 'right', right: 'left' } as const;
    const partner = name.replace(/^(left|right)/, (side) => swap[side as 'left' | 'right']);
    const mirroredRegion = everyRegion.find(([each]) => each === partner)?.[1] as Region;
    fc.assert(
      fc.property(place, (where) => {
        const face = testFace(where);
        const flipped = mirrorLandmarks(face, 120);
        const before = big(region, face);
        const after = big(mirroredRegion, flipped);
        let apart = 0;
        for (let at = 0; at < before.length; at++) {
          const mirroredAt = at - (at % 120) + 119 - (at % 120);
          apart = Math.max(apart, Math.abs((before[at] as number) - (after[mirroredAt] as number)));
        }
        expect(apart).toBeLessThan(1e-4);
      }),
      { numRuns: 10 },
    );
  });

  it('stays right on a picture that is not square, and partly outside it', () => {
    const face = testFace({ width: 60, shift: [-25, 10] });
    const oval = cover(facialRegion('faceOval'), face, 70, 90);
    expect(areaOf(oval)).toBeGreaterThan(500);
    const seen = cover(union(facialRegion('leftEye'), facialRegion('mouth')), face, 70, 90);
    expect(within(seen, oval)).toBeGreaterThan(0.999);
    expect(areaOf(cover(facialRegion('rightEye'), face, 70, 90))).toBe(0);
  });

  it.each(everyRegion)('%s of a face that stands on its head is that of the upright face, turned', (_, region) => {
    const upright = cover(region);
    const over = cover(region, testFace({ width: SIDE, turn: 180 }));
    let apart = 0;
    over.forEach(
      (value, at) => (apart = Math.max(apart, Math.abs(value - (upright[upright.length - 1 - at] as number)))),
    );
    expect(apart).toBeLessThan(1e-4);
  });

  it.each(everyRegion)('%s of a face beyond the border is empty, and the background everything', (name, region) => {
    for (const shift of [
      [-300, 0],
      [300, 5],
      [0, -300],
      [10, 300],
      [1e6, -1e6],
    ] as const) {
      const coverage = cover(region, testFace({ width: SIDE, shift }));
      expect(areaOf(coverage)).toBe(name === 'background' ? SIDE * SIDE : 0);
    }
  });
});
