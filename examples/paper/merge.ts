import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FacePerturbError } from '../../src/support/errors.js';
import { exists } from '../shared/files.js';
import type { Reporter } from '../shared/progress.js';
import type { RunStore } from './store.js';

/**
 * Copies finished runs from other folders into a grid's folder. A run that is there already stays as it is.
 *
 * @throws FacePerturbError `invalid-argument` for a folder without runs, `damaged-file` for a run without its weights.
 */
export async function mergeFolders(folders: readonly string[], store: RunStore, reporter: Reporter): Promise<void> {
  for (const folder of folders) {
    let taken = 0;
    for (const name of await runsIn(folder)) {
      if (await exists(join(store.path, 'runs', `${name}.json`))) continue;
      const weights = join(folder, 'weights', `${name}.f32`);
      if (!(await exists(weights))) throw withoutWeights(weights);
      // The weights first: a run counts as finished once its result is there.
      await cp(weights, join(store.path, 'weights', `${name}.f32`));
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

function withoutWeights(path: string): FacePerturbError {
  return new FacePerturbError(path, {
    code: 'damaged-file',
    expected: 'the weights of a finished run',
    received: 'no such file',
    fix: "Copy the folder weights along with the folder runs: the report's pictures and later runs need them.",
  });
}
