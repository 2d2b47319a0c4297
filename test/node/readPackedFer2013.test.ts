import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPackedFer2013 } from '../../src/node/index.js';
import { undoMedianEdge } from '../../src/node/medianEdge.js';
import { expectSameBytes, noiseDataset } from '../data/csvFixtures.js';
import { temporaryFolder } from './folders.js';
import { medianEdgeResiduals, writePacked } from './packing.js';

const folder = temporaryFolder();
const noise = noiseDataset('noise', 7);
const sha256 = createHash('sha256').update(noise.pixels).digest('hex');

describe('undoMedianEdge', () => {
  it.each([
    [1, 1],
    [1, 5],
    [5, 1],
    [3, 4],
    [48, 48],
  ])('gives back noise and edges of %ix%i', (height, width) => {
    const { pixels } = noiseDataset('edges', 5, Math.max(height, width));
    const cut = pixels.slice(0, 5 * height * width).map((value, at) => (at % 3 ? value : at % 2 ? 255 : 0));
    const values = medianEdgeResiduals(cut, height, width);
    undoMedianEdge(values, height, width);
    expectSameBytes(values, cut);
  });
});

describe('readPackedFer2013', () => {
  it('reads pictures, labels and parts', async () => {
    const { splits, report } = await readPackedFer2013(await writePacked(join(folder(), 'good'), noise, { sha256 }));
    expect([splits.train.size, splits.validation.size, splits.test.size]).toEqual([2, 2, 3]);
    expectSameBytes(splits.validation.pixels, noise.pixels.subarray(2 * 2304, 4 * 2304));
    expectSameBytes(splits.test.labels, noise.labels.subarray(4));
    expect(splits.test).toMatchObject({ name: 'fer2013/PrivateTest', height: 48, width: 48, channels: 1 });
    expect(report).toMatchObject({ source: 'packed', official: false });
  });

  it('reads the first pictures of each part under a limit', async () => {
    const { splits } = await readPackedFer2013(await writePacked(join(folder(), 'limit'), noise), { limit: 1 });
    expect([splits.train.size, splits.validation.size, splits.test.size]).toEqual([1, 1, 1]);
    expectSameBytes(splits.test.pixels, noise.pixels.subarray(4 * 2304, 5 * 2304));
    expect(splits.test.pixels.buffer.byteLength).toBe(2304);
  });

  it.each<[string, object, string, RegExp]>([
    ['another hash', { sha256: 'ab' }, 'damaged-file', /expected pixels of SHA-256 ab, received/],
    ['fewer pixels than pictures', { count: 8, emotion: '01234560' }, 'damaged-file', /18432 pixels.*received 16128/],
    ['a label too few', { emotion: '012' }, 'invalid-data', /emotion: expected 7 digits/],
    [
      'a label without class',
      { emotion: '0123457' },
      'invalid-data',
      /emotion of picture 6: expected a digit in 0 … 6/,
    ],
    [
      'a part beyond the end',
      { splits: { Training: [0, 8] } },
      'invalid-data',
      /splits.Training: expected \[from, to\]/,
    ],
    ['a part missing', { splits: { Training: [0, 3] } }, 'invalid-data', /splits.PublicTest.*received undefined/],
    ['no width', { width: 0 }, 'invalid-data', /width: expected a whole number of at least 1/],
    ['no class names', { emotions: 7 }, 'invalid-data', /emotions: expected a list of class names/],
  ])('refuses %s', async (name, change, code, message) => {
    const reading = readPackedFer2013(await writePacked(join(folder(), name), noise, change));
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toMatchObject({ code });
  });

  it('refuses pixels that are cut, or no Brotli, and labels that are no JSON', async () => {
    const path = await writePacked(join(folder(), 'cut'), noise);
    const file = join(path, 'fer2013.med.br');
    const whole = await readFile(file);
    for (const content of [whole.subarray(0, 5000), Buffer.from('<html>')]) {
      await writeFile(file, content);
      await expect(readPackedFer2013(path)).rejects.toMatchObject({ code: 'damaged-file' });
    }
    await writeFile(join(path, 'fer2013-labels.json'), '{"width": 48');
    await expect(readPackedFer2013(path)).rejects.toMatchObject({ code: 'invalid-data' });
  });

  it('says which file is missing', async () => {
    const path = await writePacked(join(folder(), 'missing'), noise);
    await rm(join(path, 'fer2013-labels.json'));
    await expect(readPackedFer2013(path)).rejects.toThrow(/fer2013-labels.json': expected a file, received nothing/);
  });

  it('stops at its signal, and refuses unknown options', async () => {
    const path = await writePacked(join(folder(), 'stop'), noise);
    await expect(readPackedFer2013(path, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    await expect(readPackedFer2013(path, { onBadRow: 'skip' } as object)).rejects.toThrow(/unknown option/);
  });
});
