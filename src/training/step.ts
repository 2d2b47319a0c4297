import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer } from './optimizer.js';
import {
  countedSamples,
  passTasks,
  startPass,
  type Network,
  type Pass,
  type PassResult,
  type StepPlan,
} from './pass.js';

export type { Pass, StepPlan } from './pass.js';

/** A network and what changes it. */
export interface Learner extends Network {
  /** Changes its trained weights. */
  optimizer: Optimizer;
}

/** What a step met, before its update. */
export interface StepResult {
  /** Mean loss over the samples that count. */
  loss: number;
  /** Samples classified right. */
  correct: number;
  /** Samples that count, copies included. */
  samples: number;
}

/**
 * One update: the gradient of the mean loss over the images of all passes and their copies. All of it is handed to the backend before anything
 * is read, so that a graphics processor never waits for its reader.
 *
 * The result may be no finite number; the weights are then changed all the same, and worthless.
 */
export async function trainStep(learner: Learner, passes: readonly Pass[], plan: StepPlan): Promise<StepResult> {
  const outcomes: Promise<Omit<PassResult, 'gradients'>>[] = [];
  let gradients: tf.NamedTensorMap = {};
  try {
    for (const task of passTasks(passes, plan)) {
      const started = startPass(learner, task, plan.changes);
      outcomes.push(started.outcome);
      gradients = added(gradients, started.gradients);
    }
    learner.optimizer.step(gradients, learner.variables);
  } finally {
    tf.dispose(gradients);
  }
  const total: StepResult = { loss: 0, correct: 0, samples: countedSamples(passes, plan) };
  for (const { loss, correct } of await Promise.all(outcomes)) {
    total.loss += loss;
    total.correct += correct;
  }
  return total;
}

/** The sum of two sets of gradients; both are disposed. */
function added(before: tf.NamedTensorMap, more: tf.NamedTensorMap): tf.NamedTensorMap {
  const sum: tf.NamedTensorMap = { ...before };
  for (const [name, gradient] of Object.entries(more)) {
    const old = before[name];
    sum[name] = old ? tf.add(old, gradient) : gradient;
    if (old) tf.dispose([old, gradient]);
  }
  return sum;
}
