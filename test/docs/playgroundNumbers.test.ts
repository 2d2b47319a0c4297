import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { fitFrame } from '../../docs/playground/worker/fitFrame.js';
import { resample } from '../../docs/playground/worker/resample.js';
import { meanShape } from '../../src/landmarks/index.js';
import type { FaceLandmarks, Point } from '../../src/regions/index.js';

interface Reference {
  size: [number, number];
  pixels: number[];
  resized: { box: [number, number, number, number]; to: [number, number]; values: number[] }[];
}

const reference = JSON.parse(
  readFileSync(new URL('../fixtures/docs/pillow-resize.json', import.meta.url), 'utf8'),
) as Reference;

describe('what the playground shows a network', () => {
  const [width, height] = reference.size;
  const picture = { pixels: Uint8Array.from(reference.pixels), width, height, channels: 1 as const };

  it.each(reference.resized)('is the frame $box in the size $to, as Pillow resizes', ({ box, to, values }) => {
    const [left, top, right, bottom] = box;
    const part = { x: left, y: top, width: right - left, height: bottom - top };
    const resized = resample(picture, part, to[1], to[0]);
    expect(resized).toHaveLength(values.length);
    // Pillow rounds twice, after each direction.
    values.forEach((value, at) => expect(Math.abs(value - resized[at]!)).toBeLessThanOrEqual(1));
  });

  it('goes on with the edge beyond the picture', () => {
    const corner = resample(picture, { x: -4, y: -4, width: 4, height: 4 }, 2, 2);
    expect([...corner.slice(0, 1)]).toEqual([reference.pixels[0]]);
  });

  it('is the frame in which the mean shape lies best on the landmarks', () => {
    const frame = { x: 30, y: -12, width: 120, height: 90 };
    const mean = meanShape({ width: frame.width, height: frame.height });
    const moved: FaceLandmarks = { ...mean, points: mean.points.map(([x, y]): Point => [x + frame.x, y + frame.y]) };
    expect(fitFrame(moved)).toEqual(frame);
  });
});
