import * as tf from '@tensorflow/tfjs-core';
import { backendInUse } from '../../backends/inUse.js';
import { clusterRecordOf } from '../clusterCopies.js';
import { withCopies } from '../copies.js';
import { passTasks, countedSamples, type PassTask } from '../pass.js';
import type { TrainingPlan } from '../settings.js';
import type { Learner, StepResult } from '../step.js';
import { passesOf, stepPlan, type Epoch, type Steps } from '../steps.js';
import type { ImageChange } from '../types.js';
import { countValues, partsOf, readFlat, summariseWeights, weightGroups, writeFlat } from './flatWeights.js';
import { modelsModule, startThread } from './nodeThread.js';
import type { PassAnswer } from './protocol.js';
import { openThread, type Thread } from './thread.js';
import { unlessAborted } from './unlessAborted.js';

/** What a step shows: ready before its turn, since it depends on nothing but the seed. */
interface Prepared {
  epoch: Epoch;
  step: number;
  samples: number;
  tasks: PassTask[];
}

/**
 * Makes the updates of a training in workers, which compute the passes: pass k in worker k mod n. Gradients are added in the order of the
 * passes, and each pass starts from the same weights and running statistics, whose changes are averaged; so nothing depends on timing.
 *
 * @throws FacePerturbError `worker-failed` when a worker doesn't start, `aborted` when stopped.
 */
export async function stepsInWorkers(plan: TrainingPlan, learner: Learner): Promise<Steps> {
  const threads = await startThreads(plan, learner);
  const exchange = openExchange(learner);
  const rooms = hasSharedMemory() ? roomsForImages(plan) : undefined;
  let shownCopies: readonly ImageChange[] = [];
  let ahead: { epoch: Epoch; step: number; prepared: Promise<Prepared> } | undefined;

  const upcoming = (epoch: Epoch, step: number): Promise<Prepared> =>
    ahead?.epoch === epoch && ahead.step === step ? ahead.prepared : prepare(plan, epoch, step, rooms);
  const prepareAhead = (epoch: Epoch, step: number) => {
    ahead = step < plan.stepsPerEpoch ? { epoch, step, prepared: prepare(plan, epoch, step, rooms) } : undefined;
    // It is looked at when its turn comes.
    ahead?.prepared.catch(() => undefined);
  };
  const sendCopies = ({ changes }: Epoch) => {
    if (changes === shownCopies) return [];
    shownCopies = changes;
    return threads.map((thread) => thread.ask({ kind: 'copies', clusters: clusterRecordOf(changes) }));
  };
  const sendPasses = (tasks: readonly PassTask[]) =>
    tasks.map((task, at) => {
      const { weights, gradientsOf } = exchange;
      const question = { kind: 'pass', task, weights, gradients: gradientsOf(at) } as const;
      const thread = threads[at % threads.length] as Thread;
      const { buffer } = task.images;
      return thread.ask(question, buffer instanceof ArrayBuffer ? [buffer] : []) as Promise<PassAnswer>;
    });

  return {
    async step(epoch, step) {
      const { tasks, samples } = await upcoming(epoch, step);
      await exchange.readWeights();
      const copies = sendCopies(epoch);
      const passes = sendPasses(tasks);
      const answered = Promise.all([Promise.all(passes), ...copies]);
      prepareAhead(epoch, step + 1);
      const [answers] = await unlessAborted('trainClassifier', answered, plan.signal);
      exchange.update(answers);
      return totalOf(answers, samples);
    },
    async close() {
      await Promise.all([...threads.map((thread) => thread.stop()), ahead?.prepared.catch(() => undefined)]);
    },
  };
}

async function startThreads({ workers, signal }: TrainingPlan, { model }: Learner): Promise<Thread[]> {
  const { count, create, modules } = workers;
  const question = {
    kind: 'start',
    backend: backendInUse(),
    modules: [...(create ? [] : [modelsModule()]), ...modules],
    topology: JSON.stringify(model.toJSON(null, false)),
    weights: summariseWeights(weightGroups(model)),
  } as const;
  const threads: Thread[] = [];
  try {
    for (let at = 0; at < count; at++) {
      threads.push(openThread((create ?? startThread)(), `worker ${at + 1} of ${count}`));
    }
    const started = Promise.all(threads.map((thread) => thread.ask(question)));
    await unlessAborted('trainClassifier', started, signal);
    return threads;
  } catch (error) {
    await Promise.all(threads.map((thread) => thread.stop()));
    throw error;
  }
}

/** Where the images of a pass of a step stand. */
type Rooms = (step: number, pass: number) => Float32Array;

/** Two for each pass: one is read by a worker while the next step's images are written into the other. Fresh memory is slow. */
function roomsForImages({ microBatch, inputSize, train }: TrainingPlan): Rooms {
  const rooms: Float32Array[][] = [[], []];
  return (step, pass) => {
    const turn = rooms[step % 2] as Float32Array[];
    return (turn[pass] ??= floats(microBatch * inputSize * inputSize * train.channels));
  };
}

/** The passes of a step, with the copies in them unless the workers can make them. */
async function prepare(plan: TrainingPlan, epoch: Epoch, step: number, rooms?: Rooms): Promise<Prepared> {
  const passes = passesOf(plan, epoch, step, rooms && ((pass) => rooms(step, pass)));
  const common = stepPlan(plan, epoch, step);
  const tasks = passTasks(passes, common);
  const ready = epoch.changes.length === 0 || clusterRecordOf(epoch.changes) !== undefined;
  return {
    ...{ epoch, step },
    samples: countedSamples(passes, common),
    tasks: ready ? tasks : await Promise.all(tasks.map((task) => withReadyCopies(task, epoch.changes))),
  };
}

async function withReadyCopies(task: PassTask, changes: readonly ImageChange[]): Promise<PassTask> {
  const images = tf.tidy(() => withCopies(tf.tensor4d(task.images, task.shape), changes, task.copiesKey));
  try {
    return { ...task, images: (await images.data<'float32'>()).slice(), shape: images.shape };
  } finally {
    images.dispose();
  }
}

/** What goes to and fro between the network that learns and its replicas. */
interface Exchange {
  /** The weights of the step under way, for all workers. */
  readonly weights: Float32Array;
  /** Where the gradients of a pass are to be written; undefined without shared memory. */
  gradientsOf(pass: number): Float32Array | undefined;
  /** Takes the network's weights. */
  readWeights(): Promise<void>;
  /** Makes the update that the passes' gradients ask for, and takes over running statistics. */
  update(answers: readonly PassAnswer[]): void;
}

function openExchange({ model, variables, optimizer }: Learner): Exchange {
  const groups = weightGroups(model);
  const weights = floats(countValues(groups.all));
  const shared: Float32Array[] = [];
  const slot = (pass: number) => (shared[pass] ??= floats(countValues(groups.trained)));
  const before = new Float32Array(countValues(groups.rest));
  const total = new Float32Array(countValues(groups.trained));

  return {
    weights,
    gradientsOf: (pass) => (hasSharedMemory() ? slot(pass) : undefined),
    async readWeights() {
      await readFlat(groups.all, weights);
      await readFlat(groups.rest, before);
    },
    update(answers) {
      addUp(
        answers.map((answer, pass) => answer.gradients ?? slot(pass)),
        total,
      );
      const parts = partsOf(total, groups.trained);
      const gradients: tf.NamedTensorMap = {};
      for (const [at, [name, variable]] of Object.entries(variables).entries()) {
        if (!answers.some((answer) => answer.present[at])) continue;
        gradients[name] = tf.tensor(parts[at] as Float32Array, variable.shape);
      }
      optimizer.step(gradients, variables);
      tf.dispose(gradients);
      const statistics = answers.map((answer) => answer.statistics);
      if (before.length > 0) writeFlat(groups.rest, averaged(before, statistics));
    },
  };
}

/** The lists' sum, in their order and in single precision, as tensors would be added. */
function addUp(lists: readonly Float32Array[], total: Float32Array): void {
  const [first, ...others] = lists;
  total.set(first as Float32Array);
  for (const list of others) {
    for (let at = 0; at < total.length; at++) total[at] = (total[at] as number) + (list[at] as number);
  }
}

/** The mean of what several made of the same numbers; numbers that nobody changed stay exactly what they are. */
function averaged(before: Float32Array, after: readonly Float32Array[]): Float32Array {
  return before.map((value, at) => {
    const change = after.reduce((sum, list) => sum + ((list[at] as number) - value), 0);
    return value + change / after.length;
  });
}

function totalOf(answers: readonly PassAnswer[], samples: number): StepResult {
  const total: StepResult = { loss: 0, correct: 0, samples };
  for (const { loss, correct } of answers) {
    total.loss += loss;
    total.correct += correct;
  }
  return total;
}

function hasSharedMemory(): boolean {
  return typeof SharedArrayBuffer === 'function';
}

/** Zeros, on memory that workers see too where there is such. */
function floats(length: number): Float32Array {
  return hasSharedMemory() ? new Float32Array(new SharedArrayBuffer(4 * length)) : new Float32Array(length);
}
