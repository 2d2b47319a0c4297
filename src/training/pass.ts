import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { reseedLayers } from '../support/reseed.js';
import { repeated, withCopies } from './copies.js';
import { crossEntropyTargets, highestClass, weightedCrossEntropy } from './loss.js';
import type { NamedVariables } from './optimizer.js';
import type { ImageChange } from './types.js';

/** A network and those of its weights that are trained. */
export interface Network {
  /** Images to logits. */
  model: LayersModel;
  /** Its trained weights by names that are the same in every process. */
  variables: NamedVariables;
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

/** All that a pass depends on but the network and the changes: plain data, the same wherever it is computed. */
export interface PassTask {
  /** [B,H,W,C] in [0, 1], row-major, without copies. */
  images: Float32Array;
  /** [B,H,W,C]. */
  shape: [number, number, number, number];
  /** Class ids, copies included, as all that follows. */
  labels: Uint8Array;
  /** [labels.length, classes], row-major. */
  targets: Float32Array;
  /** Weight of each sample in the loss; 0 for one that only fills the batch. */
  weights: Float32Array;
  /** Names the random streams of the copies. */
  copiesKey: string;
  /** Names the random streams of the layers. */
  layersKey: string;
}

/** What a pass gave. */
export interface PassResult {
  /** Weighted sum of its samples' losses. */
  loss: number;
  /** Samples classified right, of those that count. */
  correct: number;
  /** By the names of the variables; the caller disposes them. */
  gradients: tf.NamedTensorMap;
}

/** Samples that count in a step, copies included. */
export function countedSamples(passes: readonly Pass[], { changes }: StepPlan): number {
  return passes.reduce((sum, pass) => sum + pass.counted, 0) * (changes.length + 1);
}

/** The passes of a step as tasks: together they give the mean loss over all samples that count. */
export function passTasks(passes: readonly Pass[], plan: StepPlan): PassTask[] {
  const { changes, classes, smoothing, seed } = plan;
  const samples = countedSamples(passes, plan);
  return passes.map(({ images, shape, labels: own, counted }, at) => {
    const labels = Uint8Array.from(repeated(own, changes.length + 1));
    return {
      ...{ images, shape, labels },
      targets: crossEntropyTargets(labels, classes, smoothing),
      weights: Float32Array.from(labels, (_, sample) => (sample % own.length < counted ? 1 / samples : 0)),
      copiesKey: `${seed}/${at}`,
      layersKey: at === 0 ? `${seed}/layers` : `${seed}/layers/${at}`,
    };
  });
}

/** Forward and backward: the weighted loss of a pass and its gradients. */
export async function runPass(network: Network, task: PassTask, changes: readonly ImageChange[]): Promise<PassResult> {
  const { gradients, outcome } = startPass(network, task, changes);
  try {
    return { ...(await outcome), gradients };
  } catch (error) {
    tf.dispose(gradients);
    throw error;
  }
}

/**
 * The same without waiting: a graphics processor goes on with whatever follows, while its numbers are on their way.
 *
 * @returns The gradients, which the caller disposes, and what is read of the pass.
 */
export function startPass(
  network: Network,
  task: PassTask,
  changes: readonly ImageChange[],
): { gradients: tf.NamedTensorMap; outcome: Promise<Omit<PassResult, 'gradients'>> } {
  const classes = task.targets.length / task.labels.length;
  reseedLayers(network.model, task.layersKey);
  const { loss, logits, gradients } = tf.tidy(() => {
    const images = withCopies(tf.tensor4d(task.images, task.shape), changes, task.copiesKey);
    const targets = tf.tensor2d(task.targets, [task.labels.length, classes]);
    return gradientsOf(network, images, targets, tf.tensor1d(task.weights));
  });
  return { gradients, outcome: readOutcome(task, loss, logits) };
}

async function readOutcome(
  { labels, weights }: PassTask,
  loss: tf.Scalar,
  logits: tf.Tensor2D,
): Promise<Omit<PassResult, 'gradients'>> {
  try {
    const [[value], scores] = await Promise.all([loss.data<'float32'>(), logits.data<'float32'>()]);
    const predictions = highestClass(scores, scores.length / labels.length);
    const correct = labels.filter((label, at) => weights[at] !== 0 && predictions[at] === label).length;
    return { loss: value as number, correct };
  } finally {
    tf.dispose([loss, logits]);
  }
}

function gradientsOf(
  { model, variables }: Network,
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
