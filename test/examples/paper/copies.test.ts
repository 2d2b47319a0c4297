import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blobCopies, growBlob } from '../../../examples/paper/copies/blobs.js';
import { erasingCopies } from '../../../examples/paper/copies/erasing.js';
import { landmarkCopies } from '../../../examples/paper/copies/landmarkParts.js';
import { meanAttention } from '../../../examples/paper/copies/meanAttention.js';
import { shuffledCopies } from '../../../examples/paper/copies/shuffled.js';
import { useBackend } from '../../../src/backends/index.js';
import { syntheticFaces } from '../../../src/data/index.js';
import { meanShape } from '../../../src/landmarks/index.js';
import { createNetwork } from '../../../src/models/index.js';
import { createRandom } from '../../../src/support/random.js';
import { attentionClusterCopies } from '../../../src/training/clusterCopies.js';
import { copiesContext } from '../../../src/training/copies.js';
import type { EpochCopies } from '../../../src/training/types.js';

const SIZE = 16;
const CLUSTERING = { clusters: 3, alpha: 1.2, lambda: 1.5, sample: 8 };
const train = syntheticFaces({ count: 14, seed: 5 });
const context = ({ seed = 1, epoch = 1, size = SIZE } = {}) =>
  copiesContext({ seed, epoch, size, phase: 'predictor', train });
let classifier: LayersModel;

beforeAll(async () => {
  await useBackend('wasm');
  classifier = createNetwork('slim', { inputSize: SIZE, channels: 1, gate: 'stem', seed: 3 });
});
afterAll(() => classifier.dispose());

/** Which pixels of each of some images a copy hides: [copies][images * size * size]. */
function hidden({ changes }: EpochCopies, { images = 1, size = SIZE, key = 'key' } = {}): boolean[][] {
  return changes.map((change) =>
    tf.tidy(() => Array.from(change(tf.ones([images, size, size, 1]), { key }).dataSync(), (value) => value === 0)),
  );
}
const count = (pixels: readonly boolean[]) => pixels.filter(Boolean).length;

/** Pixels that can be reached from the first one that is there, over sides. */
function reached(pixels: readonly boolean[], size: number): number {
  const left = new Set([...pixels.keys()].filter((at) => pixels[at]));
  const queue = [...left].slice(0, 1);
  queue.forEach((at) => left.delete(at));
  for (const at of queue) {
    const sides = [at - size, at + size, ...(at % size > 0 ? [at - 1] : []), ...(at % size < size - 1 ? [at + 1] : [])];
    for (const next of sides) if (left.delete(next)) queue.push(next);
  }
  return queue.length;
}

describe('random blobs', () => {
  it('are joined and have the area that was asked for, wherever they begin', () => {
    for (const area of [1, 2, 7, 20, 35, 36]) {
      for (let seed = 0; seed < 40; seed++) {
        const blob = Array.from(growBlob(6, area, createRandom(seed)), Boolean);
        expect([count(blob), reached(blob, 6)]).toEqual([area, area]);
      }
    }
  });

  it('have the areas of the clusters of the epoch, and lie elsewhere', async () => {
    const real = await attentionClusterCopies(classifier, { ...CLUSTERING, method: 'spatialGate' })(context());
    const blobs = hidden(await blobCopies(classifier, CLUSTERING)(context()));
    expect(blobs.map(count)).toEqual(real.clusters!.sizes);
    expect(blobs).not.toEqual(hidden(real));
    for (const blob of blobs) expect(reached(blob, SIZE)).toBe(count(blob));
  });

  it('differ by copy and epoch, and come again by the seed', async () => {
    const made = async (options: object) => hidden(await blobCopies(classifier, CLUSTERING)(context(options)));
    const first = await made({});
    expect(new Set(first.map(String)).size).toBe(3);
    expect(await made({})).toEqual(first);
    for (const other of [await made({ epoch: 2 }), await made({ seed: 2 })]) {
      for (const blob of other) expect(first).not.toContainEqual(blob);
    }
  });
});

describe('shuffled attention', () => {
  it('is clustered with the same values, but elsewhere', async () => {
    const before = tf.memory().numTensors;
    const real = await attentionClusterCopies(classifier, { ...CLUSTERING, method: 'spatialGate' })(context());
    const { changes, clusters } = await shuffledCopies(classifier, CLUSTERING)(context());
    expect(tf.memory().numTensors).toBe(before);
    expect([changes.length, clusters!.found]).toEqual([3, 3]);
    // A cluster's centre holds the mean of its scaled attention, so that sizes times centres add up to that of all pixels.
    const total = ({ sizes, centroids }: NonNullable<EpochCopies['clusters']>) =>
      sizes.reduce((sum, size, at) => sum + size * centroids[at]!.attention, 0);
    const values = await meanAttention(classifier, CLUSTERING.sample, context());
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const expected = values.reduce((sum, value) => sum + (value - low) / (high - low), 0);
    expect(total(real.clusters!)).toBeCloseTo(expected, 2);
    expect(total(clusters!)).toBeCloseTo(expected, 2);
    // Whatever the clusters are called, pixels of one real cluster are spread over several of these.
    const pairs = new Set(clusters!.labels.map((label, at) => `${label} ${real.clusters!.labels[at]}`));
    expect(pairs.size).toBeGreaterThan(3);
  });
});

describe('random erasing', () => {
  const copies = () => erasingCopies(3)(context()) as EpochCopies;
  const images = 12;
  const perImage = (pixels: readonly boolean[]) =>
    Array.from({ length: images }, (_, at) => pixels.slice(at * SIZE * SIZE, (at + 1) * SIZE * SIZE));

  it('hides one rectangle in each image, of 2 to 33 % of its area', () => {
    for (const picture of hidden(copies(), { images }).flatMap(perImage)) {
      const there = [...picture.keys()].filter((at) => picture[at]);
      const [rows, columns] = [there.map((at) => Math.floor(at / SIZE)), there.map((at) => at % SIZE)];
      const span = (all: number[]) => Math.max(...all) - Math.min(...all) + 1;
      expect(span(rows) * span(columns)).toBe(there.length);
      // Sides are whole pixels, so that the area is not quite the one drawn.
      expect(there.length / SIZE ** 2).toBeGreaterThan(0.01);
      expect(there.length / SIZE ** 2).toBeLessThan(0.38);
    }
  });

  it('differs by image, copy and key, and is the same for the same key', () => {
    const before = tf.memory().numTensors;
    const first = hidden(copies(), { images });
    expect(hidden(copies(), { images })).toEqual(first);
    expect(tf.memory().numTensors).toBe(before);
    const rectangles = new Set([...first, ...hidden(copies(), { images, key: 'other' })].flatMap(perImage).map(String));
    // A few of 72 may be alike by chance.
    expect(rectangles.size).toBeGreaterThan(65);
  });
});

describe('face parts', () => {
  const size = 40;
  let parts: boolean[][];
  beforeAll(() => {
    parts = hidden(landmarkCopies(context({ size })) as EpochCopies, { size });
  });
  const points = meanShape().points;
  /** Pixel of the middle crop that holds the mean of some landmarks. */
  const pixelOf = (first: number, last: number) => {
    const some = points.slice(first, last + 1);
    const mean = (axis: 0 | 1) => some.reduce((sum, point) => sum + point[axis], 0) / some.length - (48 - size) / 2;
    return Math.floor(mean(1)) * size + Math.floor(mean(0));
  };

  it('are the side of either eye, and mouth and nose', () => {
    // Of the 68 points: the subject's left eye 42-47, the right one 36-41, the mouth 48-67, the nose's wings 31-35.
    const places = [pixelOf(42, 47), pixelOf(36, 41), pixelOf(48, 67), pixelOf(31, 35)];
    expect(parts.map((part) => places.map((at) => part[at]))).toEqual([
      [true, false, false, false],
      [false, true, false, false],
      [false, false, true, true],
    ]);
  });

  it('hide a good part each, and hardly a pixel twice', () => {
    for (const part of parts) expect(count(part) / size ** 2).toBeGreaterThan(0.05);
    const twice = parts[0]!.filter((_, at) => parts.filter((part) => part[at]).length > 1).length;
    expect(twice / parts.reduce((sum, part) => sum + count(part), 0)).toBeLessThan(0.03);
  });
});
