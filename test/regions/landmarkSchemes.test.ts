import { FaceLandmarker } from '@mediapipe/tasks-vision';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { syntheticFaces } from '../../src/data/synthetic/index.js';
import { MESH, meshPartners } from '../../src/regions/facial/mesh.js';
import {
  FACIAL_REGIONS,
  PROTECTIVE_MASK_STYLES,
  facialRegion,
  mirrorLandmarks,
  protectiveMask,
  regionCoverage,
} from '../../src/regions/index.js';
import type { FaceLandmarks, FacialRegionName, Point, Region } from '../../src/regions/index.js';
import { FacePerturbError } from '../../src/support/errors.js';
import { testFace } from '../support/faceLandmarks.js';
import { fivePoints, meshFace } from '../support/meshFace.js';

const SIDE = 120;
const cover = (region: Region, landmarks: FaceLandmarks) =>
  regionCoverage(region, { width: SIDE, height: SIDE, landmarks });
const areaOf = (coverage: Float32Array) => coverage.reduce((sum, value) => sum + value, 0);
const mean = (shares: readonly number[]) => shares.reduce((sum, share) => sum + share, 0) / shares.length;
const without = (face: FaceLandmarks): FaceLandmarks => ({
  scheme: 'mediapipe468',
  points: face.points.slice(0, 468),
});

function overlap(a: Float32Array, b: Float32Array): number {
  let both = 0;
  let either = 0;
  a.forEach((value, at) => {
    both += Math.min(value, b[at] as number);
    either += Math.max(value, b[at] as number);
  });
  return both / either;
}

const regions: [string, Region][] = [
  ...FACIAL_REGIONS.filter((name) => !name.endsWith('Iris')).map((name): [string, Region] => [
    name,
    facialRegion(name),
  ]),
  ...PROTECTIVE_MASK_STYLES.map((style): [string, Region] => [`${style} mask`, protectiveMask({ style })]),
];
const irises = (['leftIris', 'rightIris'] as const).map((name): [string, Region] => [name, facialRegion(name)]);

/** Exact landmarks of faces that look up, down and aside with all expressions. */
const faces = (() => {
  const { landmarks } = syntheticFaces({ count: 12, seed: 5, size: SIDE });
  return landmarks as FaceLandmarks[];
})();

describe("MediaPipe's places", () => {
  const edgesOf = (edges: readonly { start: number; end: number }[]) =>
    edges.map(({ start, end }) => [start, end] as const);
  const placesOf = (edges: readonly { start: number; end: number }[]) => new Set(edgesOf(edges).flat());

  it.each([
    [
      'the lips',
      FaceLandmarker.FACE_LANDMARKS_LIPS,
      [MESH.outerUpperLip, MESH.outerLowerLip, MESH.innerUpperLip, MESH.innerLowerLip],
    ],
    ['the oval', FaceLandmarker.FACE_LANDMARKS_FACE_OVAL, [MESH.jaw, MESH.forehead]],
    ['the right brow', FaceLandmarker.FACE_LANDMARKS_RIGHT_EYEBROW, Object.values(MESH.rightBrow)],
    ['the left brow', FaceLandmarker.FACE_LANDMARKS_LEFT_EYEBROW, Object.values(MESH.leftBrow)],
    ['the right iris', FaceLandmarker.FACE_LANDMARKS_RIGHT_IRIS, [MESH.rightIris.edge]],
    ['the left iris', FaceLandmarker.FACE_LANDMARKS_LEFT_IRIS, [MESH.leftIris.edge]],
  ] as const)('hold all of %s that its constants name', (_, theirs, ours) => {
    expect(new Set(ours.flat())).toEqual(placesOf(theirs));
  });

  it.each([
    ['right', FaceLandmarker.FACE_LANDMARKS_RIGHT_EYE, MESH.rightEye],
    ['left', FaceLandmarker.FACE_LANDMARKS_LEFT_EYE, MESH.leftEye],
  ] as const)('take the %s eye from its constant', (_, theirs, ours) => {
    for (const place of ours) expect(placesOf(theirs)).toContain(place);
  });

  it('are mirrored onto each other: the net of triangles, and each left contour onto the right one', () => {
    const partners = meshPartners(478);
    expect(partners.map((partner) => partners[partner])).toEqual(partners.map((_, at) => at));
    const mirrored = (edges: readonly { start: number; end: number }[]) =>
      edgesOf(edges).map((edge) =>
        edge
          .map((place) => partners[place] as number)
          .sort((a, b) => a - b)
          .join('-'),
      );
    const named = (edges: readonly { start: number; end: number }[]) =>
      new Set(edgesOf(edges).map((edge) => [...edge].sort((a, b) => a - b).join('-')));
    for (const [left, right] of [
      [FaceLandmarker.FACE_LANDMARKS_LEFT_EYE, FaceLandmarker.FACE_LANDMARKS_RIGHT_EYE],
      [FaceLandmarker.FACE_LANDMARKS_LEFT_EYEBROW, FaceLandmarker.FACE_LANDMARKS_RIGHT_EYEBROW],
      [FaceLandmarker.FACE_LANDMARKS_FACE_OVAL, FaceLandmarker.FACE_LANDMARKS_FACE_OVAL],
      [FaceLandmarker.FACE_LANDMARKS_LIPS, FaceLandmarker.FACE_LANDMARKS_LIPS],
    ] as const) {
      expect(new Set(mirrored(left))).toEqual(named(right));
    }
    // Four diagonals of the net run the other way on the other side.
    const net = named(FaceLandmarker.FACE_LANDMARKS_TESSELATION);
    const strange = new Set(mirrored(FaceLandmarker.FACE_LANDMARKS_TESSELATION).filter((edge) => !net.has(edge)));
    expect(net.size).toBeGreaterThan(1300);
    expect(strange.size).toBeLessThan(10);
  });
});

describe('a face in several schemes', () => {
  it.each(regions)('%s lies in the same place by mesh and by 68 points', (name, region) => {
    const shares = faces.map((face) => overlap(cover(region, face), cover(region, meshFace(face))));
    expect(mean(shares)).toBeGreaterThan(/Lip|chin/.test(name) ? 0.85 : 0.92);
    expect(Math.min(...shares)).toBeGreaterThan(0.65);
  });

  it.each(regions)('%s by five points lies near where it is', (name, region) => {
    const shares = faces.map((face) => overlap(cover(region, face), cover(region, fivePoints(face))));
    expect(mean(shares)).toBeGreaterThan(/Lip|Brow|brows/.test(name) ? 0.2 : 0.4);
  });

  it("irises lie in their eyes, on the subject's side, and are the same whichever way the lids go", () => {
    for (const face of faces.map(meshFace)) {
      for (const side of ['left', 'right'] as const) {
        const iris = cover(facialRegion(`${side}Iris`), face);
        const eye = cover(facialRegion(`${side}Eye`), face);
        expect(areaOf(iris)).toBeGreaterThan(0);
        expect(areaOf(iris.map((value, at) => Math.min(value, eye[at] as number))) / areaOf(iris)).toBeGreaterThan(
          0.99,
        );
      }
    }
  });

  it.each([
    ['68 points', testFace()],
    ['five points', fivePoints(testFace())],
    ['a mesh without irises', without(meshFace(testFace()))],
  ])('says that %s have no iris', (_, landmarks) => {
    const act = () => regionCoverage(facialRegion('leftIris'), { width: 100, height: 100, landmarks });
    expect(act).toThrow(FacePerturbError);
    expect(act).toThrow(/mediapipe478.*'leftEye'/);
  });

  it('reads a mesh without irises as one with them', () => {
    const face = meshFace(testFace({ width: SIDE }));
    for (const [, region] of regions) expect(cover(region, without(face))).toEqual(cover(region, face));
  });

  it('says how many points a scheme has', () => {
    const wrong = { scheme: 'mediapipe478', points: meshFace(testFace()).points.slice(1) } as const;
    expect(() => cover(facialRegion('mouth'), wrong)).toThrow(/478 points of mediapipe478.*477/);
    expect(() =>
      cover(facialRegion('mouth'), {
        scheme: 'points5',
        points: [
          [1, NaN],
          [2, 1],
          [1, 2],
          [1, 3],
          [2, 3],
        ],
      }),
    ).toThrow(/points\[0\].*finite/);
  });
});

describe('regions by mesh and by five points follow the face', () => {
  const schemes: [string, (face: FaceLandmarks) => FaceLandmarks, [string, Region][]][] = [
    ['mediapipe478', meshFace, [...regions, ...irises]],
    ['mediapipe468', (face) => without(meshFace(face)), regions],
    ['points5', fivePoints, regions],
  ];
  const place = fc.record({
    width: fc.double({ min: 40, max: 70, noNaN: true }),
    turn: fc.double({ min: -180, max: 180, noNaN: true }),
    shift: fc.tuple(fc.double({ min: 20, max: 30, noNaN: true }), fc.double({ min: 20, max: 30, noNaN: true })),
  });
  const cases = schemes.flatMap(([scheme, convert, named]) =>
    named.map(([name, region]) => [name, scheme, region, convert] as const),
  );

  it.each(cases)('%s of %s is mirrored with the picture, left and right exchanged', (name, _, region, convert) => {
    const swap = { left: 'right', right: 'left' } as const;
    const partner = name.replace(/^(left|right)/, (side) => swap[side as 'left' | 'right']);
    const other = name === partner ? region : facialRegion(partner as FacialRegionName);
    fc.assert(
      fc.property(place, (where) => {
        const face = convert(testFace(where));
        const before = cover(region, face);
        const after = cover(other, mirrorLandmarks(face, SIDE));
        let apart = 0;
        for (let at = 0; at < before.length; at++) {
          const mirroredAt = at - (at % SIDE) + SIDE - 1 - (at % SIDE);
          apart = Math.max(apart, Math.abs((before[at] as number) - (after[mirroredAt] as number)));
        }
        expect(apart).toBeLessThan(1e-4);
      }),
      { numRuns: 4 },
    );
  });

  it.each(cases.filter(([name]) => name !== 'background'))(
    '%s of %s keeps its share of the face when it is moved, scaled and turned',
    (_, __, region, convert) => {
      const oval = facialRegion('faceOval');
      const shareIn = (face: FaceLandmarks) => areaOf(cover(region, face)) / areaOf(cover(oval, face));
      const share = shareIn(convert(testFace({ width: 60, shift: [30, 30] })));
      expect(share).toBeGreaterThan(0.003);
      fc.assert(
        fc.property(place, (where) => {
          expect(shareIn(convert(testFace(where)))).toBeCloseTo(share, 1.9);
        }),
        { numRuns: 4 },
      );
    },
  );

  it('mirroring twice is no change', () => {
    for (const face of [meshFace(testFace()), without(meshFace(testFace())), fivePoints(testFace())]) {
      const twice = mirrorLandmarks(mirrorLandmarks(face, 100), 100);
      twice.points.forEach(([x, y]: Point, at) => {
        expect(x).toBeCloseTo((face.points[at] as Point)[0], 9);
        expect(y).toBe((face.points[at] as Point)[1]);
      });
    }
  });
});
