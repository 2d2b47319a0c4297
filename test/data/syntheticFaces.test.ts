import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EMOTIONS } from '../../src/data/dataset.js';
import type { Emotion } from '../../src/data/dataset.js';
import { drawFace, syntheticFaces, syntheticSplits } from '../../src/data/synthetic/index.js';
import type { SyntheticDataset } from '../../src/data/synthetic/index.js';

function countsOf({ labels }: SyntheticDataset): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const label of labels) counts[EMOTIONS[label] as Emotion] = (counts[EMOTIONS[label] as Emotion] ?? 0) + 1;
  return counts;
}

function pictures({ pixels, size, height, width }: SyntheticDataset): string[] {
  const length = height * width;
  return Array.from({ length: size }, (_, at) => {
    return createHash('sha256')
      .update(pixels.subarray(at * length, (at + 1) * length))
      .digest('hex');
  });
}

describe('syntheticFaces', () => {
  it('draws the same bytes from the same seed, on every machine', () => {
    const { pixels } = syntheticFaces({ count: 20, seed: 7 });
    // Made with this library; changes only when the drawing is meant to change.
    expect(createHash('sha256').update(pixels).digest('hex')).toBe(
      '43b4e57f3fe2d14dae0a7c797f21042318eafded14c60ac33d7ad0b497d1972c',
    );
  });

  it('draws other faces from another seed', () => {
    const one = new Set(pictures(syntheticFaces({ count: 14, seed: 1 })));
    const other = pictures(syntheticFaces({ count: 14, seed: 2 }));
    expect(other.some((picture) => one.has(picture))).toBe(false);
  });

  it('makes a smaller set the beginning of a larger one', () => {
    const small = syntheticFaces({ count: 5, seed: 3 });
    const large = syntheticFaces({ count: 12, seed: 3 });
    expect(large.pixels.subarray(0, small.pixels.length)).toEqual(small.pixels);
    expect(large.landmarks.slice(0, 5)).toEqual(small.landmarks);
  });

  it('is an image data set with as many pixels, labels, landmarks and truths as faces', () => {
    const faces = syntheticFaces({ count: 9, size: 32, name: 'tiny' });
    expect(faces).toMatchObject({ name: 'tiny', size: 9, height: 32, width: 32, channels: 1, classNames: EMOTIONS });
    expect(faces.pixels).toHaveLength(9 * 32 * 32);
    expect(faces.labels).toHaveLength(9);
    expect(faces.landmarks).toHaveLength(9);
    faces.truth.forEach(({ emotion }, at) => expect(EMOTIONS.indexOf(emotion)).toBe(faces.labels[at]));
  });

  it('gives every class the same number of faces, or FER2013 proportions, or only the emotions named', () => {
    const equal = countsOf(syntheticFaces({ count: 70, size: 16 }));
    expect(Object.values(equal)).toEqual([10, 10, 10, 10, 10, 10, 10]);
    const uneven = countsOf(syntheticFaces({ count: 287, size: 16, balance: 'fer2013' }));
    // A hundredth of FER2013's Training counts 3995, 436, 4097, 7215, 4830, 3171, 4965.
    const expected = { angry: 40, disgust: 4, fear: 41, happy: 72, sad: 48, surprise: 32, neutral: 50 };
    for (const emotion of EMOTIONS) expect(Math.abs(uneven[emotion]! - expected[emotion])).toBeLessThanOrEqual(1);
    const two = countsOf(syntheticFaces({ count: 10, size: 16, emotions: ['happy', 'sad'] }));
    expect(two).toEqual({ happy: 5, sad: 5 });
  });

  it('records parameters that draw the same picture again, also after a way through JSON', () => {
    const faces = syntheticFaces({ count: 7, seed: 5, difficulty: 1 });
    faces.truth.forEach(({ parameters }, at) => {
      const again = drawFace(JSON.parse(JSON.stringify(parameters)), { size: 48 });
      expect(again.pixels).toEqual(faces.pixels.subarray(at * 2304, (at + 1) * 2304));
      expect(again.landmarks).toEqual(faces.landmarks[at]);
    });
  });

  it.each([
    [{ count: 0 }, /count.*at least|count.*\[1/],
    [{ count: 2.5 }, /count.*whole/],
    [{ count: 1, size: 8 }, /size.*\[16, 512\]/],
    [{ count: 1, difficulty: 1.1 }, /difficulty.*\[0, 1\]/],
    [{ count: 1, carrier: 'ear' }, /carrier.*'mouth'/],
    [{ count: 1, elsewhere: 'maybe' }, /elsewhere.*'random'/],
    [{ count: 1, balance: 'fair' }, /balance.*'fer2013'/],
    [{ count: 1, emotions: [] }, /emotions/],
    [{ count: 1, emotions: ['happy', 'happy'] }, /emotions.*different/],
    [{ count: 1, emotions: ['joy'] }, /emotions.*'happy'/],
    [{ count: 1, seed: -1 }, /seed/],
    [{ count: 1, sizes: 48 }, /unknown option.*'size'.*"sizes"/],
  ])('refuses %o', (options, message) => {
    expect(() => syntheticFaces(options as Parameters<typeof syntheticFaces>[0])).toThrow(message);
  });
});

describe('syntheticSplits', () => {
  it('shares no picture between the splits, and keeps each when another grows', () => {
    const splits = syntheticSplits({ train: 30, validation: 20, test: 20, seed: 1 });
    const all = [splits.train, splits.validation, splits.test].flatMap(pictures);
    expect(new Set(all).size).toBe(70);
    expect(splits.test.name).toBe('synthetic/test');
    const longer = syntheticSplits({ train: 31, validation: 1, test: 20, seed: 1 });
    expect(longer.test.pixels).toEqual(splits.test.pixels);
  });

  it('refuses a missing split', () => {
    const options = { train: 1, validation: 1 } as Parameters<typeof syntheticSplits>[0];
    expect(() => syntheticSplits(options)).toThrow(/syntheticSplits: test/);
  });
});
