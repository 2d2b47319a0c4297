import { Worker } from 'node:worker_threads';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { useBackend } from '../../../src/backends/useBackend.js';
import { trainClassifier } from '../../../src/training/trainClassifier.js';
import type { TrainClassifierOptions } from '../../../src/training/types.js';
import { collect, quarters, timeless, tinyNetwork, weightsOf } from '../tiny.js';
import { bundleProgram, type Program } from './program.js';

export const train = quarters(50, 1);
export const validation = quarters(30, 2);
const networks: LayersModel[] = [];
let program: Program;

/** Readies wasm and the threads' program for the tests of a file, and clears up after them. */
export function useThreads(): void {
  beforeAll(async () => {
    program = await bundleProgram();
    await useBackend('wasm');
  });

  afterAll(() => program.remove());

  afterEach(() => {
    for (const made of networks.splice(0)) made.dispose();
  });
}

/** A network that is freed after the test. */
export function network(seed = 1): LayersModel {
  const made = tinyNetwork(seed);
  networks.push(made);
  return made;
}

/** The last batch of an epoch has two pictures of its own: they and filling make its only pass. */
export function options(more: Partial<TrainClassifierOptions> = {}): TrainClassifierOptions {
  return {
    ...{ model: more.model ?? network(), train, validation, epochs: 2, batchSize: 16, seed: 7, keepBest: false },
    ...{ schedule: { kind: 'constant', rate: 0.05 }, workers: inWorkers(2) },
    ...more,
  };
}

/** That many threads, which import these modules beside the one with the package's layers. */
export function inWorkers(count: number, modules: readonly string[] = []) {
  return { count, modules: [program.models, ...modules], create: () => new Worker(program.address) };
}

/** Trains, and gives the losses of all steps, the records, and the weights in the end. */
export async function trained(more: Partial<TrainClassifierOptions> = {}) {
  const each = options(more);
  const losses: number[] = [];
  const { items, error } = await collect(trainClassifier({ ...each, onStep: ({ loss }) => losses.push(loss) }));
  expect(error).toBeUndefined();
  const { trainableWeights } = each.model;
  const weights = weightsOf(each.model);
  const isTrained = each.model.weights.map((weight) => trainableWeights.includes(weight));
  return {
    ...{ losses, weights, records: timeless(items) },
    trained: weights.filter((_, at) => isTrained[at]),
    statistics: weights.filter((_, at) => !isTrained[at]),
  };
}

/** Workers that the test has in its hands. */
export function held() {
  const made: Worker[] = [];
  const create = () => {
    const worker = new Worker(program.address);
    made.push(worker);
    return worker;
  };
  /** A thread that has ended has no number. */
  const running = () => made.filter((worker) => worker.threadId !== -1).length;
  return { made, running, workers: { ...inWorkers(2), create } };
}
