import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FacePerturbError } from '../support/errors.js';
import type { CheckpointStore } from '../training/checkpoint.js';
import { writeWholeFile } from './wholeFile.js';

/**
 * Keeps a checkpoint in a file. It is written to a temporary file in the same folder, flushed to the disk and renamed, so that a crash at any
 * moment leaves the last whole checkpoint. Missing folders are made.
 *
 * @param path - Path of the file.
 * @throws FacePerturbError `invalid-data` from `load` and `save` when the path cannot be read or written (the cause says why).
 */
export function fileCheckpoint(path: string): CheckpointStore {
  const file = resolve(path);
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
        await writeWholeFile(file, bytes);
      } catch (cause) {
        throw failed('written', file, cause);
      }
    },
  };
}

function failed(verb: string, path: string, cause: unknown): FacePerturbError {
  return new FacePerturbError(`checkpoint ${path} could not be ${verb}`, {
    code: 'invalid-data',
    received: cause instanceof Error ? cause.message : String(cause),
    cause,
  });
}
