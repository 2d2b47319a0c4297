import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import { REPOSITORY } from './paths.js';
import { run, type Ran } from './run.js';

/** What `npm install face-perturb` brings along. */
const ALWAYS = ['commander', 'ml-kmeans', '@tensorflow/tfjs-core', '@tensorflow/tfjs-layers'];

/** A user's project that has the packed package installed. */
export interface Consumer {
  folder: string;
  /** Writes a file and gives its path. */
  write(name: string, text: string): string;
  /** Runs a file of the project in a Node process of its own. */
  node(file: string): Promise<Ran>;
}

/**
 * Makes a project with the packed package and some of its optional peers; these are linked from the repository, so that
 * no network is needed. The package itself is copied: a linked one would find the repository's packages.
 */
export function createConsumer(...optional: readonly string[]): Consumer {
  const { folder: packed, temporary } = inject('packed');
  const folder = mkdtempSync(join(temporary, 'consumer-'));
  const modules = join(folder, 'node_modules');
  cpSync(packed, join(modules, 'face-perturb'), { recursive: true });
  for (const name of [...ALWAYS, ...optional]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(REPOSITORY, 'node_modules', name), join(modules, name), 'junction');
  }
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  write('package.json', JSON.stringify({ name: 'consumer', private: true }));
  return { folder, write, node: (file) => run(process.execPath, [file], { cwd: folder }) };
}
