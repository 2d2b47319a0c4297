import type { TrainingWorker } from './options.js';

/** Whether this is a Node that lends its own modules at run time, without an import that a bundler would stumble over. */
export function canStartThreads(): boolean {
  return typeof process !== 'undefined' && typeof process.getBuiltinModule === 'function';
}

/** Starts a thread of Node with the program that comes with this package. */
export function startThread(): TrainingWorker {
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const { file, extension } = thisFile();
  const program = extension === SOURCE ? './sourceThread.mjs' : `./trainingThread${extension}`;
  return new Worker(new URL(program, file));
}

/** Address of the module that registers this package's own layers, for the threads. */
export function modelsModule(): string {
  const { file, extension } = thisFile();
  return new URL(extension === SOURCE ? '../../models/index.ts' : `./models${extension}`, file).href;
}

/** Extension of this file where the sources run; all files of the built package lie side by side instead. */
const SOURCE = '.ts';

/** Address and extension of the file this code is in, in both formats that the package is built in. */
function thisFile(): { file: string; extension: string } {
  const file = typeof __filename === 'string' ? urlOf(__filename) : import.meta.url;
  return { file, extension: file.slice(file.lastIndexOf('.')) };
}

function urlOf(path: string): string {
  return process.getBuiltinModule('node:url').pathToFileURL(path).href;
}
