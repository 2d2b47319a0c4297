import { open, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { FacePerturbError } from '../support/errors.js';
import type { CheckpointStore } from '../training/checkpoint.js';

/**
 * Keeps a checkpoint in a file. It is written to a temporary file in the same folder, flushed to the disk and renamed, so that a crash at any
 * moment leaves the last whole checkpoint. Missing folders are made.
 *
 * @param path - Path of the file.
 * @throws FacePerturbError `invalid-data` from `load` and `save` when the path cannot be read or written (the cause says why).
 */
export function fileCheckpoint(path: string): CheckpointStore {
  const file = resolve(path);
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  return {
    async load() {
      try {
        return new Uint8Array(await readFile(file));
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw failed('read', file, cause);
      }
    },
    async save(bytes) {
      try {
        await mkdir(dirname(file), { recursive: true });
        await writeFlushed(temporary, bytes);
        await rename(temporary, file);
        await flushFolder(dirname(file));
      } catch (cause) {
        await rm(temporary, { force: true }).catch(() => undefined);
        throw failed('written', file, cause);
      }
    },
  };
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the renaming itself last; Windows cannot open a folder and does without. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function failed(verb: string, path: string, cause: unknown): FacePerturbError {
  return new FacePerturbError(`checkpoint ${path} could not be ${verb}`, {
    code: 'invalid-data',
    received: cause instanceof Error ? cause.message : String(cause),
    cause,
  });
}
