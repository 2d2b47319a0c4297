import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { clusterPixels } from '../../src/clusters/clusterPixels.js';
import { nameClusters } from '../../src/clusters/nameClusters.js';
import type { NameClustersOptions } from '../../src/clusters/nameClusters.js';
import { restoreClusters } from '../../src/clusters/pixelClusters.js';
import type { PixelClusters } from '../../src/clusters/types.js';
import { syntheticFaces } from '../../src/data/index.js';
import { meanShape } from '../../src/landmarks/index.js';
import { facialRegion } from '../../src/regions/faceParts.js';
import type { FaceLandmarks, Point } from '../../src/regions/landmarks.js';
import type { FacialRegionName } from '../../src/regions/region.js';
import { regionCoverage } from '../../src/regions/regionMask.js';
import { testFace } from '../support/faceLandmarks.js';
import { fivePoints, meshFace } from '../support/meshFace.js';
import { plain, spotMap } from './exampleMaps.js';

const FACE = testFace();
const SIDE = 100;

/** A clustering with these labels. */
function labelled(labels: number[], height = SIDE, width = SIDE): PixelClusters {
  const sizes = Array.from({ length: Math.max(...labels) + 1 }, (_, at) => labels.filter((each) => each === at).length);
  const record = { labels, height, width, sizes, found: sizes.length, requested: sizes.length };
  const centroids = sizes.map(() => ({ x: 0, y: 0, attention: 0 }));
  const rest = { iterations: 1, converged: true, inertia: 0, degenerate: false, alpha: 1, lambda: 1, seed: 0 };
  return restoreClusters({ ...record, centroids, ...rest });
}

/** A clustering of the 100 x 100 face: a cluster for each list of regions, and one of all else. */
function clustersOfRegions(...lists: FacialRegionName[][]): PixelClusters {
  const coverage = lists.map((names) =>
    names.map((name) => regionCoverage(facialRegion(name), { height: SIDE, width: SIDE, landmarks: FACE })),
  );
  const labels = Array.from({ length: SIDE * SIDE }, (_, at) => {
    const first = coverage.findIndex((regions) => regions.some((region) => region[at]! > 0.5));
    return first < 0 ? lists.length : first;
  });
  return labelled(labels);
}

const namesOf = (clusters: PixelClusters, landmarks: FaceLandmarks = FACE) =>
  nameClusters(clusters, landmarks).map(({ name }) => name);

/** A clustering of the 100 x 100 face by a rule. */
const byPlace = (label: (row: number, column: number) => number) =>
  labelled(Array.from({ length: SIDE * SIDE }, (_, at) => label(Math.floor(at / SIDE), at % SIDE)));

describe('the names of clusters', () => {
  it("are the paper's, for a map that looks at both eyes and the mouth", async () => {
    const face = meanShape({ width: 48, height: 48 });
    const map = spotMap(
      48,
      [
        [0.37, 0.32],
        [0.37, 0.68],
        [0.77, 0.5],
      ],
      8,
    );
    const clusters = await clusterPixels(map, { alpha: 0.8 });
    // From top to bottom, then from left to right as seen: the subject's right comes first.
    expect(new Set(namesOf(clusters, face))).toEqual(new Set(['right eye side', 'left eye side', 'mouth and nose']));
    const [right] = nameClusters(clusters, face).filter(({ name }) => name === 'right eye side');
    expect(clusters.centroids[right!.cluster]!.x).toBeLessThan(0.5);
    // In a mirrored picture the subject's left is the viewer's.
    const mirrored = { ...face, points: face.points.map(([x, y]): Point => [48 - x, y]) };
    expect(nameClusters(clusters, mirrored)[right!.cluster]?.name).toBe('left eye side');
  });

  it('are those of the parts that a cluster holds', () => {
    expect(namesOf(clustersOfRegions(['leftEyeArea'], ['rightEyeArea'], ['nose', 'mouth']))).toEqual([
      'left eye',
      'right eye',
      'mouth and nose',
      'background',
    ]);
    expect(
      namesOf(clustersOfRegions(['eyes'], ['brows'], ['nose'], ['leftCheek', 'rightCheek'], ['chin', 'mouth'])),
    ).toEqual(['eyes', 'brows', 'nose', 'cheeks', 'mouth', 'background']);
    expect(namesOf(clustersOfRegions(['leftBrow'], ['forehead'], ['chin', 'rightCheek', 'jaw']))).toEqual([
      'left brow',
      'forehead',
      'right cheek and chin',
      expect.stringMatching(/^eyes, mouth and nose$|^face$/),
    ]);
    expect(namesOf(clustersOfRegions(['eyes', 'mouth'], ['faceOval']))).toEqual([
      'eyes and mouth',
      'nose',
      'background',
    ]);
  });

  it('say "face" for one with eyes, nose and mouth, and "whole picture" for the only one', () => {
    expect(namesOf(clustersOfRegions(['faceOval']))).toEqual(['face', 'background']);
    expect(namesOf(byPlace(() => 0))).toEqual(['whole picture']);
  });

  it('say "side" for an eye only where most of the cluster lies around it on its side', () => {
    expect(namesOf(byPlace((_, column) => (column < 42 ? 0 : column < 58 ? 1 : 2)))).toEqual([
      'right eye side',
      'mouth and nose',
      'left eye side',
    ]);
    // All of the picture but the left half of the upper half as seen.
    const corner = namesOf(byPlace((row, column) => (row < 50 && column < 48 ? 0 : 1)));
    expect(corner).toEqual(['right eye side', 'left eye, mouth and nose']);
  });

  it('say "part of" where a cluster holds nothing', () => {
    const names = namesOf(byPlace((row, column) => (row > 73 && row < 78 && column > 46 && column < 54 ? 1 : 0)));
    expect(names).toEqual(['face', 'part of the mouth']);
  });

  it("tell equal ones apart by where they lie, left and right being the subject's", () => {
    const oval = regionCoverage(facialRegion('faceOval'), { height: SIDE, width: SIDE, landmarks: FACE });
    const around = (label: (row: number, column: number) => number) =>
      byPlace((row, column) => (oval[row * SIDE + column]! > 0 ? 0 : label(row, column)));
    expect(namesOf(around((row) => (row < 50 ? 1 : 2)))).toEqual(['face', 'upper background', 'lower background']);
    expect(namesOf(around((_, column) => (column < 50 ? 1 : 2)))).toEqual([
      'face',
      'right background',
      'left background',
    ]);
    expect(namesOf(around((row, column) => 1 + 2 * Number(row >= 50) + Number(column >= 50)))).toEqual([
      'face',
      'upper right background',
      'upper left background',
      'lower right background',
      'lower left background',
    ]);
    expect(namesOf(around((row, column) => 1 + ((row + column) % 2)))).toEqual([
      'face',
      'middle background 1',
      'middle background 2',
    ]);
  });

  it('turn with the face', () => {
    const quarter = testFace({ turn: 90 });
    const clusters = byPlace((row) => (row < 50 ? 0 : 1));
    // A face turned clockwise by a quarter has its right eye, the viewer's left one, at the top.
    expect(namesOf(clusters, quarter)).toEqual(['right eye side', 'left eye side']);
    const upsideDown = testFace({ turn: 180 });
    expect(namesOf(clusters, upsideDown)[1]).toBe('eyes');
    expect(namesOf(clusters)[0]).toBe('eyes');
  });

  it('are distinct and the same every time, for any labels', () => {
    const blocks = fc.array(fc.nat(9), { minLength: 100, maxLength: 100 });
    fc.assert(
      fc.property(blocks, (blockLabels) => {
        const present = [...new Set(blockLabels)];
        const clusters = byPlace((row, column) =>
          present.indexOf(blockLabels[10 * Math.floor(row / 10) + Math.floor(column / 10)]!),
        );
        const names = namesOf(clusters);
        expect(new Set(names).size).toBe(present.length);
        expect(namesOf(clusters)).toEqual(names);
        for (const name of names) expect(name).toMatch(/^[a-z][a-z, ]+( \d+)?$/);
      }),
      { numRuns: 40, seed: 2 },
    );
  });
});

describe('the overlap', () => {
  it('counts what a cluster and a region share', () => {
    // The upper half of the picture, with the eyes, and the lower, with the mouth.
    const [upper, lower] = nameClusters(
      byPlace((row) => Number(row >= 60)),
      FACE,
    );
    const mouth = regionCoverage(facialRegion('mouth'), { height: SIDE, width: SIDE, landmarks: FACE });
    const area = mouth.reduce((sum, each) => sum + each);
    expect(upper!.overlap.mouth).toEqual({ ofCluster: 0, ofRegion: 0 });
    expect(lower!.overlap.mouth?.ofRegion).toBeCloseTo(1, 12);
    expect(lower!.overlap.mouth?.ofCluster).toBeCloseTo(area / 4000, 6);
    expect(upper!.overlap.eyes?.ofRegion).toBeCloseTo(1, 12);
  });

  it('of all clusters adds up to each region, and of all of the picture to each cluster', () => {
    const labels = fc.array(fc.nat(3), { minLength: 25, maxLength: 25 });
    fc.assert(
      fc.property(labels, (blockLabels) => {
        const present = [...new Set(blockLabels)];
        const named = nameClusters(
          byPlace((row, column) => present.indexOf(blockLabels[5 * Math.floor(row / 20) + Math.floor(column / 20)]!)),
          FACE,
        );
        const regions = Object.keys(named[0]!.overlap) as FacialRegionName[];
        expect(regions).toHaveLength(24);
        for (const region of regions) {
          const sum = named.reduce((total, { overlap }) => total + overlap[region]!.ofRegion, 0);
          expect(sum).toBeCloseTo(1, 6);
        }
        for (const { overlap } of named) {
          const inHalves = overlap.leftHalf!.ofCluster + overlap.rightHalf!.ofCluster + overlap.background!.ofCluster;
          expect(inHalves).toBeCloseTo(1, 3);
        }
      }),
      { numRuns: 15, seed: 3 },
    );
  });

  it('is 0 with a region outside of the picture', () => {
    const moved = testFace({ shift: [0, 45] });
    const [only] = nameClusters(
      byPlace(() => 0),
      moved,
    );
    expect(only!.overlap.chin).toEqual({ ofCluster: 0, ofRegion: 0 });
    expect(only!.overlap.forehead?.ofRegion).toBeCloseTo(1, 12);
  });

  it('knows irises where the landmarks do', () => {
    const clusters = byPlace((row) => Number(row >= 50));
    expect(nameClusters(clusters, meshFace(FACE))[0]!.overlap.leftIris?.ofRegion).toBeCloseTo(1, 6);
    expect(nameClusters(clusters, FACE)[0]!.overlap).not.toHaveProperty('leftIris');
    expect(namesOf(clusters, fivePoints(FACE))).toEqual(namesOf(clusters));
  });

  it('is with the mean of several faces', () => {
    const clusters = byPlace((row) => Number(row >= 60));
    const faces = [FACE, testFace({ shift: [0, 20] })];
    const mean = nameClusters(clusters, faces);
    const each = faces.map((face) => nameClusters(clusters, face));
    const { ofCluster } = mean[0]!.overlap.nose!;
    const [a, b] = each.map((named) => named[0]!.overlap.nose!.ofCluster);
    expect(ofCluster).toBeCloseTo((a! + b!) / 2, 6);
    expect(nameClusters(clusters, [FACE, FACE]).map(({ name }) => name)).toEqual(namesOf(clusters));
  });
});

describe('nameClusters', () => {
  it('reads records, and is plain data', async () => {
    const clusters = await clusterPixels(plain(48, 40, (row, column) => Math.sin(row / 5) * Math.cos(column / 4)));
    const face = meanShape({ width: 40, height: 48 });
    const named = nameClusters(clusters, face);
    expect(nameClusters(clusters.toJSON(), face)).toEqual(named);
    expect(JSON.parse(JSON.stringify(named))).toEqual(named);
    expect(named.map(({ cluster }) => cluster)).toEqual([0, 1, 2]);
  });

  it('takes landmarks of a picture of another size than the map', () => {
    const clusters = labelled(
      Array.from({ length: 50 * 25 }, (_, at) => Number(at % 25 > 11) + 2 * Number(at >= 800)),
      50,
      25,
    );
    const points = FACE.points.map(([x, y]): Point => [x / 4, y / 2]);
    const scaled = nameClusters(clusters, { ...FACE, points });
    expect(nameClusters(clusters, FACE, { height: 100, width: 100 })).toEqual(scaled);
  });

  it('finds eyes and mouth of synthetic faces where they are', () => {
    const { landmarks } = syntheticFaces({ count: 24, seed: 5, size: 48 });
    for (const face of landmarks) {
      const middle = (from: number, to: number) => {
        const some = face.points.slice(from, to);
        return [0, 1].map((axis) => some.reduce((sum, point) => sum + point[axis]!, 0) / some.length);
      };
      // The subject's right eye, left eye and mouth, each with all that is nearest to it.
      const middles = [middle(36, 42), middle(42, 48), middle(48, 68)];
      const labels = Array.from({ length: 48 * 48 }, (_, at) => {
        const ways = middles.map(([x, y]) => Math.hypot((at % 48) + 0.5 - x!, Math.floor(at / 48) + 0.5 - y!));
        return ways.indexOf(Math.min(...ways));
      });
      const [right, left, mouth] = namesOf(labelled(labels, 48, 48), face);
      expect([right, left, mouth]).toEqual([
        expect.stringMatching(/^right eye side( and nose)?$/),
        expect.stringMatching(/^left eye side( and nose)?$/),
        expect.stringMatching(/^mouth( and nose)?$/),
      ]);
    }
  });

  it.each([
    ['no clusters', {}, FACE, {}, 'invalid-argument', /clusters: expected a result of clusterPixels/],
    ['labels that do not fit', { ...byPlace(() => 0), width: 3 }, FACE, {}, 'invalid-argument', /clusters/],
    ['a label too many', { ...byPlace(() => 0), found: 2 }, FACE, {}, 'invalid-argument', /clusters/],
    ['nothing', undefined, FACE, {}, 'invalid-argument', /received undefined/],
    ['no landmarks', byPlace(() => 0), undefined, {}, 'invalid-argument', /landmarks: .*meanShape/],
    ['an empty list of faces', byPlace(() => 0), [], {}, 'invalid-argument', /landmarks/],
    ['a face too few in the list', byPlace(() => 0), [FACE, undefined], {}, 'invalid-argument', /landmarks/],
    ['too few points', byPlace(() => 0), { scheme: 'ibug68', points: [[1, 2]] }, {}, 'invalid-data', /the 68 points/],
    ['a wrong height', byPlace(() => 0), FACE, { height: 0 }, 'invalid-option', /height/],
    ['an unknown option', byPlace(() => 0), FACE, { size: 3 }, 'invalid-option', /unknown option/],
  ])('refuses %s', (_, clusters, landmarks, options, code, message) => {
    const call = () =>
      nameClusters(clusters as PixelClusters, landmarks as FaceLandmarks, options as NameClustersOptions);
    expect(call).toThrow(message);
    expect(call).toThrow(expect.objectContaining({ code }));
  });
});
