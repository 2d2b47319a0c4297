import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { readNamed, type ReadDataset, type ReadFer2013Options } from '../data/fer2013/readFer2013.js';
import { FacePerturbError } from '../support/errors.js';

/**
 * Reads FER2013's CSV from a file, gzipped or not: `fer2013.csv`, `icml_face_data.csv`, `train.csv`, `test.csv`.
 *
 * @param path - Of the file.
 * @returns The parts by `Usage` and a report, as `readFer2013`.
 * @throws FacePerturbError as `readFer2013`, and `invalid-argument` when there is no such file.
 * @example
 * const { splits, report } = await readFer2013File('fer2013.csv.gz', { limit: 500 });
 */
export async function readFer2013File(path: string, options: ReadFer2013Options = {}): Promise<ReadDataset> {
  await checkIsFile('readFer2013File', path);
  return readNamed(`readFer2013File: '${path}'`, createReadStream(path, { highWaterMark: 1 << 18 }), options);
}

/** Throws unless there is a file of this name. */
export async function checkIsFile(what: string, path: string): Promise<void> {
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isFile()) return;
  throw new FacePerturbError(`${what}: '${path}'`, {
    code: 'invalid-argument',
    expected: 'a file',
    received: entry?.isDirectory() ? 'a folder' : 'nothing of that name',
  });
}
