import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { syntheticSplits } from '../../src/data/synthetic/syntheticFaces.js';
import { readDataset } from '../../src/node/readDataset.js';
import { writeDataset } from '../../src/node/writeDataset.js';
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
