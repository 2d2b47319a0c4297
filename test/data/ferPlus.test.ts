import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  readFerPlus,
  withFerPlusLabels,
  type DatasetSplits,
  type Fer2013Usage,
  type FerPlusVotes,
} from '../../src/data/index.js';
import { readPackedLabels } from '../../src/node/packedLabels.js';
import { DATA_FOLDER, needs } from '../support/sharedFiles.js';
import { bytes, cutAt, gzipped, noiseDataset } from './csvFixtures.js';

const HEADER = 'Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF';
const ROWS = [
  'Training,fer0000000.png,4,0,0,1,3,2,0,0,0,0', // neutral
  'Training,fer0000001.png,0,6,4,0,0,0,0,0,0,0', // happiness
  'Training,fer0000002.png,0,0,0,4,4,0,0,0,2,0', // sadness and anger
  'Training,,0,0,0,0,0,0,0,0,0,10', // not a face
  'Training,fer0000004.png,0,0,0,0,2,0,1,7,0,0', // contempt, then anger
  'PublicTest,fer0028638.png,0,0,10,0,0,0,0,0,0,0', // surprise
  'PublicTest,fer0028639.png,0,0,0,0,0,1,3,0,6,0', // unknown, then fear
  'PrivateTest,fer0032220.png,0,0,0,0,0,9,0,1,0,0', // disgust
  'PrivateTest,fer0032221.png,0,1,0,0,0,0,8,0,1,0', // fear
  'PrivateTest,fer0032222.png,3,0,0,0,0,0,0,3,4,0', // unknown, then neutral; contempt and neutral beside it
];
const csv = (...rows: string[]) => bytes([HEADER, ...rows, ''].join('\n'));
const whole = csv(...ROWS);

const splits: DatasetSplits = {
  train: { ...noiseDataset('train', 5, 4), labels: Uint8Array.of(6, 3, 4, 0, 0) },
  validation: { ...noiseDataset('validation', 2, 4), labels: Uint8Array.of(2, 2) },
  test: { ...noiseDataset('test', 3, 4), labels: Uint8Array.of(1, 2, 6) },
};

describe('readFerPlus', () => {
  it('reads the votes by Usage, in order', async () => {
    const votes = await readFerPlus(whole);
    expect([votes.train.size, votes.validation.size, votes.test.size]).toEqual([5, 2, 3]);
    expect(Array.from(votes.train.votes.subarray(0, 20))).toEqual([
      4, 0, 0, 1, 3, 2, 0, 0, 0, 0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 0,
    ]);
    expect(Array.from(votes.test.votes.subarray(20))).toEqual([3, 0, 0, 0, 0, 0, 0, 3, 4, 0]);
    expect([votes.train.unnamed, votes.test.unnamed]).toEqual([1, 0]);
  });

  it('reads the same packed, with CRLF and a byte order mark, in pieces, and without a last line end', async () => {
    const votes = await readFerPlus(whole);
    const text = [HEADER, ...ROWS].join('\r\n');
    for (const source of [await gzipped(whole), bytes(`\ufeff${text}`), cutAt(whole, [3, 95, 96, 200]), bytes(text)]) {
      expect(await readFerPlus(source)).toEqual(votes);
    }
  });

  it('reads columns in another order', async () => {
    const turned = [HEADER, ...ROWS].map((line) => line.split(',').reverse().join(',')).join('\n');
    expect(await readFerPlus(bytes(turned))).toEqual(await readFerPlus(whole));
  });

  it.each([
    ['', "line 1: expected FER+'s fer2013new.csv", 'received an empty file'],
    [HEADER, 'line 1', 'a header without rows'],
    ['emotion,pixels,Usage\n3,0 1 2,Training', 'line 1', "no column 'Image name' in the first line"],
    [`${HEADER},Fear\n`, 'line 1', "more than one column 'fear'"],
    [`${HEADER}\n${ROWS[0]}\nTest,a.png,4,0,0,1,3,2,0,0,0,0`, 'line 3: Usage', 'PrivateTest, received "Test"'],
    [`${HEADER}\nTraining,a.png,4,0,0,1,3,2,0,0,0,11`, 'line 2: NF', '0 … 10, received "11"'],
    [`${HEADER}\nTraining,a.png,4,0,0,-1,3,2,0,0,0,0`, 'line 2: sadness', 'received "-1"'],
    [`${HEADER}\nTraining,a.png,4,0,0`, 'line 2: sadness', 'received a short row'],
    ['x'.repeat(5000), 'line 1', 'more than 4096 characters'],
  ])('refuses %j', async (text, where, received) => {
    const refusal = readFerPlus(bytes(text));
    await expect(refusal).rejects.toThrow(where);
    await expect(refusal).rejects.toThrow(received);
  });

  it('stops by its signal, and takes no other option', async () => {
    await expect(readFerPlus(whole, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    await expect(readFerPlus(whole, { limit: 3 } as object)).rejects.toThrow('unknown option');
  });
});

describe('withFerPlusLabels', () => {
  it('takes the label with the most votes, and leaves out what has none of the seven', async () => {
    const labelled = withFerPlusLabels(splits, await readFerPlus(whole));
    const { train, validation, test } = labelled.splits;
    expect([train.labels, validation.labels, test.labels].map((labels) => [...labels])).toEqual([[6, 3], [5], [1, 2]]);
    expect([...labelled.rows.train, ...labelled.rows.validation, ...labelled.rows.test]).toEqual([0, 1, 0, 0, 1]);
    expect(test.pixels).toEqual(splits.test.pixels.subarray(0, 32));
    expect(train.name).toBe('train/ferplus');
    expect(labelled.report).toEqual({
      rule: 'majority',
      train: {
        pictures: 5,
        kept: 2,
        changed: 0,
        leftOut: { contempt: 1, unknown: 0, notAFace: 1, tie: 1, noVotes: 0 },
      },
      validation: {
        pictures: 2,
        kept: 1,
        changed: 1,
        leftOut: { contempt: 0, unknown: 1, notAFace: 0, tie: 0, noVotes: 0 },
      },
      test: { pictures: 3, kept: 2, changed: 0, leftOut: { contempt: 0, unknown: 1, notAFace: 0, tie: 0, noVotes: 0 } },
    });
  });

  it('counts votes for the seven alone, when told to', async () => {
    const labelled = withFerPlusLabels(splits, await readFerPlus(whole), { rule: 'plurality-of-7' });
    expect([...labelled.splits.train.labels]).toEqual([6, 3, 0]);
    expect([...labelled.rows.train]).toEqual([0, 1, 4]);
    expect(labelled.report.train.leftOut).toEqual({ contempt: 0, unknown: 0, notAFace: 0, tie: 1, noVotes: 1 });
    expect([...labelled.splits.validation.labels, ...labelled.splits.test.labels]).toEqual([5, 2, 1, 2, 6]);
  });

  it('leaves the data it was given as they are', async () => {
    const before = [...splits.validation.labels];
    withFerPlusLabels(splits, await readFerPlus(whole));
    expect([...splits.validation.labels]).toEqual(before);
  });

  it('refuses a part of the data, other classes, and other rules', async () => {
    const votes = await readFerPlus(whole);
    const short = { ...splits, train: noiseDataset('train', 4, 4) };
    const message =
      'withFerPlusLabels: train: expected as many pictures as FER+ has votes for (5), received 4. Votes belong';
    expect(() => withFerPlusLabels(short, votes)).toThrow(message);
    const turned = { ...splits, test: { ...splits.test, classNames: [...splits.test.classNames].reverse() } };
    expect(() => withFerPlusLabels(turned, votes)).toThrow('test: classes: expected those of FER2013 (angry, disgust');
    expect(() => withFerPlusLabels(splits, votes, { rule: 'most' as 'majority' })).toThrow("'plurality-of-7'");
    expect(() => withFerPlusLabels(splits, votes, { rules: 1 } as object)).toThrow('unknown option');
  });

  it('refuses pictures in another order, by their labels', () => {
    const votes = Uint8Array.from({ length: 1400 }, (_, at) => (at % 10 === Math.floor(at / 10) % 7 ? 10 : 0));
    const labels = Uint8Array.from({ length: 140 }, (_, row) => [6, 3, 5, 4, 0, 1, 2][row % 7] as number);
    const some: FerPlusVotes = {
      train: { size: 140, votes, unnamed: 0 },
      validation: { size: 0, votes: new Uint8Array(0), unnamed: 0 },
      test: { size: 0, votes: new Uint8Array(0), unnamed: 0 },
    };
    const none = noiseDataset('none', 0, 4);
    const right = { ...noiseDataset('train', 140, 4), labels };
    expect(withFerPlusLabels({ train: right, validation: none, test: none }, some).report.train.changed).toBe(0);
    const sorted = { ...right, labels: labels.slice().sort() };
    const message =
      /train: expected pictures in the order of FER2013's rows.* received labels of which it confirms 1\d %/;
    expect(() => withFerPlusLabels({ train: sorted, validation: none, test: none }, some)).toThrow(message);
  });
});

// Reference: counted with pandas and numpy on the same files.
describe('the real file', () => {
  it('fits FER2013, and calls 173 pictures no face', async (context) => {
    const [labelFile, file] = [join(DATA_FOLDER, 'fer2013-labels.json'), join(DATA_FOLDER, 'ferplus.csv.gz')];
    needs(context, labelFile, file);
    const votes = await readFerPlus(createReadStream(file));
    expect(votes.train.unnamed + votes.validation.unnamed + votes.test.unnamed).toBe(173);
    const official = await readPackedLabels('test', labelFile);
    // The labels are the real ones; one byte stands for each picture.
    const part = (usage: Fer2013Usage) => {
      const labels = official.labels.slice(...official.splits[usage]);
      return { ...noiseDataset(usage, labels.length, 1), labels };
    };
    const faces = { train: part('Training'), validation: part('PublicTest'), test: part('PrivateTest') };
    const majority = withFerPlusLabels(faces, votes).report;
    const leftOut = (contempt: number, unknown: number, notAFace: number, tie: number) => ({
      leftOut: { contempt, unknown, notAFace, tie, noVotes: 0 },
    });
    expect(majority.train).toEqual({ pictures: 28_709, kept: 26_778, changed: 9165, ...leftOut(162, 170, 150, 1449) });
    expect(majority.validation).toEqual({ pictures: 3589, kept: 3372, changed: 1168, ...leftOut(24, 25, 11, 157) });
    expect(majority.test).toEqual({ pictures: 3589, kept: 3350, changed: 1154, ...leftOut(26, 27, 16, 170) });
    const seven = withFerPlusLabels(faces, votes, { rule: 'plurality-of-7' }).report;
    expect([seven.train.kept, seven.validation.kept, seven.test.kept]).toEqual([27_197, 3440, 3410]);
    expect([seven.train.changed, seven.validation.changed, seven.test.changed]).toEqual([9460, 1221, 1190]);
    expect([seven.test.leftOut.tie, seven.test.leftOut.noVotes]).toEqual([163, 16]);
  });
});
