import * as tf from '@tensorflow/tfjs-core';
import { models } from '@tensorflow/tfjs-layers';
import type { BackendInUse } from '../../backends/inUse.js';
import type { BackendName } from '../../backends/facts.js';
import { useBackend, type UseBackendOptions } from '../../backends/useBackend.js';
import { checkOptionNames } from '../../support/checks.js';
import { FacePerturbError } from '../../support/errors.js';
import { clusterCopies } from '../clusterCopies.js';
import { useFasterLayers } from '../fasterLayers.js';
import { trainedVariables } from '../modelWeights.js';
import { runPass, type Network, type PassTask } from '../pass.js';
import type { ImageChange } from '../types.js';
import {
  copiesWhatItIsGiven,
  copyValues,
  countValues,
  partsOf,
  readFlat,
  summariseWeights,
  weightGroups,
  writeFlat,
  type WeightGroups,
} from './flatWeights.js';
import type {
  ErrorParts,
  PassAnswer,
  PassQuestion,
  Question,
  Reply,
  StartQuestion,
  WeightsSummary,
} from './protocol.js';

/** Options of {@link serveTraining}: how this worker loads the backend that the training uses. */
export type ServeTrainingOptions = Pick<UseBackendOptions, 'module' | 'wasmPaths'>;

/** The network of this worker and what it works with. */
interface Replica {
  network: Network;
  groups: WeightGroups;
  changes: readonly ImageChange[];
}

/**
 * Makes this worker compute for a training that runs in another thread: the program of a worker for the option `workers` of
 * `trainClassifier` and `featureFocusedTrainer`. In Node such a program comes with this package; a page with a bundler has one of its own (with Vite, set `worker: { format: 'es' }`):
 *
 * @example
 * import 'face-perturb/models'; // the layers of its networks; import your own likewise
 * import { serveTraining } from 'face-perturb/training-worker';
 * serveTraining({ module: () => import('@tensorflow/tfjs-backend-wasm'), wasmPaths: '/wasm/' });
 *
 * @param options - How to load the backend; by default as `useBackend` does.
 * @throws FacePerturbError `invalid-argument` when this is no worker, `invalid-option` for an unknown option.
 */
export function serveTraining(options: ServeTrainingOptions = {}): void {
  checkOptionNames('serveTraining', options, ['module', 'wasmPaths']);
  const port = openPort();
  let replica: Promise<Replica> | undefined;
  let turn: Promise<void> = Promise.resolve();

  const answer = async (question: Question): Promise<void> => {
    try {
      if (question.kind === 'start') {
        replica = becomeReplica(question, options);
        await replica;
        return port.send({ kind: 'done' });
      }
      const ready = await (replica as Promise<Replica>);
      if (question.kind === 'copies') {
        ready.changes = question.clusters ? clusterCopies(question.clusters) : [];
        return port.send({ kind: 'done' });
      }
      const pass = await answerPass(ready, question);
      port.send({ kind: 'done', pass }, pass.gradients && [pass.gradients.buffer as ArrayBuffer]);
    } catch (error) {
      port.send({ kind: 'failed', error: partsOfError(error) });
    }
  };
  port.listen((question) => {
    turn = turn.then(() => answer(question));
  });
  port.send({ kind: 'listening' });
}

async function becomeReplica(question: StartQuestion, options: ServeTrainingOptions): Promise<Replica> {
  await startBackend(question.backend, options);
  for (const address of question.modules) await import(/* @vite-ignore */ /* webpackIgnore: true */ address);
  const model = await models.modelFromJSON(JSON.parse(question.topology) as Parameters<typeof models.modelFromJSON>[0]);
  const groups = weightGroups(model);
  checkSame(question.weights, summariseWeights(groups));
  useFasterLayers(model);
  return { network: { model, variables: trainedVariables(model) }, groups, changes: [] };
}

async function startBackend(used: BackendInUse, options: ServeTrainingOptions): Promise<void> {
  const name = used.name as BackendName;
  const { module, wasmPaths = used.wasmPaths } = options;
  if (name !== 'wasm') return void (await useBackend(name, { module }));
  // The workers are the threads: the backend's own would only take turns with them.
  tf.env().registerFlag('WASM_HAS_MULTITHREAD_SUPPORT', () => false);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await useBackend(name, { module, wasmPaths, trainingKernels: used.trainingKernels });
}

function checkSame(wanted: WeightsSummary, own: WeightsSummary): void {
  if (JSON.stringify(wanted) === JSON.stringify(own)) return;
  throw new FacePerturbError('serveTraining: a network built from its topology', {
    code: 'invalid-argument',
    expected: `weights of the shapes ${JSON.stringify(wanted.shapes)}, the same trained`,
    received: JSON.stringify(own.shapes),
    fix: "See that each layer's getConfig() gives all that its constructor takes.",
  });
}

async function answerPass({ network, groups, changes }: Replica, question: PassQuestion): Promise<PassAnswer> {
  writeFlat(groups.all, question.weights);
  const { loss, correct, gradients } = await runPass(network, withOwnImages(question.task), changes);
  const flat = question.gradients ?? new Float32Array(countValues(groups.trained));
  const parts = partsOf(flat, groups.trained);
  const present: boolean[] = [];
  for (const [at, name] of Object.keys(network.variables).entries()) {
    const gradient = gradients[name];
    present.push(gradient !== undefined);
    if (gradient) await copyValues(gradient, parts[at] as Float32Array);
  }
  tf.dispose(gradients);
  const statistics = await readFlat(groups.rest, new Float32Array(countValues(groups.rest)));
  return { loss, correct, gradients: question.gradients ? undefined : flat, present, statistics };
}

/** Other backends than wasm keep what they are given, and graphics processors take no shared memory. */
function withOwnImages(task: PassTask): PassTask {
  if (copiesWhatItIsGiven() || task.images.buffer instanceof ArrayBuffer) return task;
  return { ...task, images: task.images.slice() };
}

function partsOfError(error: unknown): ErrorParts {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { name, message, stack, code: error instanceof FacePerturbError ? error.code : undefined };
}

/** The way to the thread that trains. */
interface Port {
  send(reply: Reply, transfer?: ArrayBuffer[]): void;
  listen(take: (question: Question) => void): void;
}

/** What a Web Worker's global scope has. */
interface WorkerScope {
  postMessage?(message: Reply, transfer: ArrayBuffer[]): void;
  addEventListener?(type: 'message', listener: (event: { data: Question }) => void): void;
  document?: unknown;
}

function openPort(): Port {
  const node = typeof process === 'undefined' ? undefined : process.getBuiltinModule?.('node:worker_threads');
  const parent = node?.parentPort;
  if (parent) {
    return {
      send: (reply, transfer = []) => parent.postMessage(reply, transfer),
      listen: (take) => parent.on('message', take),
    };
  }
  const scope = globalThis as unknown as WorkerScope;
  if (!node && scope.postMessage && !scope.document) {
    return {
      send: (reply, transfer = []) => scope.postMessage?.(reply, transfer),
      listen: (take) => scope.addEventListener?.('message', ({ data }) => take(data)),
    };
  }
  throw new FacePerturbError('serveTraining', {
    code: 'invalid-argument',
    expected: 'to be called in a worker',
    received: 'the main thread',
    fix: "Give the program that calls it to trainClassifier's workers.create.",
  });
}
