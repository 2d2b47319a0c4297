import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../../src/backends/useBackend.js';
import { maskPicture, type PictureMasking } from '../../../src/node/cli/maskPicture.js';
import { readFill, type Fill, type FillOption } from '../../../src/perturb/fills/fill.js';
import { rasterise } from '../../../src/regions/rasterise.js';
import { pathsShape, type Shape } from '../../../src/regions/shape.js';
import { createRandom } from '../../../src/support/random.js';

const [WIDTH, HEIGHT] = [70, 90];
const random = createRandom('picture');
const image = {
  ...{ width: WIDTH, height: HEIGHT, channels: 3 as const },
  pixels: Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, () => random.integer(256)),
};

const square = (x: number, y: number, side: number): Shape =>
  pathsShape([
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
  ]);
/** Two spots far apart, the second over the border. */
const shape: Shape = {
  kind: 'soften',
  shape: { kind: 'union', shapes: [square(8.5, 11, 20), square(50, 70, 30)] },
  sigma: 1,
};
const covered = rasterise(shape, image);

const masking = (option: FillOption): PictureMasking & { fill: Fill } => ({
  ...{ shape, seed: '3', key: 'a.png' },
  fill: readFill('fill', option),
});

beforeAll(async () => {
  await useBackend('wasm');
});

describe('maskPicture', () => {
  const fills: [string, FillOption][] = [
    ['zero', 'zero'],
    ['mean', 'mean'],
    ['a colour', { kind: 'constant', value: [0.2, 0.4, 0.6] }],
    ['a blur', { kind: 'blur', sigma: 2 }],
    ['a blur over all of it', { kind: 'blur', sigma: 40 }],
    ['big pixels', { kind: 'pixelate', size: 7 }],
    ['very big pixels', { kind: 'pixelate', size: 64 }],
  ];

  it.each(fills)('%s: in bands of rows as in one piece', async (_, fill) => {
    const whole = await maskPicture(image, masking(fill));
    expect(whole.picture.pixels).not.toEqual(image.pixels);
    for (const atOnce of [1, 500, 2000]) {
      const { picture, share } = await maskPicture(image, masking(fill), atOnce);
      expect(share).toBe(whole.share);
      // What is half way between two bytes may be rounded either way.
      picture.pixels.forEach((value, at) =>
        expect(Math.abs(value - (whole.picture.pixels[at] as number))).toBeLessThanOrEqual(1),
      );
    }
  });

  it.each<[string, FillOption]>([...fills, ['noise', 'noise'], ['a shuffle', 'shuffle'], ['neighbours', 'neighbour']])(
    '%s: changes the region alone, and is the same each time',
    async (name, fill) => {
      const atOnce = name === 'noise' ? 700 : undefined;
      const { picture, share } = await maskPicture(image, masking(fill), atOnce);
      let changed = 0;
      picture.pixels.forEach((value, at) => {
        if (value === image.pixels[at]) return;
        changed++;
        expect(covered[Math.floor(at / 3)]).toBeGreaterThan(0);
      });
      expect(changed).toBeGreaterThan(1500);
      expect(share).toBeCloseTo(covered.reduce((sum, value) => sum + value) / covered.length, 5);
      expect((await maskPicture(image, masking(fill), atOnce)).picture.pixels).toEqual(picture.pixels);
    },
  );

  it('gives the fills that see all of a region no more pixels than it may, and says so', async () => {
    for (const fill of ['shuffle', 'neighbour'] as const) {
      await expect(maskPicture(image, masking(fill), 2000)).rejects.toThrow(
        /--fill .*at most 2000 pixels.*within 6\d x 8\d/,
      );
      const one = { ...masking(fill), shape: square(8, 11, 20) };
      expect((await maskPicture(image, one, 2000)).share).toBeCloseTo(400 / (WIDTH * HEIGHT), 5);
    }
  });

  it('leaves a picture without a covered pixel as it is', async () => {
    const { picture, share } = await maskPicture(image, { ...masking('noise'), shape: square(200, 5, 9) });
    expect([share, picture.pixels]).toEqual([0, image.pixels]);
    expect(picture.pixels).not.toBe(image.pixels);
  });
});
