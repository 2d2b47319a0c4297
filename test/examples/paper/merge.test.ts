import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { mergeFolders } from '../../../examples/paper/merge.js';
import { runStore } from '../../../examples/paper/store.js';
import { SILENT } from '../../../examples/shared/progress.js';

let root: string;
let notes: string[];
const reporter = { ...SILENT, note: (text: string) => void notes.push(text) };

beforeEach(async () => {
  notes = [];
  root = await mkdtemp(join(tmpdir(), 'face-perturb-merge-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function folderOf(name: string, runs: readonly string[], weights = runs): Promise<string> {
  const folder = join(root, name);
  await mkdir(join(folder, 'runs'), { recursive: true });
  await mkdir(join(folder, 'weights'));
  for (const run of runs) await writeFile(join(folder, 'runs', `${run}.json`), `"${run} of ${name}"`);
  for (const run of weights) await writeFile(join(folder, 'weights', `${run}.f32`), `${run} of ${name}`);
  return folder;
}

it('takes in runs with their weights, and keeps those that are there', async () => {
  const [here, one, two] = [
    await folderOf('here', ['a']),
    await folderOf('one', ['a', 'b']),
    await folderOf('two', ['b', 'c']),
  ];
  await mergeFolders([one, two], runStore(here), reporter);
  const read = (kind: string, file: string) => readFile(join(here, kind, file), 'utf8');
  expect(await readdir(join(here, 'runs'))).toEqual(['a.json', 'b.json', 'c.json']);
  for (const [run, from] of [['a', 'here'], ['b', 'one'], ['c', 'two']]) {
    expect(await read('runs', `${run}.json`)).toBe(`"${run} of ${from}"`);
    expect(await read('weights', `${run}.f32`)).toBe(`${run} of ${from}`);
  } // prettier-ignore
  expect(notes).toEqual([`${one}: 1 runs taken in.`, `${two}: 1 runs taken in.`]);
});

it('takes runs into a folder that is not there yet', async () => {
  const store = runStore(join(root, 'new', 'grid'));
  await mergeFolders([await folderOf('one', ['a'])], store, reporter);
  expect(await readFile(join(store.path, 'runs', 'a.json'), 'utf8')).toBe('"a of one"');
});

it('refuses a folder without runs', async () => {
  await mkdir(join(root, 'empty'));
  for (const name of ['empty', 'nowhere']) {
    await expect(mergeFolders([join(root, name)], runStore(join(root, 'here')), reporter)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining(`--merge ${join(root, name)}`),
    });
  }
});

it('refuses a run whose weights are missing, and does not count it as finished', async () => {
  const [here, one] = [await folderOf('here', []), await folderOf('one', ['a', 'b'], ['b'])];
  await expect(mergeFolders([one], runStore(here), reporter)).rejects.toMatchObject({
    code: 'damaged-file',
    message: expect.stringContaining('a.f32'),
  });
  expect(await readdir(join(here, 'runs'))).toEqual([]);
});
