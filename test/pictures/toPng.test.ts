import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { encodePng, type PlainPicture } from '../../src/pictures/png/encodePng.js';
import { toPng, toPngAddress } from '../../src/pictures/toPng.js';
import { createRandom } from '../../src/support/random.js';
import { onEachBackend } from '../support/backends.js';
import { bytesOf, failure, readPng, withoutLeak } from './support.js';

/** Pictures whose rows suit different filters: noise, slopes to the right and down, flat areas. */
function picture(width: number, height: number, channels: 1 | 3, withAlpha = false): PlainPicture {
  const random = createRandom(`picture ${width} ${height} ${channels}`);
  const pixels = Uint8Array.from({ length: width * height * channels }, (_, at) => {
    const [row, column] = [Math.floor(at / (width * channels)), at % (width * channels)];
    return [random.integer(256), 3 * column, 5 * row, column + row * 7, 90, (row * column) % 251][row % 6] as number;
  });
  const alpha = withAlpha ? Uint8Array.from({ length: width * height }, (_, at) => (at * 37) % 256) : undefined;
  return { pixels, width, height, channels, alpha };
}

const SIZES = [
  [1, 1],
  [7, 5],
  [48, 48],
  [301, 13],
] as const;

describe('encodePng', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each(SIZES.flatMap((size) => [[...size, 1] as const, [...size, 3] as const]))(
    '%i x %i with %i channels is read by libpng to the byte',
    async (width, height, channels) => {
      const original = picture(width, height, channels);
      const read = await readPng(await encodePng(original));
      expect(read).toMatchObject({ width, height, space: channels === 1 ? 'b-w' : 'srgb', hasAlpha: false });
      const grey = read.pixels.filter((_, at) => at % (read.channels / channels) === 0);
      expect([...(channels === 1 ? grey : read.pixels)]).toEqual([...original.pixels]);
    },
  );

  it.each([1, 3] as const)('keeps the alpha of %i channels', async (channels) => {
    const original = picture(20, 11, channels, true);
    const read = await readPng(await encodePng(original));
    expect(read.hasAlpha).toBe(true);
    const alpha = read.pixels.filter((_, at) => at % read.channels === read.channels - 1);
    expect([...alpha]).toEqual([...(original.alpha as Uint8Array)]);
    expect(read.pixels[(3 * 20 + 4) * read.channels]).toBe(original.pixels[(3 * 20 + 4) * channels]);
  });

  it('writes a file that is larger but right where the platform packs nothing', async () => {
    const original = picture(301, 80, 3);
    const packed = await encodePng(original);
    vi.stubGlobal('CompressionStream', undefined);
    const stored = await encodePng(original);
    expect(stored.length).toBeGreaterThan(301 * 80 * 3);
    expect(packed.length).toBeLessThan(stored.length);
    expect([...(await readPng(stored)).pixels]).toEqual([...original.pixels]);
  });

  it('packs an enlarged picture into little more than the small one', async () => {
    const small = picture(30, 30, 1);
    const pixels = Uint8Array.from(
      { length: 120 * 120 },
      (_, at) => small.pixels[Math.floor(at / 480) * 30 + Math.floor((at % 120) / 4)] as number,
    );
    const large = await encodePng({ pixels, width: 120, height: 120, channels: 1 });
    expect(large.length).toBeLessThan(120 * 120 * 0.25);
  });
});

onEachBackend(() => {
  it('toPng rounds values to bytes, cuts off what lies beyond, and takes tensors of both ranks', async () => {
    const values = [0, 0.5, 1, -0.3, 1.4, 0.2];
    const flat = tf.tensor3d(values, [2, 3, 1]);
    const batch = tf.tensor4d(values, [1, 1, 2, 3]);
    const read = await readPng(await toPng(flat));
    expect([...read.pixels].filter((_, at) => at % read.channels === 0)).toEqual([0, 128, 255, 0, 255, 51]);
    expect([...(await readPng(bytesOf(await toPngAddress(batch)))).pixels]).toEqual([0, 128, 255, 0, 255, 51]);
    await withoutLeak(0, () => toPng(batch));
    tf.dispose([flat, batch]);
  });

  it('refuses what is not one picture', async () => {
    const several = tf.zeros<tf.Rank.R4>([2, 3, 3, 1]);
    const nan = tf.tensor3d([0, 0, 0, Number.NaN], [2, 2, 1]);
    const colourless = tf.zeros<tf.Rank.R3>([3, 3, 2]);
    const gone = tf.zeros<tf.Rank.R3>([3, 3, 1]);
    gone.dispose();
    expect((await failure(() => toPng(several))).message).toContain('contactSheet');
    expect(await failure(() => toPng(nan))).toMatchObject({ code: 'invalid-data', received: 'NaN' });
    expect((await failure(() => toPng(nan))).message).toContain('x 1, y 1');
    for (const wrong of [
      colourless,
      gone,
      undefined,
      'a.png',
      { pixels: new Uint8Array(3), width: 2, height: 1, channels: 1 },
    ]) {
      expect((await failure(() => toPng(wrong as never))).code).toBe('invalid-shape');
    }
    const alpha = { ...picture(2, 2, 1), alpha: new Uint8Array(3) };
    expect((await failure(() => toPng(alpha))).message).toContain('3 bytes of alpha');
    tf.dispose([several, nan, colourless]);
  });
});
