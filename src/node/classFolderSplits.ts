import type { SplitName } from '../data/fer2013/format.js';
import { stratifiedIndices } from '../data/subset.js';
import { FacePerturbError } from '../support/errors.js';
import { SPLIT_FOLDERS, type FoundPictures, type PictureFile } from './scanClassFolders.js';

/** The settings that decide which picture is in which part. */
export interface SplitSettings {
  readonly classNames: readonly string[];
  readonly validationShare: number;
  readonly limit?: number;
  readonly seed: number | string;
}

/**
 * The three parts of what was found: where there is no folder for validation, by the names of the test pictures or by a
 * share of the training pictures. Notes what it decided.
 *
 * @throws FacePerturbError `invalid-data` when there are no training or no test pictures.
 */
export function completeSplits(
  what: string,
  root: string,
  found: FoundPictures,
  { classNames, validationShare, seed }: SplitSettings,
  notes: string[],
): Record<SplitName, PictureFile[]> {
  const { train = [], validation, test = [] } = found;
  for (const [split, files] of Object.entries({ train, test }) as [SplitName, PictureFile[]][]) {
    if (files.length > 0) continue;
    throw new FacePerturbError(`${what}: '${root}'`, {
      code: 'invalid-data',
      expected: `pictures in ${SPLIT_FOLDERS[split].map((name) => `${name}/<class>/`).join(' or ')}`,
      received: 'none',
    });
  }
  if (validation) return { train, validation, test };

  const publicTest = test.filter(({ name }) => name.startsWith('PublicTest_'));
  const privateTest = test.filter(({ name }) => name.startsWith('PrivateTest_'));
  if (publicTest.length > 0 && privateTest.length > 0 && publicTest.length + privateTest.length === test.length) {
    notes.push('no validation folder: the test pictures named PublicTest_… are the validation part');
    return { train, validation: publicTest, test: privateTest };
  }
  const labels = train.map(({ label }) => label);
  const count = Math.round(train.length * validationShare);
  const { taken, left } = stratifiedIndices(labels, classNames.length, count, `${seed}/validation`);
  notes.push(`no validation folder: ${taken.length} of ${train.length} training pictures are the validation part`);
  return { train: pick(train, left), validation: pick(train, taken), test };
}

/** At most `limit` pictures of each part, every class with its share. */
export function limitSplits(
  files: Record<SplitName, PictureFile[]>,
  { classNames, limit, seed }: SplitSettings,
  notes: string[],
): Record<SplitName, PictureFile[]> {
  if (limit === undefined) return files;
  notes.push(`only ${limit} pictures of each part were read, every class with its share`);
  const sample = (split: SplitName) => {
    const labels = files[split].map(({ label }) => label);
    return pick(files[split], stratifiedIndices(labels, classNames.length, limit, `${seed}/${split}`).taken);
  };
  return { train: sample('train'), validation: sample('validation'), test: sample('test') };
}

function pick(files: readonly PictureFile[], places: readonly number[]): PictureFile[] {
  return places.map((place) => files[place] as PictureFile);
}
