import { describe, expect, it } from 'vitest';
import { createLandmarkSource, mainFace, meanShapeSource, withFallback } from '../../src/landmarks/index.js';
import type { LandmarkPicture, LandmarkSource } from '../../src/landmarks/index.js';
import type { Point } from '../../src/regions/index.js';

const grey = (width: number, height: number, value = 128): LandmarkPicture => ({
  width,
  height,
  data: new Uint8Array(width * height).fill(value),
});

/** A detector as a user may have one: it "finds" five points in a picture that is brighter than 100. */
function brightness(points: readonly Point[]): LandmarkSource {
  return createLandmarkSource({
    name: 'brightness',
    find: (pictures) => pictures.map(({ data }) => ((data[0] as number) > 100 ? [{ scheme: 'points5', points }] : [])),
  });
}

const CROSS: readonly Point[] = [
  [2, 2],
  [6, 2],
  [4, 4],
  [2, 6],
  [6, 6],
];

describe('a landmark source', () => {
  it('gives a list for one picture, and a list of lists for several, in their order', async () => {
    const source = brightness(CROSS);
    const face = { scheme: 'points5', points: CROSS, source: 'brightness', visible: 1, assumed: false };
    expect(await source.detect(grey(8, 8))).toEqual([face]);
    expect(await source.detect([grey(8, 8, 0), grey(8, 8)])).toEqual([[], [face]]);
    expect(await source.detect([])).toEqual([]);
  });

  it('takes grey, RGB and RGBA bytes, in data or in pixels', async () => {
    const source = brightness(CROSS);
    for (const channels of [1, 3, 4]) {
      const bytes = new Uint8ClampedArray(8 * 8 * channels).fill(200);
      expect(await source.detect({ width: 8, height: 8, data: bytes })).toHaveLength(1);
      expect(await source.detect({ width: 8, height: 8, pixels: bytes })).toHaveLength(1);
    }
  });

  it('keeps points outside the picture, and says what share is inside', async () => {
    const [face] = await brightness(CROSS).detect(grey(5, 8));
    expect(face?.points).toEqual(CROSS);
    expect(face?.visible).toBeCloseTo(3 / 5, 12);
  });

  it.each([
    ['no pixels', { width: 0, height: 0, data: new Uint8Array(0) }, /width and a height of at least 1, received 0 x 0/],
    ['half a pixel', { width: 1.5, height: 2, data: new Uint8Array(3) }, /received 1.5 x 2/],
    ['two values a pixel', { width: 4, height: 4, data: new Uint8Array(32) }, /16, 48, 64 bytes .* received 32 bytes/],
    ['a cut picture', { width: 4, height: 4, data: new Uint8Array(63) }, /received 63 bytes/],
    ['no bytes', { width: 4, height: 4 }, /its bytes in data or pixels.*undefined/],
    ['floats', { width: 2, height: 2, data: new Float32Array(4) }, /Float32Array/],
    ['nothing', null, /received null/],
  ])('refuses %s by the number of the picture', async (_, picture, message) => {
    const call = brightness(CROSS).detect([grey(2, 2), picture as LandmarkPicture]);
    await expect(call).rejects.toThrow(message);
    await expect(call).rejects.toThrow('brightness: picture 1');
    await expect(call).rejects.toMatchObject({ code: 'invalid-shape' });
  });

  it('refuses what a detector of the user finds when it fits no scheme', async () => {
    await expect(brightness(CROSS.slice(1)).detect(grey(8, 8))).rejects.toThrow('the 5 points of points5, received 4');
    const broken = brightness([[NaN, 0], ...CROSS.slice(1)]);
    await expect(broken.detect(grey(8, 8))).rejects.toThrow('point 0: expected finite x and y');
    const short = createLandmarkSource({ name: 'short', find: () => [] });
    await expect(short.detect([grey(1, 1)])).rejects.toThrow('a list of faces for each of 1 pictures');
  });

  it('stops when told, and is of no use once closed', async () => {
    const source = brightness(CROSS);
    await expect(source.detect(grey(8, 8), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    await source.close();
    await source.close();
    await expect(source.detect(grey(8, 8))).rejects.toThrow('it has been closed');
  });
});

describe('meanShapeSource', () => {
  it('fits any picture, not square and of one pixel too, and says that its points are assumed', async () => {
    const [[wide], [tiny]] = (await meanShapeSource().detect([grey(96, 48), grey(1, 1)])) as [[never], [never]];
    expect(wide).toMatchObject({ scheme: 'ibug68', source: 'mean-shape', assumed: true, visible: 1 });
    expect(tiny).toMatchObject({ assumed: true, visible: 1 });
  });
});

describe('withFallback', () => {
  it('asks the next source for pictures without a face alone, and marks which face is whose', async () => {
    const asked: number[] = [];
    const second = createLandmarkSource({
      name: 'second',
      find: (pictures) => {
        asked.push(...pictures.map(({ id }) => id as number));
        return pictures.map(({ data }) => (data[0] === 50 ? [{ scheme: 'points5', points: CROSS }] : []));
      },
    });
    const chain = withFallback(brightness(CROSS), second, meanShapeSource());
    const found = await chain.detect([grey(8, 8, 50), grey(8, 8), grey(8, 8, 0)]);
    expect(found.map((faces) => faces.map(({ source, assumed }) => [source, assumed]))).toEqual([
      [['second', false]],
      [['brightness', false]],
      [['mean-shape', true]],
    ]);
    expect(asked).toEqual([0, 2]);
    expect(chain.name).toBe('brightness|second|mean-shape');
  });

  it('needs a source', () => {
    expect(() => withFallback()).toThrow('at least one landmark source');
  });
});

describe('mainFace', () => {
  it('is the one that covers most of the picture, not counting what is outside', async () => {
    const outside = CROSS.map(([x, y]): Point => [x * 10 - 60, y * 10]);
    const source = createLandmarkSource({
      name: 'two',
      find: (pictures) => pictures.map(() => [outside, CROSS].map((points) => ({ scheme: 'points5', points }))),
    });
    const size = { width: 8, height: 8 };
    const faces = await source.detect(grey(8, 8));
    expect(faces).toHaveLength(2);
    expect(mainFace(faces, size)).toBe(faces[1]);
    expect(mainFace(faces, { width: 100, height: 100 })).toBe(faces[1]);
    expect(mainFace([], size)).toBeUndefined();
  });
});
