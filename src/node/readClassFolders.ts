import { relative } from 'node:path';
import { stat } from 'node:fs/promises';
import { EMOTIONS, type DatasetSplits, type ImageDataset } from '../data/dataset.js';
import { SPLIT_NAMES, type SplitName } from '../data/fer2013/format.js';
import { PictureStore } from '../data/fer2013/pictureStore.js';
import type { ReadDataset } from '../data/fer2013/readFer2013.js';
import { reportOn, SkippedList } from '../data/report.js';
import { checkChoice, checkNotAborted, checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { decodePicture, type PictureShape } from './decodePicture.js';
import { loadSharp, type Sharp } from './loadSharp.js';
import { completeSplits, limitSplits } from './classFolderSplits.js';
import { scanClassFolders, type PictureFile } from './scanClassFolders.js';

/** Options of {@link readClassFolders}. */
export interface ReadClassFoldersOptions extends Partial<PictureShape> {
  /**
   * Names of the classes in the order of their ids; a folder's name may differ in case. For FER2013's seven, common
   * variants (fearful, surprised, happiness, …) are known too.
   *
   * @default EMOTIONS
   */
  classNames?: readonly string[];
  /**
   * Read only so many pictures of each part (at least 1): a seeded sample in which every class has its share.
   *
   * @default all
   */
  limit?: number;
  /**
   * Share of the training pictures that become the validation part where there is no folder for it, in [0, 1].
   *
   * @default 0.1
   */
  validationShare?: number;
  /**
   * Of the samples that `limit` and `validationShare` take.
   *
   * @default 0
   */
  seed?: number | string;
  /**
   * What a picture that can't be decoded does: `'throw'` an error that names it, or `'skip'` it.
   *
   * @default 'throw'
   */
  onBadPicture?: 'throw' | 'skip';
  /**
   * First part of the data sets' names.
   *
   * @default 'class-folders'
   */
  name?: string;
  /**
   * Stops the reading.
   *
   * @default none: it runs to its end
   */
  signal?: AbortSignal;
}

const NAMES = [
  ...['size', 'channels', 'fit', 'classNames', 'limit'],
  ...['validationShare', 'seed', 'onBadPicture', 'name', 'signal'],
];
const WHAT = 'readClassFolders';
/** Pictures decoded at a time: enough to keep the decoder's threads busy. */
const AT_A_TIME = 16;

/**
 * Reads pictures from class folders, root/<part>/<class>/<picture>, decoded by the optional peer `sharp`.
 *
 * Parts: train or training; validation, valid, val or PublicTest; test, testing or PrivateTest. Without a validation
 * folder, test pictures named PublicTest_… and PrivateTest_… (as on Kaggle) are told apart by these names, and other
 * data give a seeded share of the training pictures. Pictures come in the order of class ids, then names.
 *
 * @param root - The folder of the parts.
 * @returns The parts, and a report whose notes say how the validation part came about.
 * @throws FacePerturbError `missing-package` with the install line for sharp, `invalid-argument` when there is no such
 *   folder, `invalid-data` naming the folder or the picture that is wrong, `aborted`, `invalid-option`.
 */
export async function readClassFolders(root: string, options: ReadClassFoldersOptions = {}): Promise<ReadDataset> {
  const settings = checked(options);
  await checkIsFolder(WHAT, root);
  const notes: string[] = [];
  const found = await scanClassFolders(WHAT, root, settings.classNames);
  const files = limitSplits(completeSplits(WHAT, root, found, settings, notes), settings, notes);
  const sharp = await loadSharp(WHAT);
  const skipped = new SkippedList();
  const datasets: Partial<Record<SplitName, ImageDataset>> = {};
  for (const split of SPLIT_NAMES) {
    datasets[split] = await readPart(sharp, root, split, files[split], settings, skipped);
  }
  const splits = datasets as DatasetSplits;
  return { splits, report: reportOn('class-folders', splits, skipped, notes) };
}

type Settings = Required<Omit<ReadClassFoldersOptions, 'limit' | 'signal'>> &
  Pick<ReadClassFoldersOptions, 'limit' | 'signal'>;

function checked(options: ReadClassFoldersOptions): Settings {
  checkOptionNames(WHAT, options, NAMES);
  const settings: Settings = {
    size: checkNumber(`${WHAT}: size`, options.size ?? 48, { min: 1, max: 4096, integer: true }),
    channels: checkChannels(options.channels ?? 1),
    fit: checkChoice(`${WHAT}: fit`, options.fit ?? 'cover', ['cover', 'contain']),
    classNames: options.classNames ?? EMOTIONS,
    limit: options.limit,
    validationShare: checkNumber(`${WHAT}: validationShare`, options.validationShare ?? 0.1, { min: 0, max: 1 }),
    seed: options.seed ?? 0,
    onBadPicture: checkChoice(`${WHAT}: onBadPicture`, options.onBadPicture ?? 'throw', ['throw', 'skip']),
    name: options.name ?? 'class-folders',
    signal: options.signal,
  };
  if (settings.limit !== undefined) checkNumber(`${WHAT}: limit`, settings.limit, { min: 1, integer: true });
  checkNumber(`${WHAT}: number of classNames`, settings.classNames.length, { min: 1, max: 255 });
  return settings;
}

function checkChannels(channels: unknown): 1 | 3 {
  if (channels === 1 || channels === 3) return channels;
  throw new FacePerturbError(`${WHAT}: channels`, {
    code: 'invalid-option',
    expected: '1 (grey) or 3 (RGB)',
    received: show(channels),
  });
}

async function checkIsFolder(what: string, path: string): Promise<void> {
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isDirectory()) return;
  throw new FacePerturbError(`${what}: '${path}'`, {
    code: 'invalid-argument',
    expected: 'a folder',
    received: entry ? 'a file' : 'nothing of that name',
  });
}

async function readPart(
  sharp: Sharp,
  root: string,
  split: SplitName,
  files: readonly PictureFile[],
  settings: Settings,
  skipped: SkippedList,
): Promise<ImageDataset> {
  const { size: side, channels, classNames, name, onBadPicture, signal } = settings;
  const store = new PictureStore(side * side * channels, files.length);
  for (let at = 0; at < files.length; at += AT_A_TIME) {
    checkNotAborted(WHAT, signal);
    const group = files.slice(at, at + AT_A_TIME);
    const decoded = await Promise.all(group.map(({ path }) => decodePicture(sharp, path, settings)));
    decoded.forEach((result, each) => {
      const { path, label } = group[each] as PictureFile;
      if (result instanceof Uint8Array) return store.add(result, label);
      const where = relative(root, path);
      if (onBadPicture === 'throw') throw undecoded(where, result);
      skipped.add({ where, reason: result.message });
    });
  }
  return { name: `${name}/${split}`, classNames, height: side, width: side, channels, ...store.finish() };
}

function undecoded(where: string, cause: Error): FacePerturbError {
  return new FacePerturbError(`${WHAT}: ${where}`, {
    code: 'invalid-data',
    expected: 'a whole picture',
    received: cause.message,
    fix: "Fetch it again, or pass {onBadPicture: 'skip'} to leave bad pictures out.",
    cause,
  });
}
