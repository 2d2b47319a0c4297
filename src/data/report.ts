import type { DatasetSplits, ImageDataset } from './dataset.js';
import { classCounts } from './statistics.js';
import { OFFICIAL_CLASS_COUNTS, OFFICIAL_COUNTS, SPLIT_NAMES, type SplitName } from './fer2013/format.js';
import type { SkippedItem } from './fer2013/rows.js';

/** What was found in a part of the data. */
export interface SplitCounts {
  /** Pictures in all. */
  readonly pictures: number;
  /** Pictures of each class, in the order of the class ids. */
  readonly classes: readonly number[];
}

/** What a reader found: plain, JSON-able, to be shown and kept with results. */
export interface DatasetReport {
  /** The form the data came in. */
  readonly source: 'csv' | 'packed' | 'class-folders';
  /** Pictures in each part. */
  readonly counts: Readonly<Record<SplitName, SplitCounts>>;
  /** Rows or pictures left out. */
  readonly skipped: {
    /** How many. */
    readonly count: number;
    /** The first 1000 of them. */
    readonly first: readonly SkippedItem[];
  };
  /** Whether all counts are those of FER2013 as Kaggle publishes it. */
  readonly official: boolean;
  /** What differs from FER2013 as Kaggle publishes it, in words; empty when `official`. */
  readonly differences: readonly string[];
  /** What the reader decided by itself, in words: "no validation folder: …". */
  readonly notes: readonly string[];
}

/** Counts what was left out, and remembers the first of it. */
export class SkippedList {
  count = 0;
  readonly first: SkippedItem[] = [];

  /** Takes note of a row or picture that is left out. */
  add(item: SkippedItem): void {
    this.count++;
    if (this.first.length < 1000) this.first.push(item);
  }
}

/** Reports on data that was read, beside the official counts of FER2013. */
export function reportOn(
  source: DatasetReport['source'],
  splits: DatasetSplits,
  skipped: SkippedList = new SkippedList(),
  notes: readonly string[] = [],
): DatasetReport {
  const counts = {
    train: countsOf(splits.train),
    validation: countsOf(splits.validation),
    test: countsOf(splits.test),
  };
  const differences = SPLIT_NAMES.flatMap((split) => differencesOf(split, splits[split], counts[split]));
  return {
    source,
    counts,
    skipped: { count: skipped.count, first: [...skipped.first] },
    official: differences.length === 0,
    differences,
    notes: [...notes],
  };
}

function countsOf(dataset: ImageDataset): SplitCounts {
  return { pictures: dataset.size, classes: classCounts(dataset) };
}

function differencesOf(split: SplitName, { classNames }: ImageDataset, { pictures, classes }: SplitCounts): string[] {
  const total = OFFICIAL_COUNTS[split];
  const found = pictures === total ? [] : [`${split}: ${pictures} pictures, FER2013 has ${total}`];
  const byClass = OFFICIAL_CLASS_COUNTS[split].flatMap((official, id) =>
    classes[id] === official ? [] : [`${split}, ${classNames[id]}: ${classes[id]} pictures, FER2013 has ${official}`],
  );
  return [...found, ...byClass];
}
