import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givenLandmarks } from '../../src/landmarks/index.js';
import type { GivenFaces, GivenLandmarksOptions, GivenPicture } from '../../src/landmarks/index.js';
import type { Point } from '../../src/regions/index.js';

const picture = (width: number, height: number, id?: string) => ({
  width,
  height,
  data: new Uint8Array(width * height),
  ...(id !== undefined && { id }),
});

/** Points on a circle in the middle, as parts of width and height. */
const circle = (count: number): Point[] =>
  Array.from({ length: count }, (_, at) => [0.5 + 0.4 * Math.cos(at), 0.5 + 0.4 * Math.sin(at)]);
const scaled = (points: readonly Point[], width: number, height: number) =>
  points.map(([x, y]): Point => [x * width, y * height]);

describe('givenLandmarks', () => {
  it.each([
    [478, 'mediapipe478'],
    [468, 'mediapipe468'],
    [68, 'ibug68'],
    [5, 'points5'],
  ])('tells %d points to be %s, in pixels and normalised', async (count, scheme) => {
    const parts = circle(count);
    const pixels = scaled(parts, 40, 20);
    const [fromPixels] = await givenLandmarks([pixels], { units: 'pixels' }).detect(picture(40, 20));
    const [fromParts] = await givenLandmarks([parts], { units: 'normalised' }).detect(picture(40, 20));
    expect(fromPixels).toEqual({ scheme, points: pixels, source: 'given', visible: 1, assumed: false });
    expect(fromParts).toEqual(fromPixels);
  });

  it('reads pairs, triples, objects, flat lists, typed arrays and FaceLandmarks alike', async () => {
    const points = scaled(circle(5), 40, 40).map(([x, y]): Point => [Math.round(x), Math.round(y)]);
    const forms = [
      points,
      points.map(([x, y]) => [x, y, -0.1]),
      points.map(([x, y]) => ({ x, y, z: 1 })),
      points.flat(),
      Float32Array.from(points.flat()),
      { scheme: 'points5', points },
      [points],
    ] as readonly GivenPicture[];
    const found = await givenLandmarks(forms, { units: 'pixels' }).detect(Array.from(forms, () => picture(40, 40)));
    for (const faces of found) expect(faces.map((face) => face.points)).toEqual([points]);
  });

  it('knows none, one and several faces, by place, by id and from JSON', async () => {
    const face = circle(5);
    const byPlace = givenLandmarks([null, face, [face, face], []], { units: 'normalised' });
    const counts = (await byPlace.detect([0, 1, 2, 3].map(() => picture(9, 9)))).map((faces) => faces.length);
    expect(counts).toEqual([0, 1, 2, 0]);
    const text = JSON.stringify({ 'a.jpg': [face, face], 'b.jpg': null });
    const byName = givenLandmarks(text, { units: 'normalised', name: 'by hand' });
    const named = await byName.detect([picture(9, 9, 'b.jpg'), picture(9, 9, 'a.jpg')]);
    expect(named.map((faces) => faces.length)).toEqual([0, 2]);
    expect(named[1]?.[0]?.source).toBe('by hand');
  });

  it('comes back the same from JSON, whatever the coordinates', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(fc.double({ min: -50, max: 200, noNaN: true }), fc.double({ min: 2, max: 99, noNaN: true })),
          {
            minLength: 5,
            maxLength: 5,
          },
        ),
        async (points) => {
          const source = givenLandmarks(JSON.stringify([points]), { units: 'pixels' });
          const [face] = await source.detect(picture(100, 100));
          expect(face?.points).toEqual(JSON.parse(JSON.stringify(points)));
        },
      ),
      { numRuns: 50 },
    ));

  it.each([
    ['67 points', [circle(67)], /picture 0: expected 478 .* 68 \(ibug68\) or 5 points.*received 67 points/],
    ['a NaN', [[[NaN, 1], ...circle(4)]], /picture 0: point 0: expected finite x and y/],
    ["JSON's null for a NaN", '[[[1,2],[3,null],[1,2],[3,4],[5,6]]]', /point 1: expected finite x and y/],
    ['an odd flat list', [[1, 2, 3, 4, 5, 6, 7, 8, 9]], /x and y for each point, received 9 numbers/],
    ['a second face with too few points', [[circle(5), circle(4)]], /picture 0, face 1/],
    ['an unknown scheme', [{ scheme: 'dlib', points: circle(5) }], /scheme: expected one of .*"dlib"/],
    ['a word', ['face'], /a face \(a list of points\), a list of faces, or null/],
    ['text that is no JSON', '[[1,', /the text is no JSON/],
    ['a number', 7, /a list with an entry for each picture/],
  ])('refuses %s', (_, faces, message) => {
    const call = () => givenLandmarks(faces as GivenFaces, { units: 'pixels' });
    expect(call).toThrow(message);
    expect(call).toThrow(expect.objectContaining({ code: 'invalid-data' }));
  });

  it('refuses a scheme that another number of points was announced for', () => {
    expect(() => givenLandmarks([circle(5)], { units: 'pixels', scheme: 'ibug68' })).toThrow('the 68 points of ibug68');
  });

  it('has no guess about units, and notices when they are wrong', async () => {
    expect(() => givenLandmarks([circle(5)], {} as GivenLandmarksOptions)).toThrow(/units: expected one of 'pixels'/);
    const parts = givenLandmarks([circle(5)], { units: 'pixels' }).detect(picture(48, 48));
    await expect(parts).rejects.toThrow("units: 'normalised'");
    const pixels = givenLandmarks([scaled(circle(5), 48, 48)], { units: 'normalised' }).detect(picture(48, 48));
    await expect(pixels).rejects.toThrow("units: 'pixels'");
  });

  it('says which picture it has no entry for', async () => {
    const source = givenLandmarks({ 'a.jpg': null }, { units: 'pixels' });
    await expect(source.detect(picture(4, 4, 'b.jpg'))).rejects.toThrow('picture "b.jpg": expected an entry for it');
  });
});
