import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, relative, resolve } from 'node:path';
import { FacePerturbError } from '../../support/errors.js';
import { filesLike } from './wildcards.js';

/** A picture that a command line names, itself or by its folder. */
export interface InputPicture {
  /** Its path as the command line leads to it. */
  readonly path: string;
  /** Its name below the folder that was named, or its file name. */
  readonly name: string;
}

const PICTURES = /\.(png|jpe?g|webp|gif|tiff?|avif)$/i;

/**
 * The pictures that paths name: files as they are, also by `*` and `?` in their names; of folders all files with a picture's ending, also in folders within, in the order
 * of their names.
 *
 * @throws FacePerturbError `invalid-argument` for a path that leads nowhere, or a folder without pictures.
 */
export async function findInputs(paths: readonly string[]): Promise<InputPicture[]> {
  const found: InputPicture[] = [];
  for (const path of paths) {
    const entry = await stat(path).catch(() => undefined);
    const fitting = entry ? undefined : await filesLike(path);
    if (fitting && fitting.length > 0) {
      found.push(...fitting.map((each) => ({ path: each, name: basename(each) })));
      continue;
    }
    if (!entry) throw refusal(path, 'a picture or a folder of pictures', 'nothing of that name');
    if (!entry.isDirectory()) {
      found.push({ path, name: basename(path) });
      continue;
    }
    const names = (await readdir(path, { recursive: true })).filter((name) => PICTURES.test(name)).sort();
    if (names.length === 0) throw refusal(path, 'a folder with pictures', 'none in it');
    found.push(...names.map((name) => ({ path: join(path, name), name })));
  }
  return found;
}

/**
 * Where each picture's result goes in the folder: its name, with the ending of the format.
 *
 * @param ending - Of all results, with the dot; undefined: each its own when it can be written, else .png.
 * @throws FacePerturbError `invalid-argument` when two would be one file, or one would take the place of a picture read.
 */
export function outputPaths(inputs: readonly InputPicture[], folder: string, ending?: string): string[] {
  const sources = new Set(inputs.map(({ path }) => resolve(path)));
  const taken = new Map<string, string>();
  return inputs.map(({ path, name }) => {
    const own = extname(name);
    const out = join(folder, name.slice(0, name.length - own.length) + (ending ?? writable(own)));
    const full = resolve(out);
    if (sources.has(full)) throw refusal(out, 'an --out folder where no picture that is read is replaced', 'this one');
    const other = taken.get(full.toLowerCase());
    if (other !== undefined)
      throw refusal(out, 'a file name of its own for each picture', `one for ${other} and ${path}`);
    taken.set(full.toLowerCase(), path);
    return out;
  });
}

function writable(ending: string): string {
  return /^\.(png|jpe?g|webp)$/i.test(ending) ? ending : '.png';
}

/** A path for messages and records: from the working folder where it lies in it. */
export function shown(path: string): string {
  const near = relative('.', path);
  return near.startsWith('..') ? path : near;
}

function refusal(path: string, expected: string, received: string): FacePerturbError {
  return new FacePerturbError(`'${path}'`, { code: 'invalid-argument', expected, received });
}
