import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileCheckpoint } from '../../src/node/checkpoint.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'face-perturb-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('fileCheckpoint', () => {
  it('has nothing before the first save, then what was saved last, and leaves no other file', async () => {
    const store = fileCheckpoint(join(folder, 'runs', 'one', 'predictor.ckpt'));
    expect(await store.load()).toBeUndefined();
    await store.save(Uint8Array.of(1, 2, 3));
    await store.save(Uint8Array.of(4, 5));
    expect(await store.load()).toEqual(Uint8Array.of(4, 5));
    expect(await fileCheckpoint(join(folder, 'runs', 'one', 'predictor.ckpt')).load()).toEqual(Uint8Array.of(4, 5));
    expect(await readdir(join(folder, 'runs', 'one'))).toEqual(['predictor.ckpt']);
  });

  it('keeps the last checkpoint when the next cannot be put in its place', async () => {
    const path = join(folder, 'taken');
    await mkdir(path);
    await writeFile(join(path, 'kept.txt'), 'kept');
    const store = fileCheckpoint(path);
    await expect(store.save(Uint8Array.of(1))).rejects.toMatchObject({
      code: 'invalid-data',
      cause: expect.anything(),
    });
    await expect(store.load()).rejects.toThrow(/could not be read.*EISDIR/);
    expect(await readdir(folder)).toEqual(['taken']);
    expect(await readdir(path)).toEqual(['kept.txt']);
  });

  it('says which folder cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    const store = fileCheckpoint(join(folder, 'file', 'run.ckpt'));
    await expect(store.save(Uint8Array.of(1))).rejects.toThrow(/file\/run\.ckpt could not be written/);
  });
});
