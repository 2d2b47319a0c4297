import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/useBackend.js';
import { makeMaskFer } from '../../src/data/maskFer.js';
import { syntheticFaces } from '../../src/data/synthetic/syntheticFaces.js';
import { wearMask } from '../../src/perturb/wearMask.js';
import { facialRegion } from '../../src/regions/faceParts.js';
import { regionCoverage } from '../../src/regions/regionMask.js';

const faces = syntheticFaces({ count: 12, seed: 3 });
const VALUES = 48 * 48;

beforeAll(async () => {
  await useBackend('cpu');
});

describe('makeMaskFer', () => {
  it('covers mouths and leaves eyes, with labels and counts kept', async () => {
    const tensors = tf.memory().numTensors;
    const { dataset, coverage } = await makeMaskFer(faces, { seed: 1 });
    expect(tf.memory().numTensors).toBe(tensors);
    expect(dataset.labels).toEqual(faces.labels);
    expect(coverage).toMatchObject({ own: 12, meanShape: 0 });
    faces.landmarks.forEach((landmarks, at) => {
      const changed = (name: 'mouth' | 'eyes') => {
        const where = regionCoverage(facialRegion(name), { width: 48, height: 48, landmarks });
        const inside = [...where.keys()].filter((pixel) => where[pixel] === 1).map((pixel) => at * VALUES + pixel);
        return inside.filter((place) => dataset.pixels[place] !== faces.pixels[place]).length / inside.length;
      };
      expect(changed('mouth')).toBeGreaterThan(0.7);
      expect(changed('eyes')).toBeLessThan(0.1);
    });
  });

  it('is made again from its parameters, whatever the chunks', async () => {
    const { dataset, parameters } = await makeMaskFer(faces, { seed: 1, chunk: 5 });
    expect((await makeMaskFer(faces, { seed: 1 })).dataset.pixels).toEqual(dataset.pixels);
    const { kind: _, ...options } = parameters.perturbation;
    const own = Float32Array.from(faces.pixels.subarray(7 * VALUES, 8 * VALUES), (value) => value / 255);
    const image = tf.tensor4d(own, [1, 48, 48, 1]);
    const again = wearMask(options)(image, { landmarks: [faces.landmarks[7]!], key: `${parameters.keyPrefix}7` });
    const bytes = Uint8Array.from(await again.data(), (value) => Math.round(Math.min(1, Math.max(0, value)) * 255));
    expect(bytes).toEqual(dataset.pixels.slice(7 * VALUES, 8 * VALUES));
    tf.dispose([image, again]);
  });

  it('gives the mean shape to pictures without a face, and says so', async () => {
    const list = faces.landmarks.map((face, at) => (at < 5 ? face : undefined));
    const { coverage } = await makeMaskFer(faces, { landmarks: list });
    expect(coverage).toEqual({ own: 5, meanShape: 7, bySource: { exact: 5, 'mean-shape': 7 } });
    await expect(makeMaskFer(faces, { landmarks: list.slice(1) })).rejects.toThrow('a list of 11');
    await expect(makeMaskFer(faces, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  });
});
