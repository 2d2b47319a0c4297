import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  box,
  complement,
  ellipse,
  facialRegion,
  polygon,
  regionCoverage,
  regionMask,
  union,
} from '../../src/regions/index.js';
import { onEachBackend } from '../support/backends.js';
import { testFace } from '../support/faceLandmarks.js';

onEachBackend(() => {
  it('makes one mask for the whole batch where the region is the same for all', () => {
    const before = tf.memory().numTensors;
    const mask = regionMask(box({ x: 1, y: 0, width: 1, height: 2 }), { batch: 5, height: 2, width: 3 });
    expect(mask.shape).toEqual([1, 2, 3, 1]);
    expect(mask.dtype).toBe('float32');
    expect([...mask.dataSync()]).toEqual([0, 1, 0, 0, 1, 0]);
    expect(tf.memory().numTensors).toBe(before + 1);
    mask.dispose();
  });

  it("makes a mask per image, each by its own face's landmarks", () => {
    const before = tf.memory().numTensors;
    const faces = [testFace({ width: 40 }), testFace({ width: 40, shift: [5, -3] })];
    const region = union(facialRegion('mouth'), box({ x: 0, y: 0, width: 2, height: 2 }));
    const mask = regionMask(region, { batch: 2, height: 40, width: 40, landmarks: faces });
    expect(mask.shape).toEqual([2, 40, 40, 1]);
    const values = mask.dataSync();
    faces.forEach((landmarks, at) => {
      const alone = regionCoverage(region, { height: 40, width: 40, landmarks });
      expect(values.slice(at * 1600, (at + 1) * 1600)).toEqual(alone);
    });
    expect(values.slice(0, 1600)).not.toEqual(values.slice(1600));
    expect(tf.memory().numTensors).toBe(before + 1);
    mask.dispose();
  });
});

describe('outlines', () => {
  it('takes fractions of the picture, each of its own side', () => {
    const size = { width: 8, height: 4 };
    const relative = { units: 'relative' } as const;
    const half = box({ x: 0.5, y: 0, width: 0.5, height: 1, ...relative });
    const corners = polygon(
      [
        [0.5, 0],
        [1, 0],
        [1, 1],
        [0.5, 1],
      ],
      relative,
    );
    const expected = Array.from({ length: 4 }, () => [0, 0, 0, 0, 1, 1, 1, 1]).flat();
    expect([...regionCoverage(half, size)]).toEqual(expected);
    expect([...regionCoverage(corners, size)]).toEqual(expected);
    const round = ellipse({ x: 0.5, y: 0.5, radiusX: 0.25, radiusY: 0.5, ...relative });
    expect(regionCoverage(round, size)).toEqual(regionCoverage(ellipse({ x: 4, y: 2, radiusX: 2, radiusY: 2 }), size));
  });

  it('has the area of an ellipse, turned or not', () => {
    for (const angle of [0, 33, 90, -200]) {
      const coverage = regionCoverage(ellipse({ x: 30, y: 20, radiusX: 15, radiusY: 7, angle }), {
        width: 60,
        height: 40,
      });
      const area = coverage.reduce((sum, value) => sum + value, 0);
      expect(Math.abs(area / (Math.PI * 15 * 7) - 1)).toBeLessThan(0.003);
    }
  });

  it('turns an ellipse clockwise as seen', () => {
    const coverage = regionCoverage(ellipse({ x: 10, y: 10, radiusX: 9, radiusY: 1, angle: 45 }), {
      width: 20,
      height: 20,
    });
    expect(coverage[15 * 20 + 15]).toBeGreaterThan(0.9);
    expect(coverage[4 * 20 + 15]).toBe(0);
  });

  it('fills a single pixel, or none of it', () => {
    const size = { width: 1, height: 1 };
    expect([...regionCoverage(box({ x: 0, y: 0, width: 0.5, height: 0.5 }), size)]).toEqual([0.25]);
    expect([...regionCoverage(complement(box({ x: 0, y: 0, width: 1, height: 1 })), size)]).toEqual([0]);
    const landmarks = testFace({ width: 1 });
    expect(regionCoverage(facialRegion('faceOval'), { ...size, landmarks })[0]).toBeGreaterThan(0.5);
  });
});
