import { describe, expect, it } from 'vitest';
import { FacePerturbError } from '../../src/support/errors.js';
import { readFer2013 } from '../../src/data/index.js';
import { bytes, csvText, expectSameBytes, LAYOUTS, noiseDataset, rawRows, type RawRow } from './csvFixtures.js';

const dataset = noiseDataset('bad', 4);
const layout = LAYOUTS['fer2013.csv']!;

/** Four rows, the third of which (line 4) is changed. */
function withBad(change: Partial<RawRow>): string {
  const rows = rawRows(dataset, 'Training');
  rows[2] = { ...rows[2]!, ...change };
  return csvText(rows, layout);
}

function pixelsWith(place: number, value: string): string {
  const values: (number | string)[] = Array.from(dataset.pixels.subarray(2 * 2304, 3 * 2304));
  values[place] = value;
  return values.join(' ');
}

const good = csvText(rawRows(dataset, 'Training'), layout);
const thirdRow = good.split('\n')[3]!;

const BAD_ROWS: [name: string, csv: string, line: number, cause: RegExp][] = [
  ['2303 pixels', withBad({ pixels: thirdRow.split(',')[1]!.split(' ').slice(1).join(' ') }), 4, /2304 pixels.* 2303/],
  ['2305 pixels', withBad({ pixels: pixelsWith(0, '1 1') }), 4, /expected 2304 pixels, received 2305/],
  ['no pixels', withBad({ pixels: '' }), 4, /expected 2304 pixels, received 0/],
  ['value 256', withBad({ pixels: pixelsWith(16, '256') }), 4, /in \[0, 255\], received 256 as pixel 17/],
  ['value 256 at the end', withBad({ pixels: pixelsWith(2303, '256') }), 4, /received 256 as pixel 2304/],
  ['a huge value', withBad({ pixels: pixelsWith(0, '9'.repeat(400)) }), 4, /received Infinity as pixel 1/],
  ['a negative value', withBad({ pixels: pixelsWith(16, '-1') }), 4, /received "-" at pixel 17/],
  ['a fraction', withBad({ pixels: pixelsWith(16, '0.5') }), 4, /received "\." at pixel 17/],
  ['a word in the pixels', withBad({ pixels: pixelsWith(16, 'NaN') }), 4, /received "N" at pixel 17/],
  ['emotion 7', withBad({ emotion: '7' }), 4, /an emotion in 0 … 6, received "7"/],
  ['emotion in words', withBad({ emotion: 'happy' }), 4, /an emotion in 0 … 6, received "happy"/],
  ['no emotion', withBad({ emotion: '' }), 4, /an emotion in 0 … 6, received ""/],
  ['an unknown usage', withBad({ usage: 'Holdout' }), 4, /Training, PublicTest, PrivateTest, received "Holdout"/],
  ['a field too many', withBad({ usage: 'Training,x' }), 4, /3 fields as in the header, received 4/],
  ['a field too few', withBad({ pixels: `${pixelsWith(0, '1')}\n3` }), 4, /3 fields as in the header, received 2/],
  ['a quote not closed', withBad({ pixels: `"${pixelsWith(0, '1')}` }), 4, /received "," at pixel/],
  ['a quote inside a field', withBad({ pixels: pixelsWith(3, '"1"') }), 4, /quotes around a whole field/],
];

describe('readFer2013: a bad row', () => {
  it.each(BAD_ROWS)('%s', async (_, csv, line, cause) => {
    const error: unknown = await readFer2013(bytes(csv)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FacePerturbError);
    expect(error).toMatchObject({ code: 'invalid-data' });
    expect((error as Error).message).toMatch(new RegExp(`^readFer2013: line ${line}: expected`));
    expect((error as Error).message).toMatch(cause);
  });

  it.each(BAD_ROWS)('%s: skipped and counted when asked', async (_, csv, line) => {
    const { splits, report } = await readFer2013(bytes(csv), { onBadRow: 'skip' });
    const kept = [0, 1, 3].flatMap((row) => Array.from(dataset.pixels.subarray(row * 2304, (row + 1) * 2304)));
    expect(splits.train.size).toBe(3);
    expectSameBytes(splits.train.pixels, Uint8Array.from(kept));
    expect(report.skipped.first[0]).toMatchObject({ where: `line ${line}` });
    expect(report.skipped.count).toBe(report.skipped.first.length);
  });

  it('counts lines as an editor does: blank ones and CRLF too', async () => {
    const csv = withBad({ emotion: '9' }).replaceAll('\n', '\r\n\r\n');
    await expect(readFer2013(bytes(csv))).rejects.toThrow(/line 7: .*received "9"/);
  });
});

describe('readFer2013: a file that was cut', () => {
  const text = good.trimEnd();

  it.each([
    ['inside the pixels', text.length - 3000, /line 5: expected 2304 pixels, received \d+, where the file ends: it/],
    ['after the pixels', text.length - 'Training'.length, /line 5: expected a usage .*received "".*it looks cut/],
    ['inside Usage', text.length - 3, /line 5: .*received "Train", where the file ends: it looks cut/],
    ['after the label', text.lastIndexOf('\n') + 2, /line 5: expected 3 fields.* received 1.*it looks cut/],
  ])('%s', async (_, length, message) => {
    await expect(readFer2013(bytes(text.slice(0, length)))).rejects.toThrow(message);
    const { splits, report } = await readFer2013(bytes(text.slice(0, length)), { onBadRow: 'skip' });
    expect([splits.train.size, report.skipped.count]).toEqual([3, 1]);
  });

  it('between rows: the report tells by the counts', async () => {
    const { report } = await readFer2013(bytes(text.slice(0, text.lastIndexOf('\n'))));
    expect(report.differences).toContain('train: 3 pictures, FER2013 has 28709');
  });
});

describe('readFer2013: a file that is no FER2013 CSV', () => {
  const nothing = Uint8Array.of();
  it.each<[string, Uint8Array, RegExp]>([
    ['empty', nothing, /line 1: .*received an empty file/],
    ['only blank lines', bytes('\n \r\n\n'), /received an empty file/],
    ['only a header', bytes('emotion,pixels,Usage\n'), /received a header without rows/],
    ['only a header, no end of line', bytes('emotion,pixels,Usage'), /received a header without rows/],
    ['an HTML page', bytes('<!DOCTYPE html>\n<html><body>Sign in</body></html>'), /line 1: .*an HTML page.*fetch/],
    ['an HTML page after blanks', bytes('\n  <html>'), /line 2: .*an HTML page/],
    ['no pixels column', bytes('emotion,Usage\n0,Training\n'), /no column 'pixels' in the first line "emotion,Usage"/],
    ['no header', bytes(good.slice(good.indexOf('\n') + 1)), /no column 'pixels' in the first line "/],
    ['a column twice', bytes('emotion,pixels,pixels\n'), /column 'pixels' 2 times/],
    ['semicolons', bytes('emotion;pixels;Usage\n'), /no column 'pixels' in the first line "emotion;pixels;Usage"/],
    ['a zip archive', Uint8Array.of(0x50, 0x4b, 3, 4, 10, 1, 2), /a zip archive.*Unzip/],
    ['a tar archive', bytes(`fer2013/${'\0'.repeat(100)}\n`), /bytes that are no text.*tar/],
    [
      'UTF-16',
      new Uint8Array(Uint16Array.from('\ufeffemotion,pixels\n', (char) => char.charCodeAt(0)).buffer),
      /UTF-16/,
    ],
    ['one endless line', bytes('x'.repeat(70_000)), /no column 'pixels'/],
  ])('%s', async (_, content, message) => {
    for (const onBadRow of ['throw', 'skip'] as const) {
      const reading = readFer2013(content, { onBadRow });
      await expect(reading).rejects.toThrow(message);
      await expect(reading).rejects.toMatchObject({ code: 'invalid-data', name: 'FacePerturbError' });
    }
  });

  it('has rows, all bad: an error with the first cause even when skipping', async () => {
    const csv = 'emotion,pixels,Usage\n0,1 2 3,Training\n1,,Training\n';
    await expect(readFer2013(bytes(csv), { onBadRow: 'skip' })).rejects.toThrow(/2 bad ones; line 2: expected 2304/);
  });
});
