import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FacePerturbError } from '../../src/support/errors.js';
import { exists } from '../shared/files.js';
import type { Reporter } from '../shared/progress.js';
import type { RunStore } from './store.js';

/**
 * Copies finished runs from other folders into a grid's folder. A run that is there already stays as it is.
 *
 * @throws FacePerturbError `invalid-argument` for a folder without runs.
 */
export async function mergeFolders(folders: readonly string[], store: RunStore, reporter: Reporter): Promise<void> {
  for (const folder of folders) {
    let taken = 0;
    for (const name of await runsIn(folder)) {
      if (await exists(join(store.path, 'runs', `${name}.json`))) continue;
      // The weights first: a run counts as finished once its result is there.
      await cp(join(folder, 'weights', `${name}.f32`), join(store.path, 'weights', `${name}.f32`));
      await cp(join(folder, 'runs', `${name}.json`), join(store.path, 'runs', `${name}.json`));
      taken++;
    }
    reporter.note(`${folder}: ${taken} runs taken in.`);
  }
}

async function runsIn(folder: string): Promise<string[]> {
  try {
    const files = await readdir(join(folder, 'runs'));
    return files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
  } catch (cause) {
    throw new FacePerturbError(`--merge ${folder}`, {
      code: 'invalid-argument',
      expected: 'a folder that an earlier command wrote runs to',
      received: 'no folder runs in it',
      cause,
    });
  }
}
