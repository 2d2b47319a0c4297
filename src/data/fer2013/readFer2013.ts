import { checkChoice, checkNumber, checkOptionNames } from '../../support/checks.js';
import { FacePerturbError } from '../../support/errors.js';
import type { ByteSource } from './byteSource.js';
import { EMOTIONS, type DatasetSplits, type ImageDataset } from '../dataset.js';
import {
  FER2013_PIXELS,
  FER2013_SIDE,
  OFFICIAL_COUNTS,
  SPLIT_NAMES,
  SPLIT_OF_USAGE,
  UNLABELLED,
  USAGE_OF_SPLIT,
  type SplitName,
} from './format.js';
import type { Fer2013Row } from './rowParser.js';
import { namedRows, type Fer2013RowsOptions } from './rows.js';
import { PictureStore } from './pictureStore.js';
import { reportOn, SkippedList, type DatasetReport } from '../report.js';

/** Options of {@link readFer2013}. */
export interface ReadFer2013Options extends Omit<Fer2013RowsOptions, 'onSkipped'> {
  /**
   * Read only the first so many pictures of each part of the data (at least 1).
   *
   * @default all
   */
  limit?: number;
  /**
   * Where the pictures of a file without a column `Usage` go; the other parts stay empty.
   *
   * @default 'train' for a file with labels (train.csv), 'test' for one without (test.csv)
   */
  split?: SplitName;
  /**
   * First part of the data sets' names.
   *
   * @default 'fer2013'
   */
  name?: string;
}

/** Data that was read, and what was found in it. */
export interface ReadDataset {
  /** The pictures, by part. */
  readonly splits: DatasetSplits;
  /** Counts, what was left out, and what differs from FER2013 as published. */
  readonly report: DatasetReport;
}

const NAMES = ['onBadRow', 'labels', 'signal', 'limit', 'split', 'name'];

/**
 * Reads FER2013's CSV into memory: 83 MB for all 35,887 pictures, and no more than that but a chunk of the file.
 *
 * @param source - The file's bytes, gzipped or not: in a browser a `File` or `response.body`; in Node see
 *   `readFer2013File` of `face-perturb/node`.
 * @returns The parts by `Usage` (Training: train, PublicTest: validation, PrivateTest: test) in the order of the
 *   file, and a report of counts, skipped rows and differences from the official FER2013.
 * @throws FacePerturbError as {@link fer2013Rows}, and `invalid-data` when no row is left.
 * @example
 * const { splits, report } = await readFer2013(file, { onBadRow: 'skip' });
 * if (!report.official) console.warn(report.differences.join('\n'));
 */
export async function readFer2013(source: ByteSource, options: ReadFer2013Options = {}): Promise<ReadDataset> {
  return readNamed('readFer2013', source, options);
}

/** {@link readFer2013} on behalf of another function or a file, whose name the errors bear. */
export async function readNamed(what: string, source: ByteSource, options: ReadFer2013Options): Promise<ReadDataset> {
  checkOptionNames(what, options, NAMES);
  const { limit, split, name = 'fer2013', ...rowOptions } = options;
  if (limit !== undefined) checkNumber(`${what}: limit`, limit, { min: 1, integer: true });
  if (split !== undefined) checkChoice(`${what}: split`, split, SPLIT_NAMES);

  const skipped = new SkippedList();
  const stores = storesFor(limit);
  const onSkipped = skipped.add.bind(skipped);
  for await (const row of namedRows(what, source, { ...rowOptions, onSkipped })) {
    const store = stores[splitOf(row, split)];
    if (limit === undefined || store.size < limit) store.add(row.pixels, row.label);
    else if (SPLIT_NAMES.every((each) => stores[each].size >= limit)) break;
  }

  const splits = splitsFrom(stores, name);
  if (SPLIT_NAMES.every((each) => splits[each].size === 0)) throw nothingRead(what, skipped);
  const notes = limit === undefined ? [] : [`only the first ${limit} pictures of each part were read`];
  return { splits, report: reportOn('csv', splits, skipped, notes) };
}

function storesFor(limit = Infinity): Record<SplitName, PictureStore> {
  const store = (split: SplitName) => new PictureStore(FER2013_PIXELS, Math.min(limit, OFFICIAL_COUNTS[split]));
  return { train: store('train'), validation: store('validation'), test: store('test') };
}

function splitOf({ usage, label }: Fer2013Row, split: SplitName | undefined): SplitName {
  if (usage) return SPLIT_OF_USAGE[usage];
  return split ?? (label === UNLABELLED ? 'test' : 'train');
}

function splitsFrom(stores: Record<SplitName, PictureStore>, name: string): DatasetSplits {
  const dataset = (split: SplitName): ImageDataset => ({
    name: `${name}/${USAGE_OF_SPLIT[split]}`,
    classNames: EMOTIONS,
    height: FER2013_SIDE,
    width: FER2013_SIDE,
    channels: 1,
    ...stores[split].finish(),
  });
  return { train: dataset('train'), validation: dataset('validation'), test: dataset('test') };
}

function nothingRead(what: string, skipped: SkippedList): FacePerturbError {
  const [first] = skipped.first;
  return new FacePerturbError(what, {
    code: 'invalid-data',
    expected: 'at least one good row',
    received: first ? `${skipped.count} bad ones; ${first.where}: ${first.reason}` : 'a header without rows',
  });
}
