import { describe, expect, it } from 'vitest';
import { createLandmarkSource, enlargeSmallPictures, type CheckedPicture } from '../../src/landmarks/index.js';
import type { Point } from '../../src/regions/index.js';
import { createRandom } from '../../src/support/random.js';
import bicubic from '../fixtures/landmarks/bicubic.json' with { type: 'json' };

/** A detector that remembers what it was shown, and finds four corners and the middle of all of it. */
function corners() {
  const shown: CheckedPicture[] = [];
  const source = createLandmarkSource({
    name: 'corners',
    find: (pictures) =>
      pictures.map((picture) => {
        shown.push(picture);
        const { width, height } = picture;
        const points = [
          [0, 0],
          [width, 0],
          [width / 2, height / 2],
          [0, height],
          [width, height],
        ] as const;
        return [{ scheme: 'points5', points }];
      }),
  });
  return { source, shown };
}

const noise = (length: number) => {
  const random = createRandom(3);
  return Uint8Array.from({ length }, () => random.integer(256));
};

describe('enlargeSmallPictures', () => {
  it("enlarges as Pillow's bicubic filter does, within a margin of mean grey", async () => {
    const { width, height } = bicubic;
    const { source, shown } = corners();
    const data = new Uint8Array(Buffer.from(bicubic.picture, 'base64'));
    const reference = Buffer.from(bicubic.enlarged, 'base64');
    await enlargeSmallPictures(source, { upscaleTo: 48, pad: 0.25 }).detect({ width, height, data });
    const enlarged = shown[0] as CheckedPicture;
    expect([enlarged.width, enlarged.height, enlarged.channels]).toEqual([48 + 24, 32 + 24, 4]);
    const mean = Math.round(data.reduce((sum, value) => sum + value, 0) / data.length);
    let furthest = 0;
    for (let y = 0; y < enlarged.height; y++) {
      for (let x = 0; x < enlarged.width; x++) {
        const pixel = [...enlarged.data.subarray((y * enlarged.width + x) * 4, (y * enlarged.width + x) * 4 + 4)];
        const inside = x >= 12 && x < 60 && y >= 12 && y < 44;
        if (!inside) {
          expect(pixel).toEqual([mean, mean, mean, 255]);
          continue;
        }
        // Two pixels of the original from the border on; nearer, Pillow leaves out what lies outside, and we repeat the border.
        if (x < 20 || x >= 52 || y < 20 || y >= 36) continue;
        const at = ((y - 12) * 48 + x - 12) * 3;
        for (const channel of [0, 1, 2]) {
          furthest = Math.max(furthest, Math.abs((pixel[channel] as number) - (reference[at + channel] as number)));
        }
      }
    }
    // Pillow rounds to bytes between its two passes.
    expect(furthest).toBeLessThanOrEqual(2);
  });

  it('brings points back to the pixels of the original, not square too', async () => {
    const { source } = corners();
    const [face] = await enlargeSmallPictures(source).detect({ width: 40, height: 20, data: new Uint8Array(800) });
    // The margin is 48 of 192 pixels, so 10 of 40.
    const expected: Point[] = [
      [-10, -10],
      [50, -10],
      [20, 10],
      [-10, 30],
      [50, 30],
    ];
    face?.points.forEach(([x, y], at) => {
      expect(x).toBeCloseTo(expected[at]![0], 9);
      expect(y).toBeCloseTo(expected[at]![1], 9);
    });
    expect(face?.visible).toBe(1 / 5);
  });

  it('leaves larger pictures as they are, and takes one of a single pixel', async () => {
    const { source, shown } = corners();
    const enlarging = enlargeSmallPictures(source);
    const large = { width: 128, height: 2, data: noise(256) };
    await enlarging.detect([large, { width: 1, height: 1, data: Uint8Array.of(77) }]);
    expect(shown[0]).toMatchObject(large);
    expect(shown[1]).toMatchObject({ width: 288, height: 288 });
    expect(new Set(shown[1]?.data)).toEqual(new Set([77, 255]));
  });

  it('keeps transparency', async () => {
    const { source, shown } = corners();
    const data = Uint8Array.from([10, 20, 30, 40]);
    await enlargeSmallPictures(source, { upscaleTo: 16, pad: 0 }).detect({ width: 1, height: 1, data });
    expect([...(shown[0]?.data.subarray(0, 4) ?? [])]).toEqual([10, 20, 30, 40]);
  });

  it('refuses options out of their range', () => {
    const { source } = corners();
    expect(() => enlargeSmallPictures(source, { upscaleTo: 4 })).toThrow(/upscaleTo: expected a whole number in \[16/);
    expect(() => enlargeSmallPictures(source, { pad: -1 })).toThrow(/pad/);
    expect(() => enlargeSmallPictures(source, { below: NaN })).toThrow(/below/);
    expect(() => enlargeSmallPictures(source, { padding: 1 } as object)).toThrow(/unknown option/);
  });
});
