/**
 * Which attention method tells the truth? Draws faces on which one area alone carries the emotion, trains networks on them, and counts how
 * often each method's map has its largest share there; and on networks not trained, where it should not.
 *
 *   npm run attention-truth -- --seeds 2
 *
 * The same command goes on where it was stopped, after the last network that was asked about.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { useBackend } from '../../src/backends/useBackend.js';
import { readJson, writeJson, writeWhole } from '../shared/files.js';
import { measureTruth } from './measure.js';
import type { TruthRow, TruthSettings } from './measure.js';
import { truthTable } from './table.js';
import { TRUTH_TASKS } from './tasks.js';

interface Results {
  settings: TruthSettings;
  accuracies: Record<string, number>;
  rows: TruthRow[];
}

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    size: { type: 'string', default: '48' },
    train: { type: 'string', default: '2000' },
    test: { type: 'string', default: '100' },
    epochs: { type: 'string', default: '10' },
    difficulty: { type: 'string', default: '0.1' },
    carriers: { type: 'string', default: TRUTH_TASKS.map(({ carrier }) => carrier).join(',') },
    out: { type: 'string', default: 'runs/attention-truth' },
    docs: { type: 'boolean', default: false },
  },
});

const [size, train, test, epochs] = [values.size, values.train, values.test, values.epochs].map(Number) as [
  number,
  number,
  number,
  number,
];
const settings = { size, train, test, epochs, difficulty: Number(values.difficulty) };
const wanted = values.carriers.split(',');

await useBackend('wasm');
const file = join(values.out, 'results.json');
const before = await readJson<Results>(file);
const { accuracies, rows }: Results =
  before && isDeepStrictEqual(before.settings, settings) ? before : { settings, accuracies: {}, rows: [] };
for (const task of TRUTH_TASKS.filter(({ carrier }) => wanted.includes(carrier))) {
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    if (accuracies[`${task.carrier}-seed${seed}`] !== undefined) continue;
    const found = await measureTruth(task, seed, settings, (line) => console.error(line));
    rows.push(...found.rows);
    accuracies[`${task.carrier}-seed${seed}`] = found.accuracy;
    await writeJson(file, { settings, accuracies, rows });
  }
}

const table = truthTable(rows);
console.log(table);
if (values.docs) {
  const page = 'docs/attention.md';
  const [begin, end] = ['<!-- truth -->', '<!-- /truth -->'];
  const text = await readFile(page, 'utf8');
  const networks = rows.filter(({ method, network }) => method === rows[0]?.method && network === 'trained');
  const [faces, named] = (['faces', 'named'] as const).map((of) => networks.reduce((sum, row) => sum + row[of], 0));
  const each = Object.entries(accuracies).map(([name, right]) => `${name} ${(100 * right).toFixed(0)} %`);
  const told = `${networks.length} networks, ${faces} test faces, of which the networks name ${named} rightly (${each.join(', ')}).`;
  const asked = values.train === '2000' ? '' : ` --train ${values.train}`;
  const made = `Written by \`npm run attention-truth -- --seeds ${values.seeds}${asked} --docs\`.`;
  const block = `${begin}\n\n${table}\n\n${told} ${made}\n\n${end}`;
  await writeWhole(page, text.slice(0, text.indexOf(begin)) + block + text.slice(text.indexOf(end) + end.length));
}
