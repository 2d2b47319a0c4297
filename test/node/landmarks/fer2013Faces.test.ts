import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stratifiedSample } from '../../../src/data/index.js';
import { landmarksOfDataset } from '../../../src/landmarks/index.js';
import { nodeFaceLandmarker, readDataset } from '../../../src/node/index.js';
import { DATA_FOLDER, FACE_MODEL, needs } from '../../support/sharedFiles.js';

describe('nodeFaceLandmarker on FER2013', () => {
  it('finds a face in 96 % of 2,000 pictures or more, and gives the others the mean shape', async (context) => {
    needs(context, FACE_MODEL, join(DATA_FOLDER, 'fer2013.med.br'));
    const { splits } = await readDataset(DATA_FOLDER);
    const source = await nodeFaceLandmarker({ model: FACE_MODEL });
    let own = 0;
    let pictures = 0;
    for (const [split, count] of [
      [splits.train, 1600],
      [splits.validation, 200],
      [splits.test, 200],
    ] as const) {
      const sample = stratifiedSample(split, count, 4);
      const { landmarks, coverage } = await landmarksOfDataset(sample, source);
      expect(landmarks).toHaveLength(count);
      expect(coverage.own + coverage.fallback).toBe(count);
      expect(coverage.bySource['mediapipe']).toBe(coverage.own);
      own += coverage.own;
      pictures += count;
    }
    await source.close();
    expect(pictures).toBe(2000);
    expect(own / pictures).toBeGreaterThanOrEqual(0.96);
  }, 900_000);
});
