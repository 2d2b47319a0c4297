import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { writeFer2013Csv } from '../../src/data/index.js';
import { readDataset, readFer2013File } from '../../src/node/index.js';
import { expectSameBytes, gzipped, noiseDataset } from '../data/csvFixtures.js';
import { temporaryFolder } from './folders.js';
import { writePacked } from './packing.js';

const folder = temporaryFolder();
const noise = noiseDataset('noise', 6);
const csv = new Uint8Array(Buffer.concat([...writeFer2013Csv({ train: noise })]));

async function fileIn(name: string, file: string, content: Uint8Array): Promise<string> {
  await mkdir(join(folder(), name), { recursive: true });
  await writeFile(join(folder(), name, file), content);
  return join(folder(), name);
}

describe('readFer2013File', () => {
  it('reads a CSV, gzipped or not', async () => {
    const plain = join(await fileIn('files', 'any name.txt', csv), 'any name.txt');
    const packed = join(await fileIn('files', 'packed', await gzipped(csv)), 'packed');
    for (const path of [plain, packed]) {
      const { splits } = await readFer2013File(path);
      expectSameBytes(splits.train.pixels, noise.pixels);
    }
  });

  it('names the file in its errors', async () => {
    const path = join(await fileIn('bad', 'page.csv', Buffer.from('<html>')), 'page.csv');
    await expect(readFer2013File(path)).rejects.toThrow(/readFer2013File: '.*page.csv': line 1: .*an HTML page/);
    await expect(readFer2013File(join(folder(), 'none.csv'))).rejects.toThrow(
      /none.csv': expected a file, received noth/,
    );
    await expect(readFer2013File(folder())).rejects.toThrow(/expected a file, received a folder/);
  });
});

describe('readDataset', () => {
  it('tells a CSV, and a folder with one, by what is there', async () => {
    const path = await fileIn('csv', 'icml_face_data.csv', csv);
    for (const each of [path, join(path, 'icml_face_data.csv')]) {
      const { splits, report } = await readDataset(each);
      expect(report.source).toBe('csv');
      expectSameBytes(splits.train.pixels, noise.pixels);
    }
  });

  it('tells gzip by its content', async () => {
    const path = await fileIn('gzip', 'fer2013.csv.gz', await gzipped(csv));
    expect((await readDataset(path)).report.counts.train.pictures).toBe(6);
  });

  it('tells the packed form by its folder or one of its files', async () => {
    const path = await writePacked(join(folder(), 'packed'), noise);
    for (const each of [path, join(path, 'fer2013.med.br'), join(path, 'fer2013-labels.json')]) {
      const { splits, report } = await readDataset(each, { limit: 1 });
      expect([report.source, splits.train.size]).toEqual(['packed', 1]);
    }
  });

  it('tells class folders', async () => {
    const png = await sharp(noise.pixels.subarray(0, 2304), { raw: { width: 48, height: 48, channels: 1 } })
      .png()
      .toBuffer();
    await fileIn('classes/Train/sad', '1.png', png);
    await fileIn('classes/Train/sad', '2.png', Buffer.from('no picture'));
    await fileIn('classes/test/sad', '1.png', png);
    const path = join(folder(), 'classes');
    await expect(readDataset(path)).rejects.toThrow(/2\.png/);
    const { report } = await readDataset(path, { onBad: 'skip', seed: 1 });
    expect(report).toMatchObject({ source: 'class-folders', skipped: { count: 1 } });
  });

  it('skips bad rows when asked', async () => {
    const bad = Buffer.concat([csv, Buffer.from('9,1 2,Training\n')]);
    const path = join(await fileIn('skip', 'fer2013.csv', bad), 'fer2013.csv');
    await expect(readDataset(path)).rejects.toThrow(/line 8/);
    expect((await readDataset(path, { onBad: 'skip' })).report.skipped.count).toBe(1);
  });

  it('lists what it looked for where there is nothing of it', async () => {
    const looked = /expected one of: a CSV file.*fer2013\.csv.*fer2013\.med\.br.*train\/<class>\//;
    const other = await fileIn('other', 'notes.txt', Buffer.from('hello'));
    await mkdir(join(folder(), 'empty'));
    for (const [path, received] of [
      [join(folder(), 'nowhere'), /received nothing of that name/],
      [join(folder(), 'empty'), /received an empty folder/],
      [other, /received a folder with \["notes.txt"\]/],
    ] as const) {
      const reading = readDataset(path);
      await expect(reading).rejects.toThrow(looked);
      await expect(reading).rejects.toThrow(received);
      await expect(reading).rejects.toMatchObject({ code: 'invalid-argument' });
    }
  });

  it('refuses unknown options', async () => {
    await expect(readDataset(folder(), { onBadRow: 'skip' } as object)).rejects.toThrow(/unknown option/);
    await expect(readDataset(folder(), { onBad: 'no' } as object)).rejects.toThrow(/readDataset: onBad/);
  });
});
