import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SPLIT_NAMES, type SplitName } from '../data/fer2013/format.js';
import { FacePerturbError, show } from '../support/errors.js';

/** A picture in a class folder. */
export interface PictureFile {
  readonly path: string;
  /** Its file name alone. */
  readonly name: string;
  /** Class id of its folder. */
  readonly label: number;
}

/** The pictures of each part that has a folder. */
export type FoundPictures = Partial<Record<SplitName, PictureFile[]>>;

/** Names of the folders of each part, in lower case. */
export const SPLIT_FOLDERS: Readonly<Record<SplitName, readonly string[]>> = {
  train: ['train', 'training'],
  validation: ['validation', 'valid', 'val', 'publictest'],
  test: ['test', 'testing', 'privatetest'],
};

/** Other names in use for the folders of FER2013's classes, in lower case. */
const VARIANTS: Readonly<Record<string, string>> = {
  anger: 'angry',
  disgusted: 'disgust',
  fearful: 'fear',
  afraid: 'fear',
  happiness: 'happy',
  sadness: 'sad',
  surprised: 'surprise',
  neutrality: 'neutral',
};

const PICTURES = /\.(png|jpe?g|webp|gif|tiff?|avif)$/i;

/** Whether a folder has a folder for training pictures, as `readClassFolders` needs it. */
export function hasSplitFolders(folders: readonly string[]): boolean {
  return folders.some((name) => SPLIT_FOLDERS.train.includes(name.toLowerCase()));
}

/**
 * Finds root/<part>/<class>/<picture>: classes in the order of their ids, pictures in the order of their names' code
 * units, so that every machine sees the same order.
 */
export async function scanClassFolders(
  what: string,
  root: string,
  classNames: readonly string[],
): Promise<FoundPictures> {
  const folders = await foldersIn(root);
  const found: FoundPictures = {};
  for (const split of SPLIT_NAMES) {
    const matching = folders.filter((name) => SPLIT_FOLDERS[split].includes(name.toLowerCase()));
    if (matching.length > 1) throw refusal(`${what}: '${root}'`, `one folder for ${split}`, matching);
    const [folder] = matching;
    if (folder !== undefined) found[split] = await picturesOf(what, join(root, folder), classNames);
  }
  return found;
}

async function picturesOf(what: string, folder: string, classNames: readonly string[]): Promise<PictureFile[]> {
  const byLabel = new Map<number, string>();
  for (const name of await foldersIn(folder)) {
    const label = labelOf(name, classNames);
    const expected = `folders of the classes ${classNames.join(', ')}, one each`;
    if (label < 0) throw refusal(`${what}: '${folder}'`, expected, name, 'Pass {classNames} for other classes.');
    const other = byLabel.get(label);
    if (other !== undefined) throw refusal(`${what}: '${folder}'`, expected, [other, name]);
    byLabel.set(label, name);
  }
  const pictures: PictureFile[] = [];
  for (const label of classNames.keys()) {
    const name = byLabel.get(label);
    if (name !== undefined) pictures.push(...(await picturesIn(join(folder, name), label)));
  }
  return pictures;
}

function labelOf(folder: string, classNames: readonly string[]): number {
  const plain = folder.toLowerCase();
  const lower = classNames.map((name) => name.toLowerCase());
  const exact = lower.indexOf(plain);
  return exact >= 0 ? exact : lower.indexOf(VARIANTS[plain] ?? plain);
}

async function picturesIn(folder: string, label: number): Promise<PictureFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isDirectory() && PICTURES.test(entry.name)).map(({ name }) => name);
  return names.sort().map((name) => ({ path: join(folder, name), name, label }));
}

/** Names of the folders in a folder, sorted, without hidden ones. */
export async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const isFolder = (entry: (typeof entries)[number]) => entry.isDirectory() || entry.isSymbolicLink();
  return entries
    .filter((entry) => isFolder(entry) && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

function refusal(what: string, expected: string, received: unknown, fix?: string): FacePerturbError {
  return new FacePerturbError(what, { code: 'invalid-data', expected, received: show(received), fix });
}
