import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { repeated, withCopies } from './copies.js';
import { crossEntropyTargets, highestClass, weightedCrossEntropy } from './loss.js';
import type { NamedVariables, Optimizer } from './optimizer.js';
import type { ImageChange } from './types.js';

/** A network and what changes it. */
export interface Learner {
  /** Images to logits. */
  model: LayersModel;
  /** Its trained weights by names that are the same in every process. */
  variables: NamedVariables;
  /** Changes them. */
  optimizer: Optimizer;
}

/** The images of one forward and backward pass. */
export interface Pass {
  /** [B,H,W,C] in [0, 1], row-major. */
  images: Float32Array;
  /** [B,H,W,C]. */
  shape: [number, number, number, number];
  /** Class ids, B. */
  labels: Uint8Array;
  /** How many of the B count; the rest, at the end, only fill the batch. */
  counted: number;
}

/** What is the same for all passes of a step. */
export interface StepPlan {
  /** Changed copies to show beside the images. */
  changes: readonly ImageChange[];
  /** Number of classes. */
  classes: number;
  /** Label smoothing in [0, 1). */
  smoothing: number;
  /** Names the random streams of the step. */
  seed: string;
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
  const samples = passes.reduce((sum, pass) => sum + pass.counted, 0) * (plan.changes.length + 1);
  let gradients: tf.NamedTensorMap = {};
  const total: StepResult = { loss: 0, correct: 0, samples };
  try {
    for (const [at, pass] of passes.entries()) {
      const labelled = withLabels(pass, plan, samples);
      const result = tf.tidy(() => {
        const images = withCopies(tf.tensor4d(pass.images, pass.shape), plan.changes, `${plan.seed}/${at}`);
        const targets = tf.tensor2d(labelled.targets, [labelled.labels.length, plan.classes]);
        return gradientsOf(learner, images, targets, tf.tensor1d(labelled.weights));
      });
      gradients = added(gradients, result.gradients);
      total.loss += (await result.loss.data())[0] as number;
      total.correct += correctOf(await result.logits.data<'float32'>(), labelled, plan.classes);
      tf.dispose([result.loss, result.logits]);
    }
    learner.optimizer.step(gradients, learner.variables);
  } finally {
    tf.dispose(gradients);
  }
  return total;
}

/** Labels, targets and weights of a pass, copies included; a weight of 0 marks a sample that only fills the batch. */
interface Labelled {
  labels: number[];
  targets: Float32Array;
  weights: Float32Array;
}

function withLabels(pass: Pass, { changes, classes, smoothing }: StepPlan, samples: number): Labelled {
  const labels = repeated(pass.labels, changes.length + 1);
  const weights = Float32Array.from(labels, (_, at) => (at % pass.labels.length < pass.counted ? 1 / samples : 0));
  return { labels, weights, targets: crossEntropyTargets(labels, classes, smoothing) };
}

function correctOf(logits: Float32Array, { labels, weights }: Labelled, classes: number): number {
  const predictions = highestClass(logits, classes);
  return labels.filter((label, at) => weights[at] !== 0 && predictions[at] === label).length;
}

function gradientsOf(
  { model, variables }: Learner,
  images: tf.Tensor4D,
  targets: tf.Tensor2D,
  weights: tf.Tensor1D,
): { loss: tf.Scalar; logits: tf.Tensor2D; gradients: tf.NamedTensorMap } {
  let logits: tf.Tensor2D | undefined;
  const { value, grads } = tf.variableGrads(() => {
    logits = tf.keep(model.apply(images, { training: true }) as tf.Tensor2D);
    return weightedCrossEntropy(logits, targets, weights);
  }, Object.values(variables));
  const gradients: tf.NamedTensorMap = {};
  for (const [name, variable] of Object.entries(variables)) {
    const gradient = grads[variable.name];
    if (gradient) gradients[name] = gradient;
  }
  return { loss: value, logits: logits as tf.Tensor2D, gradients };
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
