import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ReadDataset } from '../data/fer2013/readFer2013.js';
import { checkChoice, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { readClassFolders } from './readClassFolders.js';
import { readFer2013File } from './readFer2013File.js';
import { PACKED_FILES, readPackedFer2013 } from './readPackedFer2013.js';
import { hasSplitFolders } from './scanClassFolders.js';

/** Options of {@link readDataset}. */
export interface ReadDatasetOptions {
  /**
   * Read only so many pictures of each part (at least 1): the first ones, or of class folders a sample in which every
   * class has its share.
   *
   * @default all
   */
  limit?: number;
  /**
   * What a bad row or picture does: `'throw'` an error that names it, or `'skip'` it.
   *
   * @default 'throw'
   */
  onBad?: 'throw' | 'skip';
  /**
   * Of the samples that are taken of class folders.
   *
   * @default 0
   */
  seed?: number | string;
  /**
   * Stops the reading.
   *
   * @default none: it runs to its end
   */
  signal?: AbortSignal;
}

/** The CSV files that are looked for in a folder. */
const CSV_FILES = ['fer2013.csv', 'fer2013.csv.gz', 'icml_face_data.csv', 'icml_face_data.csv.gz'];

const FORMS = [
  `a CSV file (${CSV_FILES.join(', ')} or any other name), or a folder with one`,
  `a folder with ${PACKED_FILES.pixels} and ${PACKED_FILES.labels}`,
  'a folder with train/<class>/ and test/<class>/ pictures',
];

/**
 * Reads FER2013, or data in its forms, from whatever stands at a path: the CSV (gzipped or not), a folder with the
 * packed form, a folder of class folders.
 *
 * @param path - A file or a folder.
 * @throws FacePerturbError `invalid-argument` listing what was looked for when nothing of it is there; otherwise as
 *   `readFer2013File`, `readPackedFer2013`, `readClassFolders`.
 * @example
 * const { splits, report } = await readDataset(process.argv[2]);
 */
export async function readDataset(path: string, options: ReadDatasetOptions = {}): Promise<ReadDataset> {
  checkOptionNames('readDataset', options, ['limit', 'onBad', 'seed', 'signal']);
  const { limit, onBad = 'throw', seed, signal } = options;
  checkChoice('readDataset: onBad', onBad, ['throw', 'skip']);
  const form = await formOf(path);
  switch (form.kind) {
    case 'csv':
      return readFer2013File(form.path, { limit, onBadRow: onBad, signal });
    case 'packed':
      return readPackedFer2013(form.path, { limit, signal });
    case 'folders':
      return readClassFolders(form.path, { limit, onBadPicture: onBad, seed, signal });
  }
}

interface Form {
  kind: 'csv' | 'packed' | 'folders';
  path: string;
}

async function formOf(path: string): Promise<Form> {
  const entry = await stat(path).catch(() => undefined);
  if (!entry) throw notFound(path, 'nothing of that name');
  if (entry.isDirectory()) return formOfFolder(path);
  if (Object.values<string>(PACKED_FILES).includes(basename(path))) return { kind: 'packed', path: dirname(path) };
  return { kind: 'csv', path };
}

async function formOfFolder(path: string): Promise<Form> {
  const names = (await readdir(path)).sort();
  if (names.includes(PACKED_FILES.pixels) && names.includes(PACKED_FILES.labels)) return { kind: 'packed', path };
  const csv = CSV_FILES.find((name) => names.includes(name));
  if (csv !== undefined) return { kind: 'csv', path: join(path, csv) };
  if (hasSplitFolders(names)) return { kind: 'folders', path };
  throw notFound(path, names.length === 0 ? 'an empty folder' : `a folder with ${show(names)}`);
}

function notFound(path: string, received: string): FacePerturbError {
  return new FacePerturbError(`readDataset: '${path}'`, {
    code: 'invalid-argument',
    expected: `one of: ${FORMS.join('; ')}`,
    received,
  });
}
