import { describe, expect, it } from 'vitest';
import { readFer2013, writeFer2013Csv } from '../../src/data/index.js';
import { csvText, expectSameBytes, LAYOUTS, noiseDataset, rawRows } from './csvFixtures.js';

const train = noiseDataset('train', 20);
const validation = noiseDataset('validation', 3);
const test = noiseDataset('test', 2);

describe('writeFer2013Csv', () => {
  it('writes what joining texts writes, in chunks of at most 64 KiB', () => {
    const chunks = [...writeFer2013Csv({ train, validation, test })];
    const rows = [...rawRows(train, 'Training'), ...rawRows(validation, 'PublicTest'), ...rawRows(test, 'PrivateTest')];
    expect(Buffer.concat(chunks).toString() === csvText(rows, LAYOUTS['fer2013.csv']!)).toBe(true);
    expect(chunks.length).toBeGreaterThan(1);
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(1 << 16);
  });

  it('writes what the reader reads back, whatever the values', async () => {
    const pixels = Uint8Array.from({ length: 20 * 2304 }, (_, at) => at % 256);
    const { splits } = await readFer2013(writeFer2013Csv({ train: { ...train, pixels }, test }));
    expectSameBytes(splits.train.pixels, pixels);
    expectSameBytes(splits.test.pixels, test.pixels);
    expectSameBytes(splits.train.labels, train.labels);
    expect(splits.validation.size).toBe(0);
  });

  it('refuses pictures of another size, RGB, and labels that the CSV does not know', () => {
    const write = (part: object) => () => [...writeFer2013Csv({ train: { ...train, ...part } })];
    expect(write({ height: 40, width: 40 })).toThrow(/48x48 pixels, received grey pictures of 40x40/);
    expect(write({ channels: 3 })).toThrow(/received RGB pictures/);
    expect(write({ labels: new Uint8Array(20).fill(7) })).toThrow(/label of picture 0: expected a class id in 0 … 6/);
  });
});
