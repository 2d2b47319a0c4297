import { describe, expect, it } from 'vitest';
import {
  augmentBatch,
  augmentationPresets,
  augmentLandmarks,
  centerCrops,
  cropLandmarks,
  tenCrops,
  tenCropWindows,
  type AugmentBatchOptions,
  type Augmentation,
  type ImageDataset,
} from '../../src/data/index.js';
import { warpCrop } from '../../src/data/warp.js';
import type { FaceLandmarks } from '../../src/regions/landmarks.js';
import { createRandom } from '../../src/support/random.js';
import { noiseDataset } from './csvFixtures.js';

const faces = noiseDataset('faces', 64);
const everyone = Array.from({ length: 64 }, (_, index) => index);
const random = createRandom('augment');
const values = 40 * 40;

function crop(batch: Float32Array, each: number): number[] {
  return Array.from(batch.subarray(each * values, (each + 1) * values));
}

describe('augmentBatch', () => {
  it('cuts out the middle when nothing is asked for', () => {
    const batch = augmentBatch(faces, everyone, { random, ...augmentationPresets.none });
    expect(batch).toEqual(centerCrops(faces, everyone, 40));
  });

  it('writes into an array that is given, over what is there', () => {
    const options = { random, ...augmentationPresets.paper };
    const out = new Float32Array(64 * values).fill(7);
    expect(augmentBatch(faces, everyone, { ...options, out })).toBe(out);
    expect(out).toEqual(augmentBatch(faces, everyone, options));
    const short = () => augmentBatch(faces, everyone, { ...options, out: out.subarray(1) });
    expect(short).toThrow(/augmentBatch: out/);
  });

  it('light: cuts out any window, half of them mirrored', () => {
    const copies = 40;
    let mirrored = 0;
    const corners = new Set<string>();
    for (let epoch = 0; epoch < copies; epoch++) {
      const batch = augmentBatch(faces, [5], { random: random.fork(epoch), ...augmentationPresets.light });
      const found = windowOf(batch, faces, 5);
      expect(found).toBeDefined();
      mirrored += found!.mirrored ? 1 : 0;
      corners.add(`${found!.left},${found!.top}`);
    }
    expect(mirrored).toBeGreaterThan(8);
    expect(mirrored).toBeLessThan(32);
    expect(corners.size).toBeGreaterThan(20);
  });

  it.each(['none', 'light', 'paper'] as const)('%s: depends on seed and picture, not on the batch', (preset) => {
    const options = { random, ...augmentationPresets[preset] };
    const batch = augmentBatch(faces, everyone, options);
    random.next();
    const other = augmentBatch(faces, [63, 7, 7], options);
    expect(crop(other, 0)).toEqual(crop(batch, 63));
    expect(crop(other, 1)).toEqual(crop(batch, 7));
    expect(crop(other, 2)).toEqual(crop(batch, 7));
    if (preset !== 'none') {
      expect(augmentBatch(faces, everyone, { ...options, random: createRandom('else') })).not.toEqual(batch);
    }
  });

  it('leaves the other draws as they are when a step is switched', () => {
    const light = augmentBatch(faces, everyone, { random, ...augmentationPresets.light });
    const both = augmentBatch(faces, everyone, {
      random,
      ...augmentationPresets.light,
      erase: { probability: 0.5, value: 1 },
    });
    const changes = everyone.map((each) => {
      const before = crop(light, each);
      return crop(both, each).filter((value, at) => value !== before[at]);
    });
    const untouched = changes.filter((changed) => changed.length === 0);
    expect(untouched.length).toBeGreaterThan(16);
    expect(untouched.length).toBeLessThan(48);
    expect(changes.flat().every((value) => value === 1)).toBe(true);
  });

  it('stays in [0, 1], grey and RGB', () => {
    const rgb = noiseDataset('rgb', 16, 48, 3);
    for (const set of [faces, rgb]) {
      const batch = augmentBatch(set, [...everyone.slice(0, 16)], { random, ...augmentationPresets.paper });
      expect(batch.length).toBe(16 * values * set.channels);
      expect(batch.every((value) => value >= 0 && value <= 1)).toBe(true);
    }
  });

  it('jitter: multiplies by the brightness, and keeps the mean under contrast alone', () => {
    const plain = centerCrops(faces, everyone, 40);
    const mean = (batch: Float32Array, each: number) =>
      crop(batch, each).reduce((sum, value) => sum + value, 0) / values;
    const bright = augmentBatch(faces, everyone, { random, jitter: { brightness: 0.5, probability: 1 } });
    for (const each of everyone) {
      const after = crop(bright, each);
      const pairs = crop(plain, each).map((value, at) => [value, after[at]!] as const);
      const ratios = pairs.filter(([one, other]) => one > 0.02 && other < 1).map(([one, other]) => other / one);
      expect(Math.max(...ratios) - Math.min(...ratios)).toBeLessThan(1e-5);
      expect(ratios[0]).toBeGreaterThanOrEqual(0.5);
      expect(ratios[0]).toBeLessThanOrEqual(1.5);
    }
    const flat = augmentBatch(faces, everyone, { random, jitter: { contrast: 0.2, probability: 1 } });
    for (const each of everyone) expect(mean(flat, each)).toBeCloseTo(mean(plain, each), 1);
  });

  it('jitter: saturation leaves grey pixels of RGB pictures alone', () => {
    const grey = noiseDataset('grey', 1);
    const pixels = Uint8Array.from({ length: 3 * 2304 }, (_, at) => grey.pixels[Math.floor(at / 3)]!);
    const rgb: ImageDataset = { ...grey, channels: 3, pixels };
    const batch = augmentBatch(rgb, [0], { random, jitter: { saturation: 1, probability: 1 } });
    centerCrops(rgb, [0], 40).forEach((value, at) => expect(batch[at]).toBeCloseTo(value, 6));
  });

  it('erase: covers one rectangle of the asked-for share', () => {
    const black: ImageDataset = { ...faces, pixels: new Uint8Array(faces.pixels.length) };
    const batch = augmentBatch(black, everyone, { random, erase: { probability: 1, value: 0.25 } });
    for (const each of everyone) {
      const found = crop(batch, each);
      const covered = [...found.keys()].filter((at) => found[at] === 0.25);
      const rows = covered.map((at) => Math.floor(at / 40));
      const columns = covered.map((at) => at % 40);
      const height = Math.max(...rows) - Math.min(...rows) + 1;
      const width = Math.max(...columns) - Math.min(...columns) + 1;
      expect(covered.length).toBe(height * width);
      expect(covered.length / values).toBeGreaterThan(0.01);
      expect(covered.length / values).toBeLessThan(0.37);
    }
  });

  it('scale: a window of four times the area shows the whole picture at half the size, on black', () => {
    const white: ImageDataset = { ...faces, pixels: new Uint8Array(faces.pixels.length).fill(255) };
    const batch = augmentBatch(white, [3], { random, size: 48, scale: { area: [4, 4] } });
    expect(batch.reduce((sum, value) => sum + value)).toBeCloseTo(24 * 24, 3);
  });

  it.each<[object, RegExp]>([
    [{ size: 49 }, /size: expected a whole number in \[1, 48\], received 49/],
    [{ flip: 1.5 }, /flip: expected a finite number in \[0, 1\]/],
    [{ flip: true }, /flip/],
    [{ crop: 'corner' }, /crop: expected one of 'center', 'random'/],
    [{ rotate: { degrees: 270 } }, /rotate.degrees/],
    [{ rotate: { angle: 10 } }, /rotate: unknown option.*"angle"/],
    [{ rotate: {} as object, flip: 2 }, /flip/],
    [{ rotate: 10 }, /rotate: expected an object with degrees, probability, received 10/],
    [{ translate: { share: -0.1 } }, /translate.share/],
    [{ translate: { share: 0.1, probability: 2 } }, /translate.probability/],
    [{ scale: { area: [1.2, 0.8] } }, /scale.area: expected \[low, high\]/],
    [{ scale: { area: 1 } }, /scale.area/],
    [{ jitter: { brightness: 2 } }, /jitter.brightness/],
    [{ erase: { value: 255 } }, /erase.value/],
    [{ erase: { area: [0, 0.5] } }, /erase.area/],
    [{ flips: 0.5 }, /unknown option/],
  ])('refuses %j', (options, message) => {
    const all = { random, ...options } as AugmentBatchOptions;
    expect(() => augmentBatch(faces, [0], all)).toThrow(message);
    expect(() => augmentBatch(faces, [0], all)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });

  it('refuses a picture that is none', () => {
    expect(() => augmentBatch(faces, [64], { random })).toThrow(/augmentBatch: index 0/);
  });

  it('has presets of plain JSON', () => {
    expect(JSON.parse(JSON.stringify(augmentationPresets))).toEqual(augmentationPresets);
  });
});

describe('warpCrop', () => {
  const picture = noiseDataset('warp', 1, 8);
  const still = { xx: 1, xy: 0, x0: 0, yx: 0, yy: 1, y0: 0 };
  const warp = (map: Partial<typeof still>) => {
    const out = new Float32Array(64);
    warpCrop(picture, 0, { ...still, ...map }, 8, out, 0);
    return out;
  };
  const value = (y: number, x: number) => (x < 0 || y < 0 || x > 7 || y > 7 ? 0 : picture.pixels[y * 8 + x]! / 255);

  it('copies under the identity', () => {
    expect(warp({})).toEqual(centerCrops(picture, [0], 8));
  });

  it('shifts by whole pixels, black beyond the edge', () => {
    const out = warp({ x0: 3, y0: -2 });
    for (let y = 0; y < 8; y++) for (let x = 0; x < 8; x++) expect(out[y * 8 + x]).toBeCloseTo(value(y - 2, x + 3), 6);
  });

  it('takes the mean of four neighbours half-way between them', () => {
    const out = warp({ x0: 0.5, y0: 0.5 });
    const mean = (value(2, 4) + value(2, 5) + value(3, 4) + value(3, 5)) / 4;
    expect(out[2 * 8 + 4]).toBeCloseTo(mean, 6);
  });

  it('turns a quarter about the middle', () => {
    const out = warp({ xx: 0, xy: 1, yx: -1, yy: 0, y0: 8 });
    for (let y = 0; y < 8; y++) for (let x = 0; x < 8; x++) expect(out[y * 8 + x]).toBeCloseTo(value(7 - x, y), 6);
  });
});

describe('augmentLandmarks and cropLandmarks', () => {
  // A bright spot at a landmark: where it goes, the landmark goes. It lies on the subject's right eye (36).
  const spot = { x: 20, y: 22 };
  const { dataset, landmarks } = withSpot(spot.x, spot.y);

  it.each<[string, Augmentation]>([
    ['light', augmentationPresets.light],
    ['rotate', { rotate: { degrees: 40, probability: 1 } }],
    ['translate', { translate: { share: 0.2, probability: 1 } }],
    ['scale', { scale: { area: [0.7, 1.4], aspect: [0.7, 1.4] } }],
    ['all', { ...augmentationPresets.paper, jitter: undefined, erase: undefined, translate: { share: 0.1 } }],
  ])('%s: landmarks go where the pixels go', (_, augmentation) => {
    for (let epoch = 0; epoch < 20; epoch++) {
      const options = { random: random.fork('spot', epoch), ...augmentation };
      const [x, y] = middleOf(augmentBatch(dataset, [0], options));
      const [moved] = augmentLandmarks(dataset, [0], options);
      const distances = [36, 45].map((point) => Math.hypot(moved!.points[point]![0] - x, moved!.points[point]![1] - y));
      expect(Math.min(...distances)).toBeLessThan(0.35);
    }
  });

  it('a mirrored face swaps its left and right points', () => {
    const [plain] = augmentLandmarks(dataset, [0], { random, flip: 0 });
    const [mirrored] = augmentLandmarks(dataset, [0], { random, flip: 1 });
    for (const [right, left] of [
      [36, 45],
      [41, 46],
      [48, 54],
      [60, 64],
      [17, 26],
      [0, 16],
      [31, 35],
      [67, 65],
    ] as const) {
      expect(mirrored!.points[left]![0]).toBeCloseTo(40 - plain!.points[right]![0], 9);
      expect(mirrored!.points[right]![0]).toBeCloseTo(40 - plain!.points[left]![0], 9);
      expect(mirrored!.points[left]![1]).toBeCloseTo(plain!.points[right]![1], 9);
    }
    expect(mirrored!.points[8]![0]).toBeCloseTo(40 - plain!.points[8]![0], 9);
  });

  it('the ten crops', () => {
    const crops = tenCrops(dataset, [0], 40);
    tenCropWindows(dataset, 40).forEach((window, each) => {
      const [x, y] = middleOf(crops.subarray(each * values, (each + 1) * values));
      const [foundX, foundY] = cropLandmarks(landmarks, window, 40).points[window.mirrored ? 45 : 36]!;
      expect([foundX, foundY]).toEqual([expect.closeTo(x, 4), expect.closeTo(y, 4)]);
    });
  });

  it('refuses a data set without landmarks', () => {
    expect(() => augmentLandmarks(faces, [0], { random })).toThrow(
      expect.objectContaining({ code: 'missing-landmarks' }),
    );
  });
});

/** Which window of a picture a crop is, by trying all. */
function windowOf(batch: Float32Array, { pixels }: ImageDataset, picture: number) {
  for (const mirrored of [false, true]) {
    for (let top = 0; top <= 8; top++) {
      for (let left = 0; left <= 8; left++) {
        const fits = batch.every((value, at) => {
          const x = at % 40;
          const column = left + (mirrored ? 39 - x : x);
          return value === Math.fround(pixels[picture * 2304 + (top + Math.floor(at / 40)) * 48 + column]! / 255);
        });
        if (fits) return { left, top, mirrored };
      }
    }
  }
  return undefined;
}

/** One dark picture with a soft bright spot, and 68 landmarks: point 36 on the spot, the others anywhere else. */
function withSpot(x: number, y: number): { dataset: ImageDataset; landmarks: FaceLandmarks } {
  const pixels = Uint8Array.from({ length: 2304 }, (_, at) => {
    const distance = Math.hypot((at % 48) + 0.5 - x, Math.floor(at / 48) + 0.5 - y);
    return Math.round(255 * Math.exp((-distance * distance) / 4.5));
  });
  const points = Array.from({ length: 68 }, (_, at) => [(at * 7) % 48, (at * 11) % 48] as const);
  points[36] = [x, y];
  const landmarks: FaceLandmarks = { scheme: 'ibug68', points };
  const dataset: ImageDataset = { ...noiseDataset('spot', 1), pixels, landmarks: [landmarks] };
  return { dataset, landmarks };
}

/** The centre of mass of a crop, in pixels from its upper left corner. */
function middleOf(batch: Float32Array): [number, number] {
  let [sum, x, y] = [0, 0, 0];
  batch.forEach((value, at) => {
    sum += value;
    x += value * ((at % 40) + 0.5);
    y += value * (Math.floor(at / 40) + 0.5);
  });
  return [x / sum, y / sum];
}
