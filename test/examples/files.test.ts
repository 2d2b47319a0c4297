import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readJson, writeJson, writeWhole } from '../../examples/shared/files.js';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'face-perturb-files-'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

describe('writing whole files', () => {
  it('makes folders, replaces the old text, and leaves nothing else', async () => {
    const path = join(root, 'a', 'b', 'results.json');
    await writeJson(path, { first: 1 });
    await writeJson(path, { second: 2 });
    expect(await readJson(path)).toEqual({ second: 2 });
    expect(await readdir(join(root, 'a', 'b'))).toEqual(['results.json']);
  });

  it('keeps the old file when the new one cannot take its place, and removes the half', async () => {
    const folder = join(root, 'taken');
    await mkdir(join(folder, 'report.html'), { recursive: true });
    await writeFile(join(folder, 'report.html', 'inside'), 'old');
    await expect(writeWhole(join(folder, 'report.html'), 'new')).rejects.toMatchObject({ name: 'FacePerturbError' });
    expect(await readFile(join(folder, 'report.html', 'inside'), 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['report.html']);
  });

  it('never shows a reader half a file', async () => {
    const path = join(root, 'busy.json');
    const value = { text: 'x'.repeat(1 << 20) };
    await writeJson(path, value);
    let writing = true;
    const writer = (async () => {
      for (let round = 0; round < 20; round++) await writeJson(path, value);
      writing = false;
    })();
    while (writing) expect((await readJson<typeof value>(path))?.text.length).toBe(1 << 20);
    await writer;
  });
});

describe('reading JSON', () => {
  it('tells no file from a damaged one', async () => {
    expect(await readJson(join(root, 'none.json'))).toBeUndefined();
    await writeFile(join(root, 'cut.json'), '{"a":');
    await expect(readJson(join(root, 'cut.json'))).rejects.toMatchObject({ code: 'damaged-file' });
  });
});
