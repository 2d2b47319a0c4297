import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FacePerturbError } from '../../src/support/errors.js';

/** Writes a text file whole or not at all: to a temporary file beside it, which is then renamed. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await writeBytes(path, text);
}

/** Writes a file whole or not at all. */
export async function writeBytes(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(temporary, content, { flush: true });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new FacePerturbError(`${path} could not be written`, {
      code: 'invalid-data',
      received: reason(cause),
      cause,
    });
  }
}

/** Writes a value as JSON, whole or not at all. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeWhole(path, `${JSON.stringify(value, null, 1)}\n`);
}

/**
 * Reads a JSON file; undefined when there is none.
 *
 * @throws FacePerturbError `damaged-file` when it is no JSON.
 */
export async function readJson<T>(path: string): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new FacePerturbError(`${path} could not be read`, { code: 'invalid-data', received: reason(cause), cause });
  }
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new FacePerturbError(`${path}`, {
      code: 'damaged-file',
      expected: 'JSON written by an earlier run',
      received: reason(cause),
      fix: 'Start anew with --fresh, or in another folder with --out.',
      cause,
    });
  }
}

/** Whether a file or folder is there. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
