import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetSplits, ImageDataset } from '../data/dataset.js';
import { SPLIT_NAMES } from '../data/fer2013/format.js';
import { writeFer2013Csv } from '../data/fer2013/writeFer2013Csv.js';
import { checkNotAborted, checkOptionNames } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import { loadSharp, type Sharp } from './loadSharp.js';
import { writeWholeFile, writeWholeFolder } from './wholeFile.js';

/** Options of {@link writeDataset}. */
export interface WriteDatasetOptions {
  /**
   * Told now and then how many pictures of a folder are written.
   * @default none: nobody is told
   *
   * @param done - Pictures written.
   * @param total - Pictures in all.
   */
  onProgress?: (done: number, total: number) => void;
  /**
   * Stops the writing; nothing of it is then left.
   * @default none: it runs to its end
   */
  signal?: AbortSignal | undefined;
}

const WHAT = 'writeDataset';
const AT_A_TIME = 16;

/**
 * Writes a data set in a form that `readDataset` reads: as FER2013's CSV when the path ends in `.csv`, otherwise as class folders
 * path/<part>/<class>/<number>.png, for which the optional peer `sharp` is needed. It appears whole or not at all.
 *
 * @param path - A file, which is replaced; or a folder, which must be empty or not there yet.
 * @param splits - The parts; some may be left out.
 * @throws FacePerturbError `invalid-shape` and `invalid-data` for what a CSV cannot hold (`writeFer2013Csv`) or a place that cannot be
 * written, `invalid-argument` for a folder with something in it, `missing-package`, `aborted`.
 */
export async function writeDataset(
  path: string,
  splits: Partial<DatasetSplits>,
  options: WriteDatasetOptions = {},
): Promise<void> {
  checkOptionNames(WHAT, options, ['onProgress', 'signal']);
  const { signal } = options;
  checkNotAborted(WHAT, signal);
  try {
    if (/\.csv$/i.test(path)) return await writeWholeFile(path, writeFer2013Csv(splits), signal);
    await checkIsFree(path);
    const sharp = await loadSharp(WHAT);
    await writeWholeFolder(path, (folder) => fillFolder(sharp, folder, splits, options));
  } catch (cause) {
    if (cause instanceof FacePerturbError) throw cause;
    const code = signal?.aborted ? 'aborted' : 'invalid-data';
    const received = cause instanceof Error ? cause.message : String(cause);
    throw new FacePerturbError(`${WHAT}: '${path}' was not written`, { code, received, cause });
  }
}

/** Throws when a folder has something in it: a data set is not mixed with what was there. */
export async function checkIsFree(path: string): Promise<void> {
  const entry = await stat(path).catch(() => undefined);
  const isFree = !entry || (entry.isDirectory() && (await readdir(path)).length === 0);
  if (isFree) return;
  throw new FacePerturbError(`${WHAT}: '${path}'`, {
    code: 'invalid-argument',
    expected: 'a file that ends in .csv, or a folder that is empty or not there yet',
    received: entry.isDirectory() ? 'a folder with something in it' : 'a file of another kind',
  });
}

async function fillFolder(
  sharp: Sharp,
  folder: string,
  splits: Partial<DatasetSplits>,
  { onProgress, signal }: WriteDatasetOptions,
): Promise<void> {
  const parts = SPLIT_NAMES.flatMap((split) => (splits[split] ? [[split, splits[split]] as const] : []));
  const total = parts.reduce((sum, [, { size }]) => sum + size, 0);
  let done = 0;
  for (const [split, dataset] of parts) {
    for (const name of dataset.classNames) await mkdir(join(folder, split, name), { recursive: true });
    for (let from = 0; from < dataset.size; from += AT_A_TIME) {
      checkNotAborted(WHAT, signal);
      const to = Math.min(dataset.size, from + AT_A_TIME);
      const indices = Array.from({ length: to - from }, (_, at) => from + at);
      await Promise.all(indices.map((index) => writePicture(sharp, join(folder, split), dataset, index)));
      onProgress?.((done += to - from), total);
    }
  }
}

async function writePicture(sharp: Sharp, folder: string, dataset: ImageDataset, index: number): Promise<void> {
  const { width, height, channels, pixels, labels, classNames } = dataset;
  const className = classNames[labels[index] as number];
  if (className === undefined) {
    const expected = `a class id in 0 … ${classNames.length - 1}`;
    const received = `${labels[index]}`;
    throw new FacePerturbError(`${WHAT}: label of picture ${index}`, { code: 'invalid-data', expected, received });
  }
  const values = width * height * channels;
  const own = pixels.subarray(index * values, (index + 1) * values);
  const bytes = await sharp(own, { raw: { width, height, channels } })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .png()
    .toBuffer();
  await writeFile(join(folder, className, `${String(index).padStart(6, '0')}.png`), bytes);
}
