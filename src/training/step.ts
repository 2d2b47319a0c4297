import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer } from './optimizer.js';
import { countedSamples, passTasks, runPass, type Network, type Pass, type StepPlan } from './pass.js';

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
 * One update: the gradient of the mean loss over the images of all passes and their copies.
 *
 * The result may be no finite number; the weights are then changed all the same, and worthless.
 */
export async function trainStep(learner: Learner, passes: readonly Pass[], plan: StepPlan): Promise<StepResult> {
  let gradients: tf.NamedTensorMap = {};
  const total: StepResult = { loss: 0, correct: 0, samples: countedSamples(passes, plan) };
  try {
    for (const task of passTasks(passes, plan)) {
      const result = await runPass(learner, task, plan.changes);
      gradients = added(gradients, result.gradients);
      total.loss += result.loss;
      total.correct += result.correct;
    }
    learner.optimizer.step(gradients, learner.variables);
  } finally {
    tf.dispose(gradients);
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
