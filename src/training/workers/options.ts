import { checkNumber, checkOptionNames } from '../../support/checks.js';
import { FacePerturbError, show } from '../../support/errors.js';
import { canStartThreads } from './nodeThread.js';

/** A worker as browsers and Node have them: a Web Worker, or a `Worker` of node:worker_threads. */
export interface TrainingWorker {
  /** Sends a message; the buffers in `transfer` move to the worker. */
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  /** Ends the worker at once. */
  terminate(): unknown;
  /**
   * Of a Web Worker.
   *
   * @param type - Which events.
   * @param listener - Called with each.
   */
  addEventListener?(type: string, listener: (event: object) => void): void;
  /**
   * Of Node's.
   *
   * @param event - Which events.
   * @param listener - Called with the value of each.
   */
  on?(event: string, listener: (value: unknown) => void): unknown;
  /** Of Node's: while it is referenced, it keeps the process alive. */
  ref?(): void;
  /** Of Node's: the opposite of `ref`. */
  unref?(): void;
}

/** How a training is shared out to workers. */
export interface WorkersOptions {
  /** How many; 1 is none: everything is then computed in the calling thread. */
  count: number;
  /**
   * Starts a worker whose program calls `serveTraining` of `face-perturb/training-worker`. In a browser it must be given, since only a
   * bundler knows the program's address: `() => new Worker(new URL('./training-worker.js', import.meta.url), { type: 'module' })`.
   * @default in Node a thread with the program that comes with this package
   */
  create?: () => TrainingWorker;
  /**
   * Modules that each worker imports before it builds the network, for layers of your own: each a full URL
   * (`new URL('./layers.js', import.meta.url).href`) or the name of a package.
   * @default []
   */
  modules?: readonly string[];
}

/** Workers as the training plan has them. */
export type WorkersPlan = Required<Omit<WorkersOptions, 'create'>> & Pick<WorkersOptions, 'create'>;

/** In parts, so that no tool takes the text for an import of this module. */
const PROGRAM = [
  "import 'face-perturb/models';",
  'import { serveTraining } from',
  "'face-perturb/training-worker';",
  "serveTraining({ module: () => import('@tensorflow/tfjs-backend-wasm'), wasmPaths: '/wasm/' });",
].join(' ');
const CREATE = "() => new Worker(new URL('./training-worker.js', import.meta.url), { type: 'module' })";

/** @throws FacePerturbError `invalid-option` naming the field. */
export function workersPlan(what: string, workers: number | WorkersOptions | undefined): WorkersPlan {
  const given: WorkersOptions = typeof workers === 'object' && workers !== null ? workers : { count: workers ?? 1 };
  checkOptionNames(`${what}: workers`, given, ['count', 'create', 'modules']);
  const { count, create, modules = [] } = given;
  checkNumber(`${what}: workers`, count, { min: 1, integer: true });
  if (create !== undefined && typeof create !== 'function') {
    throw wrong(`${what}: workers.create`, 'a function that starts a worker', show(create));
  }
  if (!Array.isArray(modules) || modules.some((each) => typeof each !== 'string' || /^\.{0,2}[/\\]/.test(each))) {
    const received = Array.isArray(modules) ? modules.map(show).join(', ') : show(modules);
    throw wrong(`${what}: workers.modules`, 'full URLs (file:, http:, …) or names of packages', received);
  }
  if (count > 1 && !create && !canStartThreads()) {
    throw new FacePerturbError(`${what}: workers.create`, {
      code: 'invalid-option',
      expected: 'a function that starts a worker, outside Node 20.16 and newer',
      received: 'none',
      fix: `Pass create: ${CREATE}, whose program is: ${PROGRAM}`,
    });
  }
  return { count, create, modules };
}

function wrong(option: string, expected: string, received: string): FacePerturbError {
  return new FacePerturbError(option, { code: 'invalid-option', expected, received });
}
