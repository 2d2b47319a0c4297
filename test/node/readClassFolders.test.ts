import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { classCounts } from '../../src/data/index.js';
import { readClassFolders } from '../../src/node/index.js';
import { expectSameBytes, noiseDataset } from '../data/csvFixtures.js';
import { temporaryFolder } from './folders.js';

const folder = temporaryFolder();
const noise = noiseDataset('noise', 12);

/** The grey 48x48 picture of that number. */
function grey(picture: number): Uint8Array {
  return noise.pixels.subarray(picture * 2304, (picture + 1) * 2304);
}

/** Writes one picture as the extension says. */
async function save(path: string, picture: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await sharp(grey(picture), { raw: { width: 48, height: 48, channels: 1 } })
    .toColourspace('b-w')
    .toFile(path);
}

/** Writes pictures under names like "train/angry/1.png", numbered in that order; returns the root. */
async function tree(name: string, files: readonly string[]): Promise<string> {
  const root = join(folder(), name);
  await Promise.all(files.map((file, picture) => save(join(root, file), picture)));
  return root;
}

/** A plain picture of one colour, for telling what became of it. */
function flat(width: number, height: number, background: object) {
  return sharp({ create: { width, height, channels: 4, background: background as { r: number } } });
}

/** Reads what becomes of one picture; the rest of the folder is only there to be whole. */
async function one(name: string, extension: string, picture: Uint8Array, options = {}): Promise<Uint8Array> {
  const root = await tree(name, ['test/sad/x.png']);
  await mkdir(join(root, 'train/happy'), { recursive: true });
  await writeFile(join(root, `train/happy/x.${extension}`), picture);
  const { splits } = await readClassFolders(root, { validationShare: 0, ...options });
  expect([...splits.train.labels]).toEqual([3]);
  return splits.train.pixels;
}

describe('readClassFolders: the tree', () => {
  it('reads grey PNGs bit for bit, classes in the order of ids, pictures in the order of names', async () => {
    const root = await tree('exact', [
      ...['train/sad/b.png', 'train/sad/a.png', 'train/angry/z.png', 'validation/neutral/1.png', 'test/fear/1.png'],
    ]);
    await writeFile(join(root, 'train/sad/Thumbs.db'), 'no picture');
    const { splits, report } = await readClassFolders(root);
    expectSameBytes(splits.train.pixels, Buffer.concat([grey(2), grey(1), grey(0)]));
    expect([...splits.train.labels]).toEqual([0, 4, 4]);
    expectSameBytes(splits.validation.pixels, grey(3));
    expect([splits.validation.labels[0], splits.test.labels[0]]).toEqual([6, 2]);
    expect(report).toMatchObject({ source: 'class-folders', official: false, notes: [], skipped: { count: 0 } });
  });

  it('knows the names in use for parts and classes', async () => {
    const root = await tree('names', [
      ...['Training/Anger/1.png', 'Training/disgusted/1.png', 'Training/fearful/1.png', 'Training/Happiness/1.png'],
      ...['Training/sadness/1.png', 'Training/surprised/1.png', 'Training/NEUTRAL/1.png'],
      ...['PublicTest/happy/1.jpg', 'PrivateTest/surprise/1.webp'],
    ]);
    const { splits } = await readClassFolders(root);
    expect([...splits.train.labels]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([splits.validation.labels[0], splits.test.labels[0]]).toEqual([3, 5]);
  });

  it('tells PublicTest from PrivateTest by the names of pictures', async () => {
    const root = await tree('kaggle', [
      ...['train/fear/Training_1.jpg', 'test/fear/PublicTest_5.jpg', 'test/sad/PrivateTest_7.jpg'],
    ]);
    const { splits, report } = await readClassFolders(root);
    expect([splits.train.size, splits.validation.size, splits.test.size]).toEqual([1, 1, 1]);
    expect([splits.validation.labels[0], splits.test.labels[0]]).toEqual([2, 4]);
    expect(report.notes[0]).toMatch(/PublicTest_… are the validation part/);
  });

  it('takes the validation part from the training pictures otherwise, and says so', async () => {
    const files = Array.from({ length: 10 }, (_, at) => `train/${at < 5 ? 'happy' : 'sad'}/${at}.png`);
    const root = await tree('share', [...files, 'test/sad/x.png']);
    const { splits, report } = await readClassFolders(root, { validationShare: 0.4, seed: 3 });
    expect(classCounts(splits.train)).toEqual([0, 0, 0, 3, 3, 0, 0]);
    expect(classCounts(splits.validation)).toEqual([0, 0, 0, 2, 2, 0, 0]);
    expect(report.notes[0]).toBe('no validation folder: 4 of 10 training pictures are the validation part');
    const again = await readClassFolders(root, { validationShare: 0.4, seed: 3 });
    expectSameBytes(again.splits.validation.pixels, splits.validation.pixels);
  });

  it('reads a sample of every class under a limit', async () => {
    const files = Array.from({ length: 10 }, (_, at) => `train/${at < 5 ? 'happy' : 'sad'}/${at}.png`);
    const root = await tree('limit', [...files, 'test/sad/x.png']);
    const { splits } = await readClassFolders(root, { limit: 4, validationShare: 0 });
    expect(classCounts(splits.train)).toEqual([0, 0, 0, 2, 2, 0, 0]);
  });

  it('reads other classes when told their names', async () => {
    const root = await tree('other', ['train/calm/1.png', 'test/contempt/1.png']);
    await expect(readClassFolders(root)).rejects.toThrow(/train': expected folders of the classes angry.*"calm"/);
    const { splits } = await readClassFolders(root, { classNames: ['contempt', 'calm'], validationShare: 0 });
    expect([splits.train.labels[0], splits.test.labels[0]]).toEqual([1, 0]);
    expect(splits.train.classNames).toEqual(['contempt', 'calm']);
  });

  it.each<[string, string[], RegExp]>([
    ['no test folder', ['train/sad/1.png'], /expected pictures in test\/<class>\/ or/],
    ['no training pictures', ['train2/sad/1.png', 'test/sad/1.png'], /expected pictures in train\/<class>\//],
    ['a class twice', ['train/sad/1.png', 'train/sadness/1.png', 'test/sad/1.png'], /one each.*"sad", "sadness"/],
    ['a part twice', ['train/sad/1.png', 'Training/sad/1.png', 'test/sad/1.png'], /one folder for train/],
  ])('refuses %s', async (name, files, message) => {
    const reading = readClassFolders(await tree(name, files));
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toMatchObject({ code: 'invalid-data' });
  });

  it('refuses a path that is no folder, and bad options', async () => {
    await expect(readClassFolders(join(folder(), 'nowhere'))).rejects.toThrow(/expected a folder, received nothing/);
    const root = await tree('options', ['train/sad/1.png', 'test/sad/1.png']);
    for (const options of [{ size: 0 }, { channels: 2 }, { fit: 'fill' }, { onBadPicture: 'no' }, { classes: [] }]) {
      await expect(readClassFolders(root, options as object)).rejects.toMatchObject({ code: 'invalid-option' });
    }
    const stopped = readClassFolders(root, { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('readClassFolders: kinds of pictures', () => {
  it('JPEG: near enough', async () => {
    const smooth = Uint8Array.from({ length: 2304 }, (_, at) => 40 + 2 * (at % 48) + Math.floor(at / 48));
    const jpeg = await sharp(smooth, { raw: { width: 48, height: 48, channels: 1 } })
      .jpeg({ quality: 95 })
      .toBuffer();
    const found = await one('jpeg', 'jpg', jpeg);
    expect(Math.max(...found.map((value, at) => Math.abs(value - smooth[at]!)))).toBeLessThanOrEqual(4);
  });

  it('RGB becomes grey: equal channels keep their value, green is lighter than blue', async () => {
    const even = await one('even', 'png', await flat(48, 48, { r: 90, g: 90, b: 90, alpha: 1 }).png().toBuffer());
    expect([...new Set(even)]).toEqual([90]);
    const green = await one('green', 'png', await flat(48, 48, { r: 0, g: 200, b: 0, alpha: 1 }).png().toBuffer());
    const blue = await one('blue', 'png', await flat(48, 48, { r: 0, g: 0, b: 200, alpha: 1 }).png().toBuffer());
    expect(green[0]!).toBeGreaterThan(blue[0]! + 50);
  });

  it('colours are kept when asked for', async () => {
    const png = await flat(20, 20, { r: 10, g: 200, b: 30, alpha: 1 }).png().toBuffer();
    const found = await one('colour', 'png', png, { channels: 3, size: 20 });
    expect(found.length).toBe(20 * 20 * 3);
    expect([...found.subarray(0, 3)]).toEqual([10, 200, 30]);
  });

  it('transparency stands on black', async () => {
    const png = await flat(48, 48, { r: 255, g: 255, b: 255, alpha: 0 }).png().toBuffer();
    expect([...new Set(await one('clear', 'png', png))]).toEqual([0]);
  });

  it('palette and 16 bits', async () => {
    const plain = flat(48, 48, { r: 90, g: 90, b: 90, alpha: 1 });
    expect([...new Set(await one('palette', 'png', await plain.png({ palette: true }).toBuffer()))]).toEqual([90]);
    const deep = Uint16Array.from({ length: 2304 }, () => 90 * 257);
    const png = await sharp(deep, { raw: { width: 48, height: 48, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    expect((await sharp(png).metadata()).depth).toBe('ushort');
    expect([...new Set(await one('deep', 'png', png))]).toEqual([90]);
  });

  it('CMYK becomes grey', async () => {
    const white = flat(48, 48, { r: 255, g: 255, b: 255, alpha: 1 }).flatten().toColourspace('cmyk');
    const found = await one('cmyk', 'jpg', await white.jpeg({ quality: 100 }).toBuffer());
    expect(Math.min(...found)).toBeGreaterThan(245);
  });

  it('is turned upright by its EXIF orientation, once', async () => {
    const halves = Uint8Array.from({ length: 2304 }, (_, at) => (at % 48 < 24 ? 0 : 255));
    const image = sharp(halves, { raw: { width: 48, height: 48, channels: 1 } });
    // Orientation 6: the stored left side is the top of the picture.
    const found = await one(
      'exif',
      'jpg',
      await image.jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer(),
    );
    expect(found[5 * 48 + 40]).toBeLessThan(10);
    expect(found[40 * 48 + 5]).toBeGreaterThan(245);
  });

  it('is not stretched: the middle is cut out, or black is added', async () => {
    const wide = await sharp({ create: { width: 96, height: 48, channels: 3, background: '#000' } })
      .composite([
        { input: await flat(48, 48, { r: 255, g: 255, b: 255, alpha: 1 }).png().toBuffer(), left: 24, top: 0 },
      ])
      .png()
      .toBuffer();
    expect(Math.min(...(await one('cover', 'png', wide)))).toBe(255);
    const contained = await one('contain', 'png', wide, { fit: 'contain' });
    expect([contained[2 * 48 + 24], contained[24 * 48 + 24], contained[24 * 48 + 2]]).toEqual([0, 255, 0]);
  });
});

describe('readClassFolders: bad pictures', () => {
  it('names a damaged one, or skips and counts it', async () => {
    const root = await tree('damaged', ['train/sad/1.png', 'train/sad/2.png', 'test/sad/1.png']);
    const bad = join(root, 'train/sad/2.png');
    const whole = await readFile(bad);
    for (const content of [whole.subarray(0, 900), Buffer.from('<html>'), Buffer.alloc(0)]) {
      await writeFile(bad, content);
      const reading = readClassFolders(root, { validationShare: 0 });
      await expect(reading).rejects.toThrow(/train[/\\]sad[/\\]2\.png: expected a whole picture/);
      await expect(reading).rejects.toMatchObject({ code: 'invalid-data' });
      const { splits, report } = await readClassFolders(root, { validationShare: 0, onBadPicture: 'skip' });
      expectSameBytes(splits.train.pixels, grey(0));
      expect(report.skipped).toMatchObject({ count: 1, first: [{ where: join('train', 'sad', '2.png') }] });
    }
  });

  it('refuses a cut JPEG instead of filling it with grey', async () => {
    const jpeg = await sharp(grey(0), { raw: { width: 48, height: 48, channels: 1 } })
      .jpeg()
      .toBuffer();
    await expect(one('cut', 'jpg', jpeg.subarray(0, jpeg.length - 400))).rejects.toThrow(/expected a whole picture/);
  });
});

describe('readClassFolders: without sharp', () => {
  afterEach(() => {
    vi.doUnmock('sharp');
    vi.resetModules();
  });

  it('gives the install line', async () => {
    const root = await tree('no sharp', ['train/sad/1.png', 'test/sad/1.png']);
    vi.doMock('sharp', () => {
      throw new Error("Cannot find package 'sharp'");
    });
    vi.resetModules();
    const fresh = await import('../../src/node/readClassFolders.js');
    const reading = fresh.readClassFolders(root);
    await expect(reading).rejects.toThrow(/Install it with: npm install sharp/);
    await expect(reading).rejects.toMatchObject({ code: 'missing-package' });
  });
});
