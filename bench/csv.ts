import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { FER2013_PIXELS, OFFICIAL_COUNTS, SPLIT_NAMES, USAGE_OF_SPLIT } from '../src/data/fer2013/format.js';
import { numbers } from './numbers.js';

/** A file that is there for a while. */
export interface TemporaryFile {
  path: string;
  remove(): Promise<void>;
}

/**
 * Writes a CSV with as many rows as FER2013 has and about as many bytes, no two pictures alike.
 *
 * @param share - Part of the rows, in (0, 1].
 */
export async function writeCsv(share: number): Promise<TemporaryFile> {
  const folder = await mkdtemp(join(tmpdir(), 'face-perturb-csv-'));
  const path = join(folder, 'fer2013.csv');
  const file = createWriteStream(path);
  file.write('emotion,pixels,Usage\n');
  // Each picture is a stretch of these values, begun elsewhere.
  const values = Array.from(numbers(40 * FER2013_PIXELS), (value) => String(Math.floor(256 * value)));
  let row = 0;
  for (const split of SPLIT_NAMES) {
    for (let picture = 0; picture < Math.ceil(share * OFFICIAL_COUNTS[split]); picture++, row++) {
      const start = (2 * row) % (values.length - FER2013_PIXELS);
      const pixels = values.slice(start, start + FER2013_PIXELS).join(' ');
      if (!file.write(`${row % 7},${pixels},${USAGE_OF_SPLIT[split]}\n`)) {
        await once(file, 'drain');
      }
    }
  }
  file.end();
  await finished(file);
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}
