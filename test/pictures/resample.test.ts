import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resample } from '../../src/pictures/resample.js';

const { picture, cases } = JSON.parse(
  readFileSync(new URL('../fixtures/pictures/resample.json', import.meta.url), 'utf8'),
) as { picture: number[]; cases: { height: number; width: number; smooth: number[]; blocks: number[] }[] };
const from = { height: 3, width: 5 };
const values = Float32Array.from(picture);

describe.each(cases)('a picture of 3 x 5 in $height x $width', ({ smooth, blocks, ...to }) => {
  it.each([
    ['smooth', true, smooth],
    ['in blocks', false, blocks],
  ] as const)('is %s what OpenCV makes of it', (_, isSmooth, expected) => {
    const result = resample(values, from, to, { channels: 3, smooth: isSmooth });
    expect(result.length).toBe(expected.length);
    // OpenCV's linear weights have eleven bits for some sizes.
    result.forEach((value, at) => expect(Math.abs(value - (expected[at] as number))).toBeLessThan(1e-3));
  });
});

it('in its own size is itself', () => {
  expect(resample(values, from, from, { channels: 3, smooth: true })).toBe(values);
});
