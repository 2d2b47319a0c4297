import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  batchIndices,
  checkDataset,
  classCounts,
  datasetMean,
  EMOTIONS,
  shuffledBatches,
  splitDataset,
  stratifiedSample,
  subset,
  UNLABELLED,
  type ImageDataset,
} from '../../src/data/index.js';
import { createRandom } from '../../src/support/random.js';
import { noiseDataset } from './csvFixtures.js';

/** Pictures of one pixel whose value is their number, with the given labels. */
function numbered(labels: number[]): ImageDataset {
  return {
    name: 'numbered',
    classNames: EMOTIONS,
    size: labels.length,
    height: 1,
    width: 1,
    channels: 1,
    pixels: Uint8Array.from(labels, (_, at) => at),
    labels: Uint8Array.from(labels),
  };
}

describe('batches', () => {
  it('cover every picture once, the last short batch included', () =>
    fc.assert(
      fc.property(fc.nat(300), fc.integer({ min: 1, max: 70 }), fc.nat(), (size, batchSize, seed) => {
        for (const batches of [batchIndices(size, batchSize), shuffledBatches(size, batchSize, createRandom(seed))]) {
          const all = [...batches];
          const lengths = all.map((batch) => batch.length);
          expect(lengths.slice(0, -1).every((length) => length === batchSize)).toBe(true);
          expect(all.length).toBe(Math.ceil(size / batchSize));
          const order = all.flatMap((batch) => [...batch]);
          expect(order.sort((one, other) => one - other)).toEqual(Array.from({ length: size }, (_, at) => at));
        }
      }),
    ));

  it('come in order, or in the order of the seed', () => {
    expect([...batchIndices(5, 2)].map((batch) => [...batch])).toEqual([[0, 1], [2, 3], [4]]);
    const order = (seed: number) => [...shuffledBatches(100, 100, createRandom(seed))][0];
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
  });

  it('refuse sizes at once, before the first batch is asked for', () => {
    expect(() => batchIndices(5, 0)).toThrow(/batchIndices: batchSize/);
    expect(() => shuffledBatches(-1, 2, createRandom(0))).toThrow(/shuffledBatches: size/);
  });
});

describe('subset', () => {
  it('takes pictures, labels and landmarks in the given order', () => {
    const points = [0, 1, 2].map((at) => ({ scheme: 'ibug68' as const, points: [[at, at] as const] }));
    const part = subset({ ...numbered([4, 5, 6]), landmarks: points }, [2, 0, 2], 'part');
    expect(part).toMatchObject({ name: 'part', size: 3, landmarks: [points[2], points[0], points[2]] });
    expect([...part.pixels]).toEqual([2, 0, 2]);
    expect([...part.labels]).toEqual([6, 4, 6]);
    expect('landmarks' in subset(numbered([1]), [0])).toBe(false);
  });

  it('refuses an index that is none', () => {
    for (const index of [3, -1, 0.5, Number.NaN]) {
      expect(() => subset(numbered([1, 2, 3]), [0, index])).toThrow(
        /index 1: expected the number of a picture in 0 … 2/,
      );
    }
  });
});

describe('stratifiedSample', () => {
  it('gives every class its share, within one picture, and keeps the order', () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat(6), { minLength: 1, maxLength: 200 }),
        fc.nat(220),
        fc.nat(),
        (labels, count, seed) => {
          const dataset = numbered(labels);
          const sample = stratifiedSample(dataset, count, seed);
          const taken = Math.min(count, labels.length);
          expect(sample.size).toBe(taken);
          const wanted = classCounts(dataset).map((members) => (members * taken) / labels.length);
          classCounts(sample).forEach((found, id) => expect(Math.abs(found - wanted[id]!)).toBeLessThan(1));
          const numbers = [...sample.pixels];
          expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
          numbers.forEach((number, at) => expect(sample.labels[at]).toBe(labels[number]));
        },
      ),
    ));

  it('is that of its seed', () => {
    const dataset = numbered(Array.from({ length: 200 }, (_, at) => at % 7));
    expect(stratifiedSample(dataset, 50, 1)).toEqual(stratifiedSample(dataset, 50, 1));
    expect(stratifiedSample(dataset, 50, 1).pixels).not.toEqual(stratifiedSample(dataset, 50, 2).pixels);
    expect(() => stratifiedSample(dataset, -1, 0)).toThrow(/stratifiedSample: count/);
  });
});

describe('splitDataset', () => {
  it('cuts in three parts that share nothing, every class with its share', () => {
    const dataset = numbered(Array.from({ length: 250 }, (_, at) => (at < 50 ? 0 : 3)));
    const { train, validation, test } = splitDataset(dataset, { validation: 0.2, test: 0.1, seed: 7 });
    expect([classCounts(train)[0], classCounts(validation)[0], classCounts(test)[0]]).toEqual([35, 10, 5]);
    expect([classCounts(train)[3], classCounts(validation)[3], classCounts(test)[3]]).toEqual([140, 40, 20]);
    const all = [train, validation, test].flatMap(({ pixels }) => [...pixels]);
    expect(new Set(all).size).toBe(250);
    expect(validation.name).toBe('numbered/validation');
  });

  it('refuses shares that leave less than nothing, and unknown options', () => {
    expect(() => splitDataset(numbered([1]), { validation: 0.6, test: 0.6 })).toThrow(/validation \+ test/);
    expect(() => splitDataset(numbered([1]), { val: 0.1 } as object)).toThrow(/unknown option/);
  });
});

describe('statistics', () => {
  it('count classes, unlabelled pictures nowhere', () => {
    expect(classCounts(numbered([0, 0, 6, 3, UNLABELLED]))).toEqual([2, 0, 0, 1, 0, 0, 1]);
  });

  it('give the mean of each channel in [0, 1]', () => {
    expect(datasetMean(numbered([0, 0, 0]))).toEqual([1 / 255]);
    const rgb = { ...numbered([0, 0]), channels: 3 as const, pixels: Uint8Array.of(255, 0, 51, 255, 0, 51) };
    datasetMean(rgb).forEach((mean, at) => expect(mean).toBeCloseTo([1, 0, 0.2][at]!, 12));
    expect(datasetMean(numbered([]))).toEqual([0]);
  });
});

describe('checkDataset', () => {
  const fine = noiseDataset('fine', 3, 4);

  it('lets a fine one pass', () => {
    checkDataset(fine);
    checkDataset(noiseDataset('rgb', 2, 4, 3));
    checkDataset(numbered([]));
  });

  it.each<[string, Partial<Record<keyof ImageDataset, unknown>>, RegExp, string]>([
    ['a pixel too few', { pixels: fine.pixels.subarray(1) }, /pixels: expected 48 bytes, received 47/, 'invalid-shape'],
    ['floats', { pixels: new Float32Array(48) }, /pixels: expected a Uint8Array/, 'invalid-shape'],
    ['a label too many', { labels: new Uint8Array(4) }, /labels: expected 3 bytes, received 4/, 'invalid-shape'],
    ['a label without class', { labels: Uint8Array.of(0, 7, 0) }, /picture 1: .*0 … 6, received 7/, 'invalid-data'],
    ['no label', { labels: Uint8Array.of(0, 0, 255) }, /picture 2: .*without a label/, 'invalid-data'],
    ['two channels', { channels: 2 }, /channels: expected 1 or 3, received 2/, 'invalid-shape'],
    ['half a picture', { size: 1.5 }, /size: expected a whole number/, 'invalid-shape'],
    ['no height', { height: 0 }, /height: expected a whole number of at least 1/, 'invalid-shape'],
    ['no classes', { classNames: [] }, /classNames/, 'invalid-shape'],
    ['a class twice', { classNames: ['a', 'a'] }, /classNames: expected different names/, 'invalid-shape'],
    ['landmarks of some', { landmarks: [] }, /landmarks: expected 3 faces, received 0/, 'invalid-shape'],
  ])('refuses %s', (_, change, message, code) => {
    const broken = { ...fine, ...change } as ImageDataset;
    expect(() => checkDataset(broken)).toThrow(message);
    expect(() => checkDataset(broken)).toThrow(expect.objectContaining({ code }));
  });
});
