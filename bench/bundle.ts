import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Where programs are put that find this repository's packages. */
const CACHE = here('../node_modules/.cache/face-perturb-bench');

/**
 * The measuring program as one file that any Node runs: what users get is bundled too, while a loader that compiles
 * as it goes would slow the measured code down.
 *
 * @returns Path of the program.
 */
export async function bundleForNode(): Promise<string> {
  const outfile = join(CACHE, `nodeServer-${process.pid}.js`);
  await build({
    ...{ entryPoints: [here('nodeServer.ts')], outfile, bundle: true, packages: 'external', logLevel: 'error' },
    ...{ format: 'esm', platform: 'node', target: 'es2022' },
  });
  return outfile;
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
