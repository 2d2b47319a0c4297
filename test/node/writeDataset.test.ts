import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImageDataset } from '../../src/data/index.js';
import { syntheticSplits } from '../../src/data/synthetic/syntheticFaces.js';
import { readClassFolders } from '../../src/node/readClassFolders.js';
import { readDataset } from '../../src/node/readDataset.js';
import { writeDataset } from '../../src/node/writeDataset.js';
import { expectSameBytes } from '../data/csvFixtures.js';
import { temporaryFolder } from './folders.js';

const folder = temporaryFolder();
const splits = syntheticSplits({ train: 40, validation: 7, test: 7, seed: 2 });

describe('writeDataset', () => {
  it('writes a CSV that reads back with the same pixels and labels', async () => {
    const file = join(folder(), 'faces.csv');
    await writeDataset(file, splits);
    const read = (await readDataset(file)).splits;
    for (const part of ['train', 'validation', 'test'] as const) {
      expect(read[part].pixels).toEqual(splits[part].pixels);
      expect(read[part].labels).toEqual(splits[part].labels);
    }
  });

  it('writes class folders that read back pixel for pixel, each class in its order', async () => {
    const path = join(folder(), 'exact');
    await writeDataset(path, splits);
    const read = (await readDataset(path)).splits;
    for (const part of ['train', 'validation', 'test'] as const) {
      expect(read[part]).toMatchObject({ width: 48, height: 48, channels: 1, classNames: splits[part].classNames });
      expectSameByClass(read[part], splits[part]);
    }
  });

  it('writes coloured pictures that read back pixel for pixel', async () => {
    const path = join(folder(), 'coloured');
    const [train, test] = [coloured(splits.train), coloured(splits.test)];
    await writeDataset(path, { train, test });
    const read = (await readClassFolders(path, { channels: 3, validationShare: 0 })).splits;
    expectSameByClass(read.train, train);
    expectSameByClass(read.test, test);
  });

  it('writes class folders that read back with as many of each class, and refuses to mix with what is there', async () => {
    const path = join(folder(), 'faces');
    await writeDataset(path, splits);
    const { report } = await readDataset(path);
    expect(report.counts.train.classes).toEqual([6, 6, 6, 6, 6, 5, 5]);
    expect(report.counts.test.pictures).toBe(7);
    await expect(writeDataset(path, splits)).rejects.toThrow('a folder with something in it');
  });

  it.each(['stopped.csv', 'stopped'])('leaves nothing of %s when stopped in the middle', async (name) => {
    const controller = new AbortController();
    const stopsInside = name.endsWith('.csv') ? AbortSignal.abort() : controller.signal;
    const writing = writeDataset(join(folder(), name), splits, {
      signal: stopsInside,
      onProgress: () => controller.abort(),
    });
    await expect(writing).rejects.toMatchObject({ code: 'aborted' });
    expect((await readdir(folder())).filter((each) => each.includes('stopped'))).toEqual([]);
  });
});

/** Readers give the pictures of class folders by class, then by name; writers name them by their number. */
function expectSameByClass(read: ImageDataset, written: ImageDataset): void {
  const order = [...written.labels.keys()].sort((a, b) => written.labels[a]! - written.labels[b]! || a - b);
  const values = written.width * written.height * written.channels;
  expect([...read.labels]).toEqual(order.map((index) => written.labels[index]));
  const pictures = order.map((index) => written.pixels.subarray(index * values, (index + 1) * values));
  expectSameBytes(read.pixels, Buffer.concat(pictures));
}

/** The pictures in colours: the grey values, their opposites, and a third of them. */
function coloured(grey: ImageDataset): ImageDataset {
  const pixels = Uint8Array.from({ length: 3 * grey.pixels.length }, (_, at) => {
    const value = grey.pixels[Math.floor(at / 3)] as number;
    return [value, 255 - value, Math.floor(value / 3)][at % 3] as number;
  });
  return { ...grey, channels: 3, pixels };
}
