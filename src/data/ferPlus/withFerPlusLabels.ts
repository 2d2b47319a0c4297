import { checkChoice, checkOptionNames } from '../../support/checks.js';
import { FacePerturbError, show } from '../../support/errors.js';
import { EMOTIONS, type DatasetSplits, type ImageDataset } from '../dataset.js';
import { SPLIT_NAMES, type SplitName } from '../fer2013/format.js';
import { subset } from '../subset.js';
import { chooseLabel, FER_PLUS_RULES, type FerPlusLeftOut, type FerPlusRule } from './choose.js';
import { FER_PLUS_CATEGORIES, type FerPlusSplitVotes, type FerPlusVotes } from './votes.js';

/** Options of {@link withFerPlusLabels}. */
export interface FerPlusLabelOptions {
  /**
   * How ten votes become one label.
   *
   * @default 'majority'
   */
  rule?: FerPlusRule;
}

/** What became of one part of the data. */
export interface FerPlusCounts {
  /** Pictures before. */
  readonly pictures: number;
  /** Pictures that stay. */
  readonly kept: number;
  /** Of those, pictures with another label than before. */
  readonly changed: number;
  /** Pictures left out, by the reason. */
  readonly leftOut: Readonly<Record<FerPlusLeftOut, number>>;
}

/** Data with FER+'s labels, and what became of it. */
export interface FerPlusLabelled {
  /** The pictures that stay, in their order, with new labels; class names and ids as before. */
  readonly splits: DatasetSplits;
  /** For each picture that stays, its number in the part it came from. */
  readonly rows: Readonly<Record<SplitName, Int32Array>>;
  /** The rule, and what became of each part. Plain, JSON-able. */
  readonly report: { readonly rule: FerPlusRule } & Readonly<Record<SplitName, FerPlusCounts>>;
}

const WHAT = 'withFerPlusLabels';
/** FER+ confirms about two in three of FER2013's labels; of pictures in another order, fewer than one in five. */
const LEAST_AGREEMENT = 0.4;
/** From this many pictures on, less agreement than that is no chance. */
const ENOUGH = 100;

/**
 * FER2013 with the labels of FER+: ten taggers looked at each picture again (Barsoum et al. 2016, arXiv:1608.01041).
 *
 * @param splits - FER2013, or pictures made of it one for one (masked ones): whole and in the order of its rows.
 * @param votes - Read by `readFerPlus`.
 * @throws FacePerturbError `invalid-argument` when a part has another number of pictures than the votes, or their labels
 *   have so little in common that the order must be another; `invalid-data` for other classes than FER2013's;
 *   `invalid-option`.
 * @example
 * const { splits: relabelled, report } = withFerPlusLabels(splits, await readFerPlus(file));
 * console.log(report.test); // { pictures: 3589, kept: 3350, changed: 1154, leftOut: { tie: 170, … } }
 */
export function withFerPlusLabels(
  splits: DatasetSplits,
  votes: FerPlusVotes,
  options: FerPlusLabelOptions = {},
): FerPlusLabelled {
  checkOptionNames(WHAT, options, ['rule']);
  const rule = checkChoice(`${WHAT}: rule`, options.rule ?? 'majority', FER_PLUS_RULES);
  for (const split of SPLIT_NAMES) checkFits(split, splits[split], votes[split]);
  const parts = {
    train: relabel(splits.train, votes.train, rule),
    validation: relabel(splits.validation, votes.validation, rule),
    test: relabel(splits.test, votes.test, rule),
  };
  for (const split of SPLIT_NAMES) checkOrder(split, parts[split].counts);
  const { train, validation, test } = parts;
  return {
    splits: { train: train.dataset, validation: validation.dataset, test: test.dataset },
    rows: { train: train.rows, validation: validation.rows, test: test.rows },
    report: { rule, train: train.counts, validation: validation.counts, test: test.counts },
  };
}

function relabel(dataset: ImageDataset, { votes }: FerPlusSplitVotes, rule: FerPlusRule) {
  const leftOut = { contempt: 0, unknown: 0, notAFace: 0, tie: 0, noVotes: 0 };
  const width = FER_PLUS_CATEGORIES.length;
  const rows: number[] = [];
  const labels: number[] = [];
  for (let row = 0; row < dataset.size; row++) {
    const label = chooseLabel(votes.subarray(row * width, (row + 1) * width), rule);
    if (typeof label === 'string') {
      leftOut[label]++;
      continue;
    }
    rows.push(row);
    labels.push(label);
  }
  const changed = rows.filter((row, at) => dataset.labels[row] !== labels[at]).length;
  return {
    dataset: { ...subset(dataset, rows, `${dataset.name}/ferplus`), labels: Uint8Array.from(labels) },
    rows: Int32Array.from(rows),
    counts: { pictures: dataset.size, kept: rows.length, changed, leftOut },
  };
}

function checkFits(split: SplitName, { size, classNames }: ImageDataset, votes: FerPlusSplitVotes): void {
  if (classNames.length !== EMOTIONS.length || EMOTIONS.some((name, id) => classNames[id] !== name)) {
    throw new FacePerturbError(`${WHAT}: ${split}: classes`, {
      code: 'invalid-data',
      expected: `those of FER2013 (${EMOTIONS.join(', ')})`,
      received: show(classNames),
    });
  }
  if (size === votes.size) return;
  throw new FacePerturbError(`${WHAT}: ${split}`, {
    code: 'invalid-argument',
    expected: `as many pictures as FER+ has votes for (${votes.size})`,
    received: `${size}`,
    fix: 'Votes belong to pictures by their row: give all of FER2013, read without `limit` and without skipped rows.',
  });
}

function checkOrder(split: SplitName, { kept, changed }: FerPlusCounts): void {
  const agreement = 1 - changed / kept;
  if (kept < ENOUGH || agreement >= LEAST_AGREEMENT) return;
  throw new FacePerturbError(`${WHAT}: ${split}`, {
    code: 'invalid-argument',
    expected: "pictures in the order of FER2013's rows, of whose labels FER+ confirms about 66 %",
    received: `labels of which it confirms ${Math.round(100 * agreement)} %`,
    fix: 'Give the pictures in the order of fer2013.csv; class folders and shuffled sets have another.',
  });
}
