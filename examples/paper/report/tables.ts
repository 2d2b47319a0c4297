import { paperNetwork, PAPER_FIGURE_5, PAPER_TABLE_1, PAPER_TABLE_2, PAPER_TABLE_3 } from '../../shared/paper.js';
import { grouped, percent, points, pointsRange, signed } from '../../shared/report/words.js';
import type { View } from '../../shared/predict.js';
import type { Interval } from '../../shared/statistics.js';
import type { SeedSummary } from '../statistics/seedSummary.js';
import type { ArmReference, Comparison, PaperResults, Speaker } from '../summary/results.js';
import { armInWords, networkName } from './names.js';

/** A table as plain cells, for HTML and Markdown alike. */
export interface PlainTable {
  title: string;
  head: string[];
  rows: string[][];
  /** What a reader has to know of it. */
  note: string;
}

/** All tables for which there are runs. */
export function allTables(results: PaperResults): PlainTable[] {
  return [
    claimsTable(results),
    table1(results),
    table2(results),
    controls(results),
    table3(results),
    figure5(results),
    figure3(results),
  ].filter(({ rows }) => rows.length > 0);
}

/** Figure 3: pictures of each class. */
function figure3({ data }: PaperResults): PlainTable {
  const { train, validation, test } = data.splits;
  return {
    title: 'Figure 3: pictures of each class',
    head: ['class', train.name, validation.name, test.name],
    rows: [
      ...data.classNames.map((name, at) => [
        name,
        ...[train, validation, test].map((split) => grouped(split.perClass[at]!)),
      ]),
      ['all', ...[train, validation, test].map(({ count }) => grouped(count))],
    ],
    note: `${grouped(data.repeatedTestFaces)} test pictures have the very pixels of a picture in another split.`,
  };
}

function claimsTable({ claims }: PaperResults): PlainTable {
  return {
    title: "The paper's claims",
    head: ['where', 'network', 'claim', 'paper', 'here (interval)', 'verdict'],
    rows: claims.map(({ source, network, claim, paper, interval, verdict }) => [
      source,
      networkName(network),
      claim,
      paper === undefined ? '' : signed(paper, 1),
      change(interval),
      verdict,
    ]),
    note:
      'Percentage points, ten crops. A claim holds when its whole interval lies on the claimed side of zero, and does not when the ' +
      'whole interval lies on the other, or, for a gain in accuracy, short of one point; else it is undecided at this size. Intervals are 95 %, over test faces and seeds; those of single classes are ' +
      'corrected for the number of classes (Bonferroni).',
  };
}

/** Table 1: what masks do to each class. */
function table1(results: PaperResults): PlainTable {
  const pairs = [
    ['masked', 'masked'],
    ['masked', 'plain'],
    ['baseline', 'masked'],
  ] as const;
  const rows = results.comparisons.filter(
    ({ first, second }) =>
      first.arm === 'baseline' && pairs.some(([arm, on]) => second.arm === arm && second.testedOn === on),
  );
  return {
    title: 'Table 1: what masks do to each class',
    head: ['network', 'trained, tested', ...results.data.classNames, 'all'],
    rows: rows.flatMap((pair) => [
      [networkName(pair.network), maskPair(pair.second), ...classChanges(pair), change(pair.views.tenCrop.accuracy)],
      ...(pair.second.arm === 'masked' && pair.second.testedOn === 'masked'
        ? [[...paperRow(pair.network, results.data.classNames, PAPER_TABLE_1), '–']]
        : []),
    ]),
    note:
      "Change of each class's accuracy against the baseline trained and tested on plain faces, in percentage points, ten crops, with intervals at the level " +
      "corrected for the number of classes. The paper's row is its Table 1, in per cent; it doesn't say what the networks were tested on.",
  };
}

function maskPair({ arm, testedOn }: ArmReference): string {
  return `${arm === 'masked' ? 'masked' : 'plain'}, ${testedOn}`;
}

/** Table 2: accuracy and macro F1 of every arm. */
function table2({ arms }: PaperResults): PlainTable {
  return {
    title: 'Table 2: accuracy and macro F1',
    head: [
      'network',
      'arm',
      'ten crops',
      'without repeats',
      'macro F1',
      'centre crop',
      'epochs',
      'updates',
      'pictures',
      'paper',
    ],
    rows: arms
      .filter(({ clusters, arm }) => arm !== 'perturb' || clusters === 3)
      .map(({ network, scores, epochs, updates, pictures, ...arm }) => [
        networkName(network),
        armInWords(arm),
        summary(scores.tenCrop.accuracy),
        percent(scores.tenCrop.accuracyWithoutRepeats.mean),
        scores.tenCrop.macroF1.mean.toFixed(3),
        summary(scores.plain.accuracy),
        String(epochs),
        grouped(updates),
        grouped(pictures),
        paperScore(network, arm),
      ]),
    note: 'Mean over the seeds ± standard deviation between them, on the test split. “Without repeats” leaves out the test pictures that also stand in another split. Updates and pictures are those of one run.',
  };
}

/** The Perturb Scheme against the baseline and each control, and each control against the baseline. */
function controls({ comparisons }: PaperResults): PlainTable {
  const shown = comparisons.filter(
    ({ first, second }) =>
      second.testedOn === 'plain' &&
      second.arm !== 'masked' &&
      (second.clusters ?? 3) === 3 &&
      (first.clusters ?? 3) === 3,
  );
  return {
    title: 'Is it the clusters?',
    head: ['network', 'this', 'less that', 'accuracy', 'macro F1', 'centre crop', 'without repeats', 'McNemar p'],
    rows: shown.map(({ network, first, second, views: { tenCrop, plain } }) => [
      networkName(network),
      armInWords(second),
      armInWords(first),
      change(tenCrop.accuracy),
      `${signed(tenCrop.macroF1.estimate, 3)} (${signed(tenCrop.macroF1.low, 3)} to ${signed(tenCrop.macroF1.high, 3)})`,
      change(plain.accuracy),
      change(tenCrop.withoutRepeats),
      pValue(tenCrop.mcnemar.pValue),
    ]),
    note: 'Percentage points with 95 % intervals over test faces and seeds. McNemar’s test counts each face once, with all seeds; it speaks of these networks, not of other seeds.',
  };
}

/** Table 3: change of each class with the Perturb Scheme. */
function table3({ comparisons, data }: PaperResults): PlainTable {
  const shown = comparisons.filter(
    ({ first, second }) =>
      second.arm === 'perturb' && second.clusters === 3 && (first.arm === 'baseline' || first.arm === 'longer'),
  );
  return {
    title: 'Table 3: change of each class with the Perturb Scheme',
    head: ['network', 'against', ...data.classNames],
    rows: shown.flatMap((pair) => [
      [networkName(pair.network), armInWords(pair.first), ...classChanges(pair)],
      ...(pair.first.arm === 'baseline' ? [paperRow(pair.network, data.classNames, PAPER_TABLE_3)] : []),
    ]),
    note: 'Percentage points, ten crops; * where McNemar’s test on the faces of the class, corrected for seven classes (Holm), gives p < 0.05.',
  };
}

/** Figure 5: accuracy by the number of clusters. */
function figure5({ arms, comparisons }: PaperResults): PlainTable {
  const rows = arms.filter(({ arm }) => arm === 'perturb');
  const against = (network: Speaker, clusters: number) =>
    comparisons.find(
      ({ network: whose, first, second }) =>
        whose === network && first.arm === 'baseline' && second.arm === 'perturb' && second.clusters === clusters,
    )?.views.tenCrop.accuracy;
  return {
    title: 'Figure 5: accuracy by the number of clusters',
    head: ['network', 'clusters', 'accuracy', 'less baseline', 'paper (VGG16)'],
    rows:
      rows.length < 2
        ? []
        : rows.map(({ network, clusters = 0, scores }) => [
            networkName(network),
            String(clusters),
            summary(scores.tenCrop.accuracy),
            difference(against(network, clusters)),
            `${PAPER_FIGURE_5[clusters]?.toFixed(1)} %`,
          ]),
    note: 'Ten crops; mean ± standard deviation over the seeds. Every arm meets each face equally often, so that n clusters come with n + 1 times the pictures.',
  };
}

function classChanges({ views: { tenCrop } }: Comparison): string[] {
  return tenCrop.perClassCorrected.map(
    (interval, at) => `${change(interval)}${(tenCrop.perClassPValues[at] ?? 1) < 0.05 ? '*' : ''}`,
  );
}

function paperRow(
  network: Speaker,
  classNames: readonly string[],
  paper: Readonly<Record<string, Readonly<Record<string, number>>>>,
) {
  const name = paperNetwork(network);
  const found = paper[name];
  return [
    '',
    `paper, ${name}`,
    ...classNames.map((each) => (found?.[each] === undefined ? '–' : signed(found[each], 1))),
  ];
}

function paperScore(network: Speaker, { arm, testedOn }: ArmReference): string {
  const found = PAPER_TABLE_2.find((each) => each.network === paperNetwork(network));
  if (testedOn === 'masked' || (arm !== 'baseline' && arm !== 'perturb')) return '';
  const scores = found?.[arm];
  return scores ? `${found.network} ${scores.accuracy.toFixed(1)} %, ${scores.f1}` : '';
}

function summary({ mean, sd }: SeedSummary): string {
  return sd === null ? percent(mean) : `${percent(mean)} ± ${(sd * 100).toFixed(1)}`;
}

function change(interval: Interval): string {
  return `${points(interval.estimate)} (${pointsRange(interval)})`;
}

function difference(interval: Interval | undefined): string {
  return interval ? change(interval) : '';
}

function pValue(value: number): string {
  return value < 0.001 ? '< 0.001' : value.toFixed(3);
}

/** The views' names, for captions. */
export const VIEW_NAMES: Record<View, string> = { plain: 'centre crop', tenCrop: 'ten crops' };
