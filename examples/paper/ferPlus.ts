import { createReadStream } from 'node:fs';
import { readFerPlus, withFerPlusLabels } from '../../src/data/ferPlus/index.js';
import type { DatasetSplits } from '../../src/data/dataset.js';
import { FacePerturbError } from '../../src/support/errors.js';

/**
 * The pictures with FER+'s majority labels.
 *
 * @throws FacePerturbError `invalid-argument` without the path of FER+'s file; otherwise as `readFerPlus` and `withFerPlusLabels`.
 */
export async function labelsByFerPlus(splits: DatasetSplits, path: string | undefined): Promise<DatasetSplits> {
  if (path === undefined) {
    throw new FacePerturbError('--labels ferplus', {
      code: 'invalid-argument',
      expected: "--ferplus PATH, FER+'s fer2013new.csv",
      received: 'no path',
    });
  }
  const votes = await readFerPlus(createReadStream(path));
  return withFerPlusLabels(splits, votes).splits;
}
