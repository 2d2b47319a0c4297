import type { TrainingWorker } from './options.js';

/** Whether this is a Node that lends its own modules at run time, without an import that a bundler would stumble over. */
export function canStartThreads(): boolean {
  return typeof process !== 'undefined' && typeof process.getBuiltinModule === 'function';
}

/** Starts a thread of Node with the program that comes with this package. */
export function startThread(): TrainingWorker {
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  return new Worker(besideThis('./trainingThread'));
}

/** Address of the module that registers this package's own layers, for the threads. */
export function modelsModule(): string {
  return besideThis(isSource(thisFile()) ? '../../models/index' : './models').href;
}

/** A file beside the built package's files, or beside this one when the sources run; in the format that this one is in. */
function besideThis(path: string): URL {
  const here = thisFile();
  return new URL(path + here.slice(here.lastIndexOf('.')), here);
}

function isSource(file: string): boolean {
  return file.endsWith('.ts');
}

/** Address of the file this code is in, in both formats that the package is built in. */
function thisFile(): string {
  if (typeof __filename !== 'string') return import.meta.url;
  return process.getBuiltinModule('node:url').pathToFileURL(__filename).href;
}
