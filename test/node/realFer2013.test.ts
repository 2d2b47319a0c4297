import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  checkDataset,
  readFer2013,
  subset,
  writeFer2013Csv,
  type DatasetReport,
  type DatasetSplits,
} from '../../src/data/index.js';
import { readPackedFer2013 } from '../../src/node/index.js';
import { expectSameBytes } from '../data/csvFixtures.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = resolve(root, process.env['FACE_PERTURB_DATA'] ?? '../shared/data');
const present = existsSync(join(folder, 'fer2013.med.br'));
const mustBePresent = Boolean(process.env['CI']);

describe('the real FER2013', () => {
  it('is there', (context) => {
    const reason = `no fer2013.med.br in ${folder}; name its folder in FACE_PERTURB_DATA`;
    if (!present && mustBePresent) expect.fail(reason);
    context.skip(!present, reason);
    expect(present).toBe(true);
  });

  describe.runIf(present)('from its packed form', () => {
    let splits: DatasetSplits;
    let report: DatasetReport;
    beforeAll(async () => {
      ({ splits, report } = await readPackedFer2013(folder));
    });

    it('has the 35,887 pictures, split and counted as officially', () => {
      expect(report.official).toBe(true);
      expect(report.differences).toEqual([]);
      expect([splits.train.size, splits.validation.size, splits.test.size]).toEqual([28_709, 3_589, 3_589]);
      for (const split of Object.values(splits)) checkDataset(split);
    });

    it("is Kaggle's fer2013.csv when written, byte for byte, and the same when read from it", async () => {
      const md5 = createHash('md5');
      const written = (function* () {
        for (const chunk of writeFer2013Csv(splits)) {
          md5.update(chunk);
          yield chunk;
        }
      })();
      const read = await readFer2013(written);
      // The md5 that torchvision publishes for Kaggle's file.
      expect(md5.digest('hex')).toBe('f8428a1edbd21e88f42c73edd2a14f95');
      expect(read.report).toMatchObject({ official: true, skipped: { count: 0 } });
      for (const split of ['train', 'validation', 'test'] as const) {
        expectSameBytes(read.splits[split].pixels, splits[split].pixels);
        expectSameBytes(read.splits[split].labels, splits[split].labels);
      }
    });

    it('reports what is missing from the first 300 pictures of each part', async () => {
      const first = Array.from({ length: 300 }, (_, at) => at);
      const part = { train: subset(splits.train, first), test: subset(splits.test, first) };
      const read = await readFer2013(writeFer2013Csv(part));
      expectSameBytes(read.splits.test.pixels, part.test.pixels);
      expect(read.report.official).toBe(false);
      expect(read.report.differences[0]).toBe('train: 300 pictures, FER2013 has 28709');
    });
  });
});
