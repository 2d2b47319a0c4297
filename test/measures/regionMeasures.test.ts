import { describe, expect, it } from 'vitest';
import { attentionShare } from '../../src/measures/attentionShare.js';
import { pointingGame } from '../../src/measures/pointingGame.js';
import type { MeasuredMap } from '../../src/measures/types.js';
import { freeMask } from '../../src/regions/grids.js';
import { box } from '../../src/regions/outlines.js';
import type { FACIAL_REGIONS } from '../../src/regions/region.js';
import { regionCoverage } from '../../src/regions/regionMask.js';
import { facialRegion } from '../../src/regions/faceParts.js';
import { onEachBackend } from '../support/backends.js';
import { testFace } from '../support/faceLandmarks.js';
import { expectNear, expectNoLeak, failure, fixture, NO_MAPS, plain, tensorMap } from './support.js';

const left = box({ x: 0, y: 0, width: 0.5, height: 1, units: 'relative' });
const all = box({ x: 0, y: 0, width: 1, height: 1, units: 'relative' });
const beside = box({ x: 100, y: 100, width: 5, height: 5 });

/** A map of a 40 x 40 face with all attention on one named part. */
function onPart(name: (typeof FACIAL_REGIONS)[number], landmarks = testFace({ width: 40 })): number[] {
  return Array.from(regionCoverage(facialRegion(name), { height: 40, width: 40, landmarks }));
}

describe('attentionShare', () => {
  it('is the part of the sum, edges by their cover, with the part of the area and the ratio of both', async () => {
    const map = plain(2, 3, [1, 2, 3, 0, 4, 10]);
    const { regions, leftOut } = await attentionShare(map, { regions: { left, all } });
    // The left half covers column 0 and half of column 1.
    expectNear(regions.left?.share.values ?? [], [(1 + 0 + (2 + 4) / 2) / 20], 1e-12);
    expectNear(regions.left?.area.values ?? [], [0.5], 1e-12);
    expectNear(regions.left?.concentration.values ?? [], [0.4], 1e-12);
    expect(regions.all).toMatchObject({ share: { mean: 1 }, area: { mean: 1 }, concentration: { mean: 1 } });
    expect(leftOut).toBe(0);
  });

  it('has means and standard errors over images, without those that show nothing', async () => {
    const map = { values: [1, 0, 0, 1, 5, 5, 3, 1], height: 1, width: 2, images: 4 };
    const { regions, ...rest } = await attentionShare(map, { regions: { left } });
    expect(regions.left?.share).toMatchObject({ values: [1, 0, null, 0.75], images: 3 });
    expect(regions.left?.area).toMatchObject({ values: [0.5, 0.5, null, 0.5], standardError: 0 });
    expectNear([regions.left?.share.mean ?? NaN], [1.75 / 3], 1e-12);
    // By hand: deviations 5/12, -7/12, 1/6; sum of squares 13/24; over 2 * 3, the root.
    expectNear([regions.left?.share.standardError ?? NaN], [Math.sqrt(13 / 144)], 1e-12);
    expect(rest).toEqual({ notes: [null, null, 'the map is constant', null], leftOut: 1 });
  });

  it('finds each facial region on each face, and no landmarks are an error where they are needed', async () => {
    const faces = [testFace({ width: 40 }), testFace({ width: 40, turn: 15, shift: [2, -1] })];
    const values = faces.flatMap((face) => onPart('mouth', face));
    const map = { values, height: 40, width: 40, images: 2 };
    const names = ['mouth', 'lowerHalf', 'leftEye', 'upperLip'] as const;
    const { regions } = await attentionShare(map, { regions: names, landmarks: faces });
    expect(Object.keys(regions)).toEqual([...names]);
    // Attention on the edge, by its cover, counts by its cover.
    const squares = values.reduce((sum, value) => sum + value * value, 0);
    const sum = values.reduce((all, value) => all + value, 0);
    expectNear([regions.mouth?.share.mean ?? NaN], [squares / sum], 0.005);
    expect(regions.mouth?.concentration.mean).toBeGreaterThan(8);
    expect(regions.lowerHalf?.share.mean).toBeGreaterThan(0.99);
    expect(regions.leftEye?.share.mean).toBe(0);
    expect(regions.upperLip?.share.mean).toBeGreaterThan(0.15);
    const without = await failure(() => attentionShare(map, { regions: names }));
    expect(without.code).toBe('missing-landmarks');
    const one = await failure(() => attentionShare(map, { regions: names, landmarks: [faces[0], undefined] }));
    expect(one).toMatchObject({ code: 'missing-landmarks', received: 'none for image 1' });
    const few = await failure(() => attentionShare(map, { regions: names, landmarks: faces.slice(1) }));
    expect(few.code).toBe('invalid-argument');
  });

  it('says of a region beside the picture that it has no share, and of its concentration nothing', async () => {
    const { regions } = await attentionShare(plain(1, 2, [0, 1]), { regions: { beside } });
    expect(regions.beside).toMatchObject({ share: { mean: 0 }, area: { mean: 0 }, concentration: { mean: null } });
  });

  it('refuses negative numbers, wrong regions and options', async () => {
    const map = plain(1, 2, [0, 1]);
    const cases: [() => Promise<unknown>, string][] = [
      [() => attentionShare(plain(1, 2, [-1, 1]), { regions: { left } }), 'invalid-data'],
      [() => attentionShare(map, { regions: {} }), 'invalid-option'],
      [() => attentionShare(map, undefined as never), 'invalid-option'],
      [() => attentionShare(map, { regions: ['ear' as 'nose'] }), 'invalid-option'],
      [() => attentionShare(map, { regions: { left: {} as never } }), 'invalid-argument'],
      [() => attentionShare(map, { regions: { left }, tolerance: 1 } as never), 'invalid-option'],
      [() => attentionShare(map, { regions: { left }, signal: AbortSignal.abort() }), 'aborted'],
    ];
    for (const [work, code] of cases) expect((await failure(work)).code).toBe(code);
  });

  it.each(NO_MAPS)('refuses %s', async (_, map, code) => {
    expect((await failure(() => attentionShare(map as MeasuredMap, { regions: { left } }))).code).toBe(code);
  });
});

describe('pointingGame', () => {
  it("hits within the tolerance, by scipy's distance transform", async () => {
    const { height, width, tolerances, cases } = fixture.pointing;
    for (const { mask, point, hits } of cases) {
      const map = plain(
        height,
        width,
        mask.map((_, at) => (at === point ? 1 : 0.25 * (at % 2))),
      );
      const region = freeMask({ values: mask, height, width });
      for (const [at, tolerance] of tolerances.entries()) {
        const { regions } = await pointingGame(map, { regions: { region }, tolerance });
        expect(regions.region?.values).toEqual([hits[at]]);
      }
    }
  });

  it('has the rate of hits and its standard error', async () => {
    const map = { values: [1, 0, 0, 1, 3, 3, 2, 1, 5, 1], height: 1, width: 2, images: 5 };
    const { regions, leftOut } = await pointingGame(map, { regions: { left } });
    expect(regions.left).toMatchObject({ values: [1, 0, null, 1, 1], mean: 0.75, images: 4 });
    expectNear([regions.left?.standardError ?? NaN], [Math.sqrt((0.75 * 0.25) / 3)], 1e-12);
    expect(leftOut).toBe(1);
  });

  it('counts an image with several maxima by their part that hits', async () => {
    const map = plain(1, 4, [1, 0, 1, 1]);
    expect((await pointingGame(map, { regions: { left } })).regions.left?.mean).toBeCloseTo(1 / 3, 12);
  });

  it('takes the best pixels of a region that fills none, and no notice of one that is not to be seen', async () => {
    const tiny = box({ x: 1.1, y: 0.1, width: 0.3, height: 0.3 });
    const map = plain(1, 3, [0, 1, 0]);
    const { regions } = await pointingGame(map, { regions: { tiny, beside } });
    expect(regions.tiny?.values).toEqual([1]);
    expect(regions.beside).toEqual({ values: [null], mean: null, standardError: null, images: 0 });
  });

  it('finds the parts of a face', async () => {
    const landmarks = [testFace({ width: 40 })];
    const map = plain(
      40,
      40,
      onPart('nose').map((value, at) => value + ((at % 7) / 100) * value),
    );
    const { regions } = await pointingGame(map, { regions: ['nose', 'mouth', 'faceOval'], landmarks });
    expect([regions.nose?.mean, regions.mouth?.mean, regions.faceOval?.mean]).toEqual([1, 0, 1]);
  });

  it('refuses wrong options', async () => {
    const map = plain(1, 2, [0, 1]);
    const cases: [() => Promise<unknown>, string][] = [
      [() => pointingGame(map, { regions: { left }, tolerance: -1 }), 'invalid-option'],
      [() => pointingGame(map, { regions: { left }, tolerance: NaN }), 'invalid-option'],
      [() => pointingGame(map, { regions: [] }), 'invalid-option'],
      [() => pointingGame(map, { regions: ['nose'] }), 'missing-landmarks'],
      [() => pointingGame(map, { regions: { left }, signal: AbortSignal.abort() }), 'aborted'],
    ];
    for (const [work, code] of cases) expect((await failure(work)).code).toBe(code);
  });
});

onEachBackend(() => {
  it('regions measure an AttentionMap, and leave no tensor behind', async () => {
    const map = tensorMap([2, 1, 2], [0, 1, 0, 0], undefined, { degenerate: [false, true] });
    await expectNoLeak(() => attentionShare(map, { regions: { left } }));
    await expectNoLeak(() => pointingGame(map, { regions: { left } }));
    const share = await attentionShare(map, { regions: { left } });
    expect(share).toMatchObject({ regions: { left: { share: { values: [0, null] } } }, leftOut: 1 });
    expect(JSON.parse(JSON.stringify(share))).toEqual(share);
    map.dispose();
  });
});
