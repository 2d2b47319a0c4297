import { describe, expect, it } from 'vitest';
import { mirrorLandmarks } from '../../src/regions/index.js';
import { syntheticFaces } from '../../src/data/index.js';
import { createLandmarkSource, givenLandmarks, landmarksOfDataset } from '../../src/landmarks/index.js';

const dataset = syntheticFaces({ count: 130, seed: 2 });
const exact = dataset.landmarks ?? [];

/** Knows the exact landmarks of two pictures in three. */
const partly = () =>
  givenLandmarks(
    exact.map((face, at) => (at % 3 === 0 ? null : face)),
    { units: 'pixels', name: 'exact' },
  );

describe('landmarksOfDataset', () => {
  it('gives every picture a face, says which are its own, and counts them', async () => {
    const { landmarks, coverage, cache } = await landmarksOfDataset(dataset, partly());
    expect(coverage).toEqual({ pictures: 130, own: 86, fallback: 44, bySource: { exact: 86, 'mean-shape': 44 } });
    expect(cache).toBeUndefined();
    landmarks.forEach((face, at) => {
      expect([face.source, face.assumed]).toEqual(at % 3 === 0 ? ['mean-shape', true] : ['exact', false]);
      if (at % 3 === 0) return;
      face.points.forEach(([x, y], place) => {
        expect(x).toBe(Math.fround(exact[at]!.points[place]![0]));
        expect(y).toBe(Math.fround(exact[at]!.points[place]![1]));
      });
    });
  });

  it('gives landmarks that copies, JSON and other parts of the library read like any others', async () => {
    const { landmarks } = await landmarksOfDataset(dataset, partly());
    const face = landmarks[1]!;
    expect(JSON.parse(JSON.stringify(face)).points).toEqual(face.points);
    expect({ ...face }.points).toHaveLength(68);
    expect(mirrorLandmarks(mirrorLandmarks(face, 48), 48).points[30]![0]).toBeCloseTo(face.points[30]![0], 9);
  });

  it('takes the main face of several', async () => {
    const [face] = exact;
    const small = { scheme: 'ibug68', points: face!.points.map(([x, y]) => [x / 2, y / 2] as const) } as const;
    const source = createLandmarkSource({ name: 'two', find: (pictures) => pictures.map(() => [small, face!]) });
    const { landmarks } = await landmarksOfDataset(dataset, source);
    expect(landmarks[0]?.points[30]?.[0]).toBe(Math.fround(face!.points[30]![0]));
  });

  it('reports progress to the end', async () => {
    const seen: number[][] = [];
    await landmarksOfDataset(dataset, partly(), {
      onProgress: ({ done, total, own, fallback }) => void seen.push([done, total, own, fallback]),
    });
    expect(seen).toEqual([
      [64, 130, 42, 22],
      [128, 130, 85, 43],
      [130, 130, 86, 44],
    ]);
  });

  it('stops when told', async () => {
    const stop = new AbortController();
    const call = landmarksOfDataset(dataset, partly(), { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
  });

  it('names the picture for which nothing is left', async () => {
    const none = createLandmarkSource({ name: 'none', find: (pictures) => pictures.map(() => []) });
    const call = landmarksOfDataset(dataset, partly(), { fallback: none });
    await expect(call).rejects.toMatchObject({ code: 'missing-landmarks' });
    await expect(call).rejects.toThrow('picture 0');
    await expect(landmarksOfDataset(dataset, none, { cached: true } as object)).rejects.toThrow('unknown option');
  });

  it('is done at once with no pictures', async () => {
    const empty = { ...dataset, size: 0, pixels: new Uint8Array(0) };
    expect((await landmarksOfDataset(empty, partly())).landmarks).toEqual([]);
  });
});
