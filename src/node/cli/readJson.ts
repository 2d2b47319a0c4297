import { readFile } from 'node:fs/promises';
import { FacePerturbError } from '../../support/errors.js';

/**
 * A value of an option: JSON (`{"kind":"box",…}`), `@file.json` for the JSON in a file, or otherwise the text itself.
 *
 * @throws FacePerturbError `invalid-option` for a file that cannot be read, or JSON that is none.
 */
export async function readValue(option: string, text: string): Promise<unknown> {
  if (text.startsWith('@')) return parse(option, await read(option, text.slice(1)));
  return /^\s*[[{]/.test(text) ? parse(option, text) : text;
}

/** The JSON in a file. */
export async function readJsonFile(option: string, path: string): Promise<unknown> {
  return parse(option, await read(option, path));
}

async function read(option: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw wrong(option, 'a file that can be read', cause);
  }
}

function parse(option: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw wrong(option, 'JSON', cause);
  }
}

function wrong(option: string, expected: string, cause: unknown): FacePerturbError {
  const received = cause instanceof Error ? cause.message : String(cause);
  return new FacePerturbError(option, { code: 'invalid-option', expected, received, cause });
}
