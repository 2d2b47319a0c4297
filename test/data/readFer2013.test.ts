import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fer2013Rows, readFer2013, UNLABELLED, type ByteSource } from '../../src/data/index.js';
import {
  bytes,
  csvText,
  cutAt,
  expectSameBytes,
  gzipped,
  LAYOUTS,
  noiseDataset,
  rawRows,
  type Layout,
} from './csvFixtures.js';

const train = noiseDataset('train', 5);
const validation = noiseDataset('validation', 2);
const test = noiseDataset('test', 3);
const rows = [...rawRows(train, 'Training'), ...rawRows(validation, 'PublicTest'), ...rawRows(test, 'PrivateTest')];
const plain = bytes(csvText(rows, LAYOUTS['fer2013.csv']!));

async function expectAll(source: ByteSource): Promise<void> {
  const { splits, report } = await readFer2013(source);
  for (const [split, expected] of Object.entries({ train, validation, test })) {
    const found = splits[split as keyof typeof splits];
    expect(found.size).toBe(expected.size);
    expectSameBytes(found.labels, expected.labels);
    expectSameBytes(found.pixels, expected.pixels);
    expect([found.height, found.width, found.channels]).toEqual([48, 48, 1]);
  }
  expect(report.skipped).toEqual({ count: 0, first: [] });
}

describe('readFer2013: layouts', () => {
  it('reads fer2013.csv and splits it by Usage', () => expectAll(plain));

  it('reads icml_face_data.csv: other order, spaces in header names', () =>
    expectAll(bytes(csvText(rows, LAYOUTS['icml_face_data.csv']!))));

  it('reads train.csv: no Usage, quotes, CRLF', async () => {
    const { splits } = await readFer2013(bytes(csvText(rows, LAYOUTS['train.csv']!)));
    expect(splits.train.size).toBe(10);
    expect(splits.train.labels.subarray(0, 5)).toEqual(train.labels);
    expectSameBytes(splits.train.pixels.subarray(7 * 2304), test.pixels);
    expect([splits.validation.size, splits.test.size]).toEqual([0, 0]);
  });

  it('refuses test.csv, which has no labels, and says how to read it', async () => {
    const source = bytes(csvText(rows, LAYOUTS['test.csv']!));
    await expect(readFer2013(source)).rejects.toThrow(/line 1.*no column 'emotion'.*labels: 'unknown'/);
    const { splits, report } = await readFer2013(source, { labels: 'unknown' });
    expect(splits.test.size).toBe(10);
    expect(splits.test.labels).toEqual(new Uint8Array(10).fill(UNLABELLED));
    expectSameBytes(splits.test.pixels.subarray(0, train.pixels.length), train.pixels);
    expect(report.counts.test.classes).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('puts rows without Usage where it is told to', async () => {
    const source = bytes(csvText(rows, LAYOUTS['train.csv']!));
    const { splits } = await readFer2013(source, { split: 'validation' });
    expect([splits.train.size, splits.validation.size, splits.test.size]).toEqual([0, 10, 0]);
  });

  it('reads any mix of column order, name case, spaces, quotes, line ends, byte order mark and other columns', () =>
    fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(['emotion', ' PIXELS ', 'usage', 'id', 'source'], { minLength: 5 }),
        fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\r\n \t\r\n'),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        async (columns, eol, quoted, bom, lastEol) => {
          const layout: Layout = { columns, eol, quoted, bom, lastEol };
          await expectAll(bytes(csvText(rows, layout)));
        },
      ),
      { numRuns: 40 },
    ));

  it('reads what people save by hand: tabs, doubled and trailing spaces, leading zeros, spaces about fields', async () => {
    const [row] = rawRows(train, 'Training');
    const pixels = `  0${row!.pixels.replaceAll(' ', '  ').replace('  ', '\t')} `;
    const { splits } = await readFer2013(bytes(`"Emotion","pixels",Usage\n ${row!.emotion} ,"${pixels}", training \n`));
    expectSameBytes(splits.train.pixels, train.pixels.subarray(0, 2304));
  });
});

describe('readFer2013: sources', () => {
  it('takes a Blob, a stream, an ArrayBuffer, and chunks from an iterable', async () => {
    await expectAll(new Blob([plain]));
    await expectAll(new Blob([plain]).stream());
    await expectAll(plain.buffer.slice(0));
    await expectAll(cutAt(plain, [1000, 2000]));
  });

  it('takes gzip, in one piece and byte by byte', async () => {
    const packed = await gzipped(plain);
    await expectAll(packed);
    await expectAll(Array.from(packed, (byte) => Uint8Array.of(byte)));
  });

  it('says that gzip is cut or damaged', async () => {
    const packed = await gzipped(plain);
    await expect(readFer2013(packed.subarray(0, packed.length - 20))).rejects.toMatchObject({ code: 'damaged-file' });
    const damaged = packed.slice();
    damaged.fill(85, 3000, 3100);
    await expect(readFer2013(damaged)).rejects.toMatchObject({ code: 'damaged-file' });
  });

  it('passes on the error of a source that fails, also under gzip', async () => {
    for (const content of [plain, await gzipped(plain)]) {
      const source = (async function* () {
        yield content.subarray(0, 5000);
        throw new Error('disk on fire');
      })();
      await expect(readFer2013(source)).rejects.toThrow('disk on fire');
    }
  });

  it('lets go of a stream that it reads only in part', async () => {
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(plain),
      cancel: () => void (cancelled = true),
    });
    for await (const row of fer2013Rows(endless)) if (row.line > 3) break;
    expect(cancelled).toBe(true);
  });

  it('refuses what is no source', async () => {
    for (const source of [42, null, {}]) {
      await expect(readFer2013(source as unknown as ByteSource)).rejects.toMatchObject({ code: 'invalid-argument' });
    }
  });

  it('stops at its signal', async () => {
    await expect(readFer2013(plain, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  });
});

/** What reading gives, as one value to compare: rows and the reasons of those left out, in order. */
async function outcome(chunks: Iterable<Uint8Array>): Promise<string> {
  const found: string[] = [];
  const options = { onBadRow: 'skip', onSkipped: (bad: object) => found.push(JSON.stringify(bad)) } as const;
  for await (const row of fer2013Rows(chunks, options)) {
    found.push(`${row.line} ${row.label} ${row.usage} ${row.pixels.join(' ')}`);
  }
  return found.join('\n');
}

describe('fer2013Rows: the result does not depend on where chunks are cut', () => {
  const [good] = rows;
  const goodRow = `${good!.emotion},"${good!.pixels}",Training`;
  const content = bytes(
    `\ufeff\r\nemotion,"pixels",Usage\r\n${goodRow}\r\n\r\n7,"1 2",Training\r3,1 256 9,X\n\n0,-,\r\n,,,\n"5","1 2`,
  );

  it('in two, at every byte', async () => {
    const whole = await outcome([content]);
    expect(whole.split('\n')).toHaveLength(6);
    for (let at = 1; at < content.length; at++) {
      if ((await outcome(cutAt(content, [at]))) !== whole) expect.fail(`differs when cut at byte ${at}`);
    }
  });

  it('in single bytes, and with empty chunks between', async () => {
    const single = Array.from(content, (byte) => [Uint8Array.of(byte), new Uint8Array(0)]).flat();
    expect(await outcome(single)).toBe(await outcome([content]));
  });

  it('at any set of places', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.nat(plain.length), { maxLength: 50 }), (places) => expectAll(cutAt(plain, places))),
      { numRuns: 30 },
    ));
});

describe('readFer2013: options', () => {
  it('reads the first pictures of each part under a limit, and says so', async () => {
    const { splits, report } = await readFer2013(plain, { limit: 2 });
    expect([splits.train.size, splits.validation.size, splits.test.size]).toEqual([2, 2, 2]);
    expectSameBytes(splits.test.pixels, test.pixels.subarray(0, 2 * 2304));
    expect(report.official).toBe(false);
    expect(report.notes).toEqual(['only the first 2 pictures of each part were read']);
  });

  it('names the data sets after the parts', async () => {
    const { splits } = await readFer2013(plain, { name: 'masked' });
    expect(splits.test.name).toBe('masked/PrivateTest');
  });

  it('reports counts, and what differs from the official ones', async () => {
    const { report } = await readFer2013(plain);
    expect(report.counts.train.pictures).toBe(5);
    expect(report.counts.train.classes.reduce((sum, count) => sum + count)).toBe(5);
    expect(report.official).toBe(false);
    expect(report.differences).toContain('validation: 2 pictures, FER2013 has 3589');
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it.each([
    [{ limit: 0 }, /limit: expected a whole number/],
    [{ limit: 1.5 }, /limit/],
    [{ onBadRow: 'ignore' }, /onBadRow: expected one of 'throw', 'skip'/],
    [{ labels: 'none' }, /labels: expected one of/],
    [{ split: 'dev' }, /split: expected one of 'train', 'validation', 'test'/],
    [{ skip: true }, /unknown option.*"skip"/],
  ])('refuses %j', async (options, message) => {
    const reading = readFer2013(plain, options as object);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toMatchObject({ code: 'invalid-option' });
  });
});
