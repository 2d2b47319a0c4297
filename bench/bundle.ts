import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Where programs are put that find this repository's packages. */
const CACHE = here('../node_modules/.cache/face-perturb-bench');

/** Programs in a folder of their own. */
export interface Bundle {
  /** Path of the measuring program. */
  program: string;
  remove(): Promise<void>;
}

/**
 * The measuring program, and the threads' beside it as in the package, for any Node to run: what users get is bundled too,
 * while a loader that compiles as it goes would slow the measured code down.
 */
export async function bundleForNode(): Promise<Bundle> {
  const folder = join(CACHE, String(process.pid));
  const entryPoints = {
    nodeServer: here('nodeServer.ts'),
    oneTraining: here('oneTraining.ts'),
    trainingThread: here('../src/training/workers/trainingThread.ts'),
    models: here('../src/models/index.ts'),
  };
  await build({
    ...{ entryPoints, outdir: folder, bundle: true, splitting: true, packages: 'external', logLevel: 'error' },
    ...{ format: 'esm', platform: 'node', target: 'es2022' },
  });
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  return { program: join(folder, 'nodeServer.js'), remove: () => rm(folder, { recursive: true }) };
}

/**
 * The measuring page.
 *
 * @param folder - Where its files go.
 */
export async function bundleForBrowser(folder: string): Promise<void> {
  await build({
    ...{ entryPoints: [here('page.ts')], outdir: folder, bundle: true, splitting: true, logLevel: 'error' },
    ...{ format: 'esm', platform: 'browser', target: 'es2022' },
  });
  const page = '<!doctype html><title>face-perturb bench</title><script type="module" src="./page.js"></script>';
  await writeFile(join(folder, 'index.html'), page);
}
