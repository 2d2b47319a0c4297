import { describe, expect, it } from 'vitest';
import {
  FACIAL_REGIONS,
  box,
  clusterRegion,
  complement,
  ellipse,
  facialRegion,
  freeMask,
  grow,
  intersect,
  polygon,
  protectiveMask,
  readRegion,
  regionCoverage,
  regionMask,
  subtract,
  union,
} from '../../src/regions/index.js';
import type { FacialRegionName, ProtectiveMaskStyle, Region } from '../../src/regions/index.js';
import { FacePerturbError } from '../../src/support/errors.js';
import { testFace } from '../support/faceLandmarks.js';
import { meshFace } from '../support/meshFace.js';

const triangle = [
  [0, 0],
  [4, 0],
  [0, 4],
] as const;
const spot = box({ x: 1, y: 1, width: 2, height: 2 });

describe('regions as JSON', () => {
  const regions: Region[] = [
    spot,
    ellipse({ x: 0.5, y: 0.5, radiusX: 0.2, radiusY: 0.1, angle: 10, units: 'relative' }),
    polygon(triangle, { rule: 'evenodd' }),
    ...FACIAL_REGIONS.map(facialRegion),
    protectiveMask({ style: 'n95' }),
    clusterRegion({ labels: [0, 1, 1, 2], height: 2, width: 2, cluster: 1 }),
    freeMask({ values: new Float32Array([0, 0.1, 0.7, 1]), height: 2, width: 2 }),
    union(spot, facialRegion('mouth')),
    intersect(spot, facialRegion('mouth')),
    subtract(facialRegion('faceOval'), facialRegion('eyes'), spot),
    complement(grow(spot, 1.5)),
  ];

  it.each(regions.map((region) => [region.kind, region] as const))('%s comes back the same', (_, region) => {
    const back = readRegion(JSON.parse(JSON.stringify(region)));
    expect(back).toEqual(region);
    const picture = { height: 30, width: 20, landmarks: meshFace(testFace({ width: 20, height: 30 })) };
    expect(regionCoverage(back, picture)).toEqual(regionCoverage(region, picture));
  });

  it('cannot be changed once made', () => {
    expect(() => Object.assign(spot, { x: 9 })).toThrow(TypeError);
  });
});

/** What a user may pass by mistake, from code without types. */
const untyped = (value: unknown) => value as never;
const size = { height: 4, width: 4 };

describe('refuses, with the rule that was broken', () => {
  it.each<[string, () => unknown, string, RegExp]>([
    [
      'a box without width',
      () => box({ x: 0, y: 0, width: 0, height: 1 }),
      'invalid-option',
      /width.*above 0.*received 0/,
    ],
    ['a box of negative height', () => box({ x: 0, y: 0, width: 1, height: -1 }), 'invalid-option', /height.*above 0/],
    ['a box at NaN', () => box({ x: NaN, y: 0, width: 1, height: 1 }), 'invalid-option', /x: expected a finite number/],
    ['a misspelt option', () => box(untyped({ x: 0, y: 0, w: 1, height: 1 })), 'invalid-option', /unknown option.*"w"/],
    ['unknown units', () => box({ x: 0, y: 0, width: 1, height: 1, units: untyped('%') }), 'invalid-option', /pixels/],
    ['an ellipse without radius', () => ellipse({ x: 0, y: 0, radiusX: 1, radiusY: 0 }), 'invalid-option', /radiusY/],
    ['a polygon of two points', () => polygon(triangle.slice(0, 2)), 'invalid-argument', /at least three points/],
    ['a point that is not finite', () => polygon([...triangle, [1, Infinity]]), 'invalid-argument', /points\[3\]/],
    ['an unknown fill rule', () => polygon(triangle, { rule: untyped('odd') }), 'invalid-option', /evenodd/],
    ['an unknown part', () => facialRegion('beard' as FacialRegionName), 'invalid-option', /'mouth'.*"beard"/],
    ['an unknown mask', () => protectiveMask({ style: 'ffp3' as ProtectiveMaskStyle }), 'invalid-option', /'n95'/],
    [
      'too few labels',
      () => clusterRegion({ labels: [1], ...size, cluster: 1 }),
      'invalid-argument',
      /16 whole numbers.*1 values/,
    ],
    [
      'a cluster without a pixel',
      () => clusterRegion({ labels: [0, 2], height: 1, width: 2, cluster: 1 }),
      'invalid-argument',
      /0, 2/,
    ],
    [
      'a label that is no number',
      () => clusterRegion({ labels: [0, NaN], height: 1, width: 2, cluster: 0 }),
      'invalid-argument',
      /NaN at place 1/,
    ],
    ['a mask above 1', () => freeMask({ values: [0, 255], height: 1, width: 2 }), 'invalid-argument', /255 at place 1/],
    ['a union of nothing', () => union(), 'invalid-argument', /received none/],
    ['a union with undefined', () => union(spot, untyped(undefined)), 'invalid-argument', /undefined/],
    ['a name as a region', () => intersect(spot, untyped('mouth')), 'invalid-argument', /"mouth"/],
    ['subtracting nothing', () => subtract(spot), 'invalid-argument', /at least one region/],
    ['growing by NaN', () => grow(spot, NaN), 'invalid-option', /px/],
    ['an unknown kind from JSON', () => readRegion({ kind: 'sphere' }), 'invalid-argument', /polygon.*sphere/],
    [
      'a bad part deep in JSON',
      () => readRegion({ kind: 'complement', region: { ...spot, width: 0 } }),
      'invalid-option',
      /width/,
    ],
    ['an object of the prototype', () => readRegion({ kind: 'toString' }), 'invalid-argument', /kind is one of/],
    ['a picture without pixels', () => regionCoverage(spot, { height: 0, width: 3 }), 'invalid-option', /height/],
    [
      'a face region without landmarks',
      () => regionCoverage(facialRegion('nose'), size),
      'missing-landmarks',
      /landmarks/,
    ],
    [
      'a batch without landmarks',
      () => regionMask(complement(facialRegion('nose')), { batch: 2, ...size }),
      'missing-landmarks',
      /meanShape/,
    ],
    [
      'an image without landmarks',
      () => regionMask(facialRegion('nose'), { batch: 2, ...size, landmarks: [testFace(), undefined] }),
      'missing-landmarks',
      /none for image 1/,
    ],
    [
      'landmarks of another batch',
      () => regionMask(facialRegion('nose'), { batch: 2, ...size, landmarks: [testFace()] }),
      'invalid-argument',
      /2 faces.*those of 1/,
    ],
    [
      '5 landmarks',
      () =>
        regionCoverage(facialRegion('nose'), {
          ...size,
          landmarks: { scheme: 'ibug68', points: testFace().points.slice(0, 5) },
        }),
      'invalid-data',
      /68 points.*5 points/,
    ],
    [
      'a landmark that is not finite',
      () =>
        regionCoverage(facialRegion('nose'), {
          ...size,
          landmarks: { scheme: 'ibug68', points: testFace().points.map(() => [NaN, 1] as const) },
        }),
      'invalid-data',
      /points\[0\]/,
    ],
    [
      'landmarks all in one place',
      () =>
        regionCoverage(facialRegion('nose'), {
          ...size,
          landmarks: { scheme: 'ibug68', points: testFace().points.map(() => [1, 1] as const) },
        }),
      'invalid-data',
      /two eyes/,
    ],
    [
      'an unknown scheme',
      () => regionCoverage(facialRegion('nose'), { ...size, landmarks: { scheme: untyped('dlib5'), points: [] } }),
      'invalid-data',
      /ibug68/,
    ],
  ])('%s', (_, act, code, message) => {
    let caught: unknown;
    try {
      act();
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(FacePerturbError);
    expect(caught).toMatchObject({ code });
    expect((caught as Error).message).toMatch(message);
  });
});
