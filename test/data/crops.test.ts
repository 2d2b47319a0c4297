import { describe, expect, it } from 'vitest';
import { centerCrops, tenCrops, tenCropWindows } from '../../src/data/index.js';
import { noiseDataset } from './csvFixtures.js';

const dataset = noiseDataset('crops', 3, 6);
const rgb = noiseDataset('rgb crops', 2, 5, 3);

/** The value at a place of a picture in [0, 1], as a float32. */
function at(set: typeof dataset, picture: number, y: number, x: number, channel = 0): number {
  const { pixels, height, width, channels } = set;
  return Math.fround(pixels[((picture * height + y) * width + x) * channels + channel]! / 255);
}

describe('centerCrops', () => {
  it('cuts out the middle', () => {
    const crops = centerCrops(dataset, [2, 0], 4);
    expect(crops).toHaveLength(2 * 4 * 4);
    expect(crops[0]).toBe(at(dataset, 2, 1, 1));
    expect(crops[4 * 4 + 3 * 4 + 2]).toBe(at(dataset, 0, 4, 3));
  });

  it('is the whole picture at its own size', () => {
    expect(centerCrops(dataset, [1], 6)).toEqual(Float32Array.from(dataset.pixels.subarray(36, 72), (v) => v / 255));
  });

  it('refuses a size larger than the pictures and an index that is none', () => {
    expect(() => centerCrops(dataset, [0], 7)).toThrow(/centerCrops: size: expected a whole number in \[1, 6\]/);
    expect(() => centerCrops(dataset, [3], 4)).toThrow(/centerCrops: index 0/);
  });
});

describe('tenCrops', () => {
  it('gives the first crop of all pictures, then the second of all: corners, middle, mirror images', () => {
    const size = 4;
    const crops = tenCrops(dataset, [0, 1], size);
    expect(crops).toHaveLength(10 * 2 * size * size);
    const corners = [
      [0, 0],
      [0, 2],
      [2, 0],
      [2, 2],
      [1, 1],
    ];
    let place = 0;
    for (const mirrored of [false, true]) {
      for (const [top, left] of corners) {
        for (const picture of [0, 1]) {
          for (let y = 0; y < size; y++) {
            for (let x = 0; x < size; x++) {
              const from = mirrored ? size - 1 - x : x;
              expect(crops[place++]).toBe(at(dataset, picture, top! + y, left! + from));
            }
          }
        }
      }
    }
  });

  it('keeps the channels of a pixel together in mirror images', () => {
    const crops = tenCrops(rgb, [1], 3);
    const mirroredMiddle = crops.subarray(9 * 27, 10 * 27);
    expect([...mirroredMiddle.subarray(0, 3)]).toEqual([0, 1, 2].map((channel) => at(rgb, 1, 1, 3, channel)));
  });

  it('tells its windows', () => {
    const windows = tenCropWindows(dataset, 4);
    expect(windows).toHaveLength(10);
    expect(windows[3]).toEqual({ left: 2, top: 2, mirrored: false });
    expect(windows[8]).toEqual({ left: 2, top: 2, mirrored: true });
  });
});
