import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { readImage } from '../../../src/node/pictures/readImage.js';
import { writeImage } from '../../../src/node/pictures/writeImage.js';
import { temporaryFolder } from '../folders.js';

const folder = temporaryFolder();
const RAMP = Uint8Array.from({ length: 12 }, (_, at) => at * 20);
const colours = () => sharp(RAMP, { raw: { width: 2, height: 2, channels: 3 } });
const greys = () => sharp(RAMP, { raw: { width: 4, height: 3, channels: 1 } });
const bytes = async (picture: Sharp) => new Uint8Array(await picture.toBuffer());
const worst = (one: ArrayLike<number>, other: ArrayLike<number>) =>
  Math.max(...Array.from(one, (value, at) => Math.abs(value - (other[at] as number))));

describe('readImage', () => {
  it.each([
    ['a grey PNG', () => greys().toColourspace('b-w').png(), 1, 0],
    ['a 16-bit grey PNG', () => greys().toColourspace('grey16').png(), 1, 0],
    ['an RGB PNG', () => colours().png(), 3, 0],
    ['a 16-bit RGB PNG', () => colours().toColourspace('rgb16').png(), 3, 0],
    ['a palette PNG', () => colours().png({ palette: true }), 3, 0],
    ['a lossless WebP', () => colours().webp({ lossless: true }), 3, 0],
    ['a JPEG', () => colours().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }), 3, 4],
    ['a CMYK JPEG', () => colours().toColourspace('cmyk').jpeg({ quality: 100 }), 3, 40],
  ] as const)('reads %s', async (_, make, channels, tolerance) => {
    const image = await readImage(await bytes(make()));
    expect(image).toMatchObject({ channels, width: channels === 1 ? 4 : 2, height: channels === 1 ? 3 : 2 });
    expect(worst(image.pixels, RAMP)).toBeLessThanOrEqual(tolerance);
  });

  it('turns a picture upright by its EXIF orientation, once', async () => {
    // Orientation 6: the stored rows are columns from the right.
    const turned = await bytes(greys().toColourspace('b-w').withMetadata({ orientation: 6 }).png());
    const { width, height, pixels } = await readImage(turned, { channels: 1 });
    expect([width, height]).toEqual([3, 4]);
    expect([...pixels]).toEqual([160, 80, 0, 180, 100, 20, 200, 120, 40, 220, 140, 60]);
  });

  it('puts what is see-through on the background, or gives its opacity apart', async () => {
    const alpha = Uint8Array.from([0, 255, 128, 255]);
    const file = join(folder(), 'see-through.png');
    await writeImage(file, { pixels: RAMP, width: 2, height: 2, channels: 3, alpha });
    expect(await readImage(file, { alpha: 'keep' })).toEqual({ pixels: RAMP, width: 2, height: 2, channels: 3, alpha });
    const flat = await readImage(file, { background: [255, 0, 0] });
    expect([...flat.pixels.slice(0, 6)]).toEqual([255, 0, 0, 60, 80, 100]);
    await expect(writeImage(join(folder(), 'a.jpg'), await readImage(file, { alpha: 'keep' }))).rejects.toThrow(
      'JPEG has no transparency',
    );
  });

  it('refuses what is too large by its header, before decoding', async () => {
    const bomb = await bytes(sharp({ create: { width: 12000, height: 10000, channels: 3, background: 'red' } }).png());
    await expect(readImage(bomb)).rejects.toMatchObject({ code: 'invalid-data', received: '12000 x 10000' });
    await expect(readImage(bomb, { maxBytes: 100 })).rejects.toThrow('at most 100 bytes');
  });

  it('refuses what is no picture, cut off, or not there', async () => {
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await expect(readImage(svg)).rejects.toThrow('PNG, JPEG, WebP');
    await expect(readImage(new Uint8Array())).rejects.toThrow('an empty file');
    const noise = Uint8Array.from({ length: 3 * 64 * 64 }, (_, at) => (at * 7919) % 251);
    const whole = await bytes(sharp(noise, { raw: { width: 64, height: 64, channels: 3 } }).png());
    await expect(readImage(whole.slice(0, whole.length / 2))).rejects.toThrow('a whole PNG picture');
    await expect(readImage(join(folder(), 'none.png'))).rejects.toThrow('nothing of that name');
  });
});

describe('writeImage', () => {
  it.each(['png', 'jpg', 'webp'])('writes a 1 x 1 picture as .%s and leaves nothing beside it', async (ending) => {
    const place = join(folder(), ending);
    await writeImage(join(place, `a.${ending}`), { pixels: Uint8Array.of(90), width: 1, height: 1, channels: 1 });
    expect(await readdir(place)).toEqual([`a.${ending}`]);
    const { pixels } = await readImage(join(place, `a.${ending}`), { channels: 1 });
    expect(Math.abs((pixels[0] as number) - 90)).toBeLessThanOrEqual(3);
  });

  it('refuses other endings, channels and qualities, and leaves what was there when stopped', async () => {
    const image = { pixels: RAMP, width: 2, height: 2, channels: 3 } as const;
    await expect(writeImage('a.bmp', image)).rejects.toThrow('.png, .jpg');
    await expect(writeImage('a.png', image, { quality: 5 })).rejects.toThrow('none for PNG');
    for (const channels of [2, 5] as unknown as 3[]) {
      await expect(writeImage('a.png', { ...image, channels })).rejects.toMatchObject({ code: 'invalid-shape' });
    }
    const file = join(folder(), 'kept.png');
    await writeFile(file, 'before');
    await expect(writeImage(file, image, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    expect((await readdir(folder())).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
