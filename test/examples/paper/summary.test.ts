import { beforeAll, describe, expect, it } from 'vitest';
import { markdownTables } from '../../../examples/paper/report/markdown.js';
import { paperPage } from '../../../examples/paper/report/page.js';
import { allTables } from '../../../examples/paper/report/tables.js';
import type { RunResult, RunSettings } from '../../../examples/paper/records.js';
import { predictionTable } from '../../../examples/paper/summary/table.js';
import { summarise } from '../../../examples/paper/summary/summarise.js';
import type { PaperResults } from '../../../examples/paper/summary/results.js';
import { logitsNaming, madeUpGrid, madeUpRun, rightOn } from './madeUpRuns.js';

type Grid = Awaited<ReturnType<typeof madeUpGrid>>;

/** Share of faces that each arm names rightly, on plain faces and on masked ones. */
const SHARES: Record<string, [number, number?]> = {
  baseline: [0.5, 0.3],
  masked: [0.4, 0.1],
  perturb: [0.9],
  longer: [0.9],
  blobs: [0.95],
};

let grid: Grid;
let finished: Map<string, RunResult>;
let results: PaperResults;

function finishedRun(run: RunSettings, { data }: Grid, change = 0): RunResult {
  const { labels } = data.plain.test;
  const [plain, masked] = SHARES[run.arm] ?? [0.5];
  const naming = (share: number) => logitsNaming(rightOn(share + change, labels));
  return madeUpRun(run, data, { plain: naming(plain), ...(masked !== undefined && { masked: naming(masked) }) });
}

beforeAll(async () => {
  grid = await madeUpGrid('--seeds', '2');
  // Every wrong face of the baseline's first seed is a repeated one.
  const { labels } = grid.data.plain.test;
  grid.data.repeated = Array.from(rightOn(0.5, labels), (id, face) => id !== labels[face]);
  finished = new Map(grid.runs.map((run) => [run.id, finishedRun(run, grid, run.seed === 2 ? 0.04 : 0)]));
  results = summarise(grid.request, finished, grid.data);
});

const scoresOf = (arm: string, clusters?: number) =>
  results.arms.find((each) => each.arm === arm && each.testedOn === 'plain' && each.clusters === clusters)!;
const pair = (first: string, second: string, testedOn = 'plain') =>
  results.comparisons.find(
    (each) =>
      each.first.arm === first &&
      each.second.arm === second &&
      each.second.testedOn === testedOn &&
      (each.second.clusters ?? 3) === 3,
  )!;

describe('the summary', () => {
  it('scores each arm as counted by hand', () => {
    const { labels } = grid.data.plain.test;
    const accuracyOf = (share: number) =>
      rightOn(share, labels).filter((id, face) => id === labels[face]).length / labels.length;
    const { scores, updates, pictures, epochs } = scoresOf('baseline');
    expect(scores.tenCrop.bySeed).toEqual([accuracyOf(0.5), accuracyOf(0.54)]);
    expect(scores.tenCrop.accuracy.mean).toBeCloseTo((accuracyOf(0.5) + accuracyOf(0.54)) / 2, 12);
    expect([updates, pictures, epochs]).toEqual([20, 200, 2]);
    // Without the repeated faces, which are those that the first seed gets wrong, all is right.
    expect(scores.tenCrop.accuracyWithoutRepeats.mean).toBe(1);
    expect(pair('baseline', 'perturb').views.tenCrop.withoutRepeats.estimate).toBe(0);
  });

  it('takes macro F1 from the classes', () => {
    const run = grid.runs.find(({ id }) => id === 'slim-baseline-seed1')!;
    const { labels } = grid.data.plain.test;
    // All faces are called angry: its F1 is 2 n / (n + all), that of the six others 0.
    const angry = labels.filter((label) => label === 0).length;
    const others = new Map([[run.id, madeUpRun(run, grid.data, { plain: logitsNaming(labels.map(() => 0)) })]]);
    const one = summarise({ ...grid.request, seeds: 1 }, others, grid.data);
    const { macroF1, perClass } = one.arms.find(({ arm }) => arm === 'baseline')!.scores.plain;
    expect(macroF1.mean).toBeCloseTo((2 * angry) / (angry + labels.length) / 7, 12);
    expect(perClass.map(({ mean }) => mean)).toEqual([1, 0, 0, 0, 0, 0, 0]);
  });

  it('gives differences as the second less the first', () => {
    const gain =
      scoresOf('perturb', 3).scores.tenCrop.accuracy.mean - scoresOf('baseline').scores.tenCrop.accuracy.mean;
    const { accuracy, mcnemar } = pair('baseline', 'perturb').views.tenCrop;
    expect(accuracy.estimate).toBeCloseTo(gain, 12);
    expect(accuracy.low).toBeGreaterThan(0.2);
    expect([mcnemar.moreFirst, mcnemar.net > 0]).toEqual([0, true]);
    expect(pair('blobs', 'perturb').views.plain.accuracy.estimate).toBeLessThan(0);
    expect(pair('baseline', 'masked', 'masked').views.plain.accuracy.high).toBeLessThan(0);
  });

  it('judges the claims', () => {
    const verdicts = (source: string) =>
      results.claims.filter((each) => each.source === source).map(({ verdict }) => verdict);
    expect(verdicts('Table 2')).toEqual(['holds']);
    // Longer training and one cluster name the very same faces rightly.
    expect(verdicts('Table 2, controlled')).toEqual(['does not hold']);
    expect(verdicts('Figure 5')).toEqual(['does not hold']);
    // All classes gain; the paper's VGG16 loses on happy and sad faces.
    const table3 = Object.fromEntries(
      results.claims
        .filter(({ source }) => source === 'Table 3')
        .map(({ claim, verdict }) => [claim.split(' ')[0], verdict]),
    );
    expect(table3).toEqual({
      ...{ angry: 'holds', disgust: 'holds', fear: 'holds', surprise: 'holds', neutral: 'holds' },
      ...{ happy: 'does not hold', sad: 'does not hold' },
    });
    expect(verdicts('Table 1').slice(0, 7)).toEqual(Array(7).fill('holds'));
  });

  it('leaves out arms of which a seed is missing, and what compares with them', () => {
    const some = [...finished].filter(([, { settings }]) => ['baseline', 'blobs', 'longer'].includes(settings.arm));
    const all = summarise(grid.request, new Map(some), grid.data);
    const fewer = new Map(some);
    fewer.delete('slim-blobs-seed2');
    const { arms, comparisons } = summarise(grid.request, fewer, grid.data);
    expect(arms.length).toBe(all.arms.length - 1);
    expect(arms.map(({ arm }) => arm)).not.toContain('blobs');
    expect(comparisons.flatMap(({ first, second }) => [first.arm, second.arm])).not.toContain('blobs');
    expect(all.comparisons.length - comparisons.length).toBe(1);
  });

  it('is empty, and still a report, when nothing is done', async () => {
    const none = summarise(grid.request, new Map(), grid.data);
    expect([none.arms, none.comparisons, none.claims]).toEqual([[], [], []]);
    expect(allTables(none).map(({ title }) => title)).toEqual(['Figure 3: pictures of each class']);
  });
});

it('an ensemble names the class of the highest sum of logits', async () => {
  const { request, data, runs } = await madeUpGrid('table1', '--networks', 'slim,slimVgg16');
  const two = (first: number, second: number) =>
    Float32Array.from({ length: 210 * 7 }, (_, at) => [first, second][at % 7] ?? -1);
  // Alone the first says class 0, the second class 1, which it is surer of.
  const all = new Map(
    runs.map((run) => [run.id, madeUpRun(run, data, { plain: run.network === 'slim' ? two(1, 0.5) : two(1, 3) })]),
  );
  const table = predictionTable(all, { ...request, classes: 7 });
  const named = (network: 'slim' | 'slimVgg16' | 'ensemble') =>
    new Set(table.predictions(network, { arm: 'baseline', testedOn: 'plain' })!.tenCrop[0]);
  expect([named('slim'), named('slimVgg16'), named('ensemble')]).toEqual([new Set([0]), new Set([1]), new Set([1])]);
  all.delete('slim-baseline-seed1');
  expect(table.predictions('ensemble', { arm: 'baseline', testedOn: 'plain' })).toBeUndefined();
});

describe('the report', () => {
  const TITLES = [
    "The paper's claims",
    'Table 1:',
    'Table 2:',
    'Is it the clusters?',
    'Table 3:',
    'Figure 5:',
    'Figure 3:',
  ];

  it('has every table, whole', () => {
    const tables = allTables(results);
    expect(tables.map(({ title }) => TITLES.find((begin) => title.startsWith(begin)))).toEqual(TITLES);
    for (const { head, rows } of tables) {
      for (const row of rows) expect([row[1], row.length]).toEqual([row[1], head.length]);
    }
  });

  it('is Markdown of every table', () => {
    const text = markdownTables(results);
    for (const { title } of allTables(results)) expect(text).toContain(`## ${title}\n`);
    expect(text).not.toMatch(/undefined|NaN|null|\[object/);
    expect(text).toContain('npm run paper -- --preset smoke --networks slim --seeds 2');
  });

  it('is a page without holes, with escaped names', async () => {
    const name = '<b>"faces"</b> & more';
    const named = { ...results, data: { ...results.data, name } };
    const figures = { height: 16, width: 16, channels: 1, saliency: {}, face: '' } as const;
    const page = await paperPage(named, figures);
    expect(page).not.toMatch(/undefined|NaN|\[object/);
    expect(page).not.toContain('<b>"faces"');
    expect(page).toContain('&lt;b&gt;&quot;faces&quot;&lt;/b&gt; &amp; more');
    for (const begin of TITLES) expect(page).toContain(begin.replace("'", '&#39;'));
  });
});
