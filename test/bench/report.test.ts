import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { BENCH_BACKENDS } from '../../bench/backends.js';
import { commandOf } from '../../bench/command.js';
import { agree, type Measured, type Samples } from '../../bench/measure.js';
import { comparisonTable } from '../../bench/report/comparison.js';
import { convolutionTable } from '../../bench/report/convolutions.js';
import { fillMarks } from '../../bench/report/docs.js';
import { ratesTable } from '../../bench/report/rates.js';
import { threeDigits, toMarkdown } from '../../bench/report/table.js';
import { allTables } from '../../bench/report/tables.js';
import type { BenchResults } from '../../bench/results.js';

const PERFORMANCE = new URL('../../docs/performance.md', import.meta.url);

function samples(participant: string, wall: number[], more: Partial<Samples> = {}): Samples {
  return { participant, wall, cpu: wall, repeat: 1, work: 100, ...more };
}

function measured(task: string, those: Samples[], failures: Record<string, string> = {}): Measured {
  return { task, unit: 'images', samples: those, failures };
}

describe('tables in a document', () => {
  const document = 'Prose $& above.\n\n<!-- bench:step -->\nold\n<!-- /bench:step -->\n\nProse below.\n';

  it('go between their marks and leave the prose alone', () => {
    const { document: filled, homeless } = fillMarks(document, { step: '| $1 |' });
    expect(filled).toBe('Prose $& above.\n\n<!-- bench:step -->\n\n| $1 |\n\n<!-- /bench:step -->\n\nProse below.\n');
    expect(homeless).toEqual([]);
    expect(fillMarks(filled, { step: '| $1 |' }).document).toBe(filled);
  });

  it('without a place are named and change nothing', () => {
    expect(fillMarks(document, { steps: 'x', other: 'y' })).toEqual({ document, homeless: ['steps', 'other'] });
  });

  it('have a place in docs/performance.md: each mark is closed and there once', async () => {
    const text = await readFile(PERFORMANCE, 'utf8');
    const opened = [...text.matchAll(/<!-- bench:([\w-]+) -->/g)].map(([, name]) => name);
    const closed = [...text.matchAll(/<!-- \/bench:([\w-]+) -->/g)].map(([, name]) => name);
    expect(opened.length).toBeGreaterThan(10);
    expect(closed).toEqual(opened);
    expect(new Set(opened).size).toBe(opened.length);
  });
});

describe('a table', () => {
  it('is Markdown, numbers to the right, with a note below', () => {
    const text = toMarkdown({ columns: ['work', 'ms'], rows: [['slim', 1234.5], ['wide', 0.01234]], note: 'Said.' }); // prettier-ignore
    expect(text).toBe(
      ['| work |     ms |', '| ---- | -----: |', '| slim |  1,235 |', '| wide | 0.0123 |', '', 'Said.'].join('\n'),
    );
  });

  it.each([
    [0, '0'],
    [0.012345, '0.0123'],
    [9.995, '9.99'],
    [999.4, '999'],
    [999.6, '1,000'],
    [1234567, '1,234,567'],
    [NaN, '–'],
  ])('shows %s as %s', (value, text) => {
    expect(threeDigits(value)).toBe(text);
  });

  it('of ours beside others has ratio, quartiles and whether they came to the same', () => {
    const ours = samples('wasm', [20, 30, 40], { check: [1, 2] });
    const same = samples('PyTorch', [10, 10, 20], { check: [1.0005, 2] });
    const other = samples('numpy', [60, 60, 60], { check: [1.1, 2] });
    const { rows } = comparisonTable(
      [measured('step/slim', [ours, same, other], { pandas: 'not there\nat all' })],
      'wasm',
    );
    expect(rows).toEqual([
      ['slim', '30.0 (25.0–35.0)', 'PyTorch', '10.0 (10.0–15.0)', '3.00', '2.00–2.50', '3.00', 'yes'],
      ['slim', '30.0 (25.0–35.0)', 'numpy', '60.0 (60.0–60.0)', '0.50', '0.42–0.58', '0.50', 'NO'],
      ['slim', '30.0 (25.0–35.0)', 'pandas', 'failed: not there', '', '', '', ''],
    ]);
  });

  it('of backends has units a second, whatever the batch, and says what does not run', () => {
    const those = [samples('wasm', [50, 50]), samples('cpu', [1000, 1000], { work: 4 })];
    const { columns, rows } = ratesTable(
      [measured('step/slim', those, { webgl: 'no' })],
      ['wasm', 'cpu', 'webgl', 'webgpu'],
    );
    expect(columns).toEqual(['work', 'unit', 'wasm', 'cpu', 'webgl']);
    expect(rows).toEqual([['slim', 'images/s', '2,000 (2,000–2,000)', '4.00 (4.00–4.00)', 'does not run']]);
  });

  it("of convolutions has the gradients' share of the forward's speed", () => {
    const name = 'convolution/vgg16/3x3-64-64-at40';
    const works = { forward: 10, inputGradient: 12.5, filterGradient: 20 };
    const all = Object.entries(works).map(([work, wall]) => measured(`${name}/${work}`, [samples('wasm', [wall], { work: 0.5 })])); // prettier-ignore
    expect(convolutionTable(all, 'wasm').rows).toEqual([['vgg16 3x3-64-64-at40', 50, 40, '80 %', 25, '50 %']]);
    expect(convolutionTable(all, 'cpu').rows).toEqual([['vgg16 3x3-64-64-at40', '–', '–', '–', '–', '–']]);
  });
});

describe('what everyone came to', () => {
  it('is the same up to the tolerance of ours', () => {
    const ours = samples('wasm', [1], { check: [100, 0] });
    expect(agree([ours, samples('x', [1], { check: [100.05, 0] })])).toBe(true);
    expect(agree([ours, samples('x', [1], { check: [100.5, 0] })])).toBe(false);
    expect(agree([{ ...ours, tolerance: 0.01 }, samples('x', [1], { check: [100.5, 0] })])).toBe(true);
    expect(agree([ours, samples('x', [1], { check: [100] })])).toBe(false);
    expect(agree([ours, samples('x', [1], { check: [100, NaN] })])).toBe(false);
    expect(agree([ours, samples('x', [1])])).toBeUndefined();
    // Another batch is other work.
    expect(agree([ours, samples('x', [1], { check: [7, 7], work: 3 })])).toBeUndefined();
  });
});

describe('the tables of a run', () => {
  const results: BenchResults = {
    command: 'npm run bench -- --only step',
    day: '2026-01-02',
    machine: { processor: 'A processor', cores: 2, memoryGiB: 8, platform: 'linux x64' },
    participants: {
      wasm: { node: 'v24.1.0', tfjs: '4.22.0', backend: 'wasm' },
      cpu: { node: 'v24.1.0', tfjs: '4.22.0' },
    },
    measured: [measured('step/slim', [samples('wasm', [50])]), measured('pooling/max', [samples('wasm', [50])])],
    reports: [
      { task: 'memory/slim', participant: 'wasm', table: { columns: ['steps'], rows: [[1]] } },
      { task: 'memory/slim', participant: 'cpu', table: { columns: ['steps'], rows: [[2]] } },
      { task: 'profile/slim', participant: 'wasm', table: { columns: ['kernel'], rows: [['Add']] } },
    ],
  };

  it('are named after their group and Node, and say where they come from', () => {
    const tables = allTables(results);
    expect(Object.keys(tables)).toEqual(['step-node24', 'pooling-node24', 'memory-node24', 'profile-slim-wasm-node24']);
    expect(tables['step-node24']).toContain(
      'A processor, 2 cores, 8 GiB; node 24.1.0, tfjs 4.22.0; 2026-01-02: `npm run bench -- --only step`',
    );
    expect(tables['memory-node24']).toContain('| slim | wasm    |     1 |\n| slim | cpu     |     2 |');
    const both = [samples('wasm', [50]), samples('cpu', [90])];
    const convolutions = [measured('convolution/vgg16/3x3-1-64-at40/forward', both)];
    expect(Object.keys(allTables({ ...results, measured: convolutions, reports: [] }))).toEqual([
      'convolution-wasm-node24',
      'convolution-cpu-node24',
    ]);
    expect(Object.keys(allTables({ ...results, ours: 'wasm', reports: [] }))).toEqual([
      'peers-step-node24',
      'peers-pooling-node24',
    ]);
  });

  it('give the command without what is of one machine', () => {
    const argv = ['--only', 'step/*', '--node', '/home/me/node', '--docs', '--out', '/tmp/x', '--peers'];
    expect(commandOf(argv)).toBe("npm run bench -- --only 'step/*' --node <node> --peers");
    expect(commandOf([])).toBe('npm run bench');
  });
});

describe('backends', () => {
  it('are all that the documentation tells of', async () => {
    const text = await readFile(PERFORMANCE, 'utf8');
    expect(BENCH_BACKENDS.filter((name) => !text.includes(name))).toEqual([]);
  });
});
