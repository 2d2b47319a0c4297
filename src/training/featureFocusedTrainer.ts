import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { PixelClustersRecord } from '../clusters/types.js';
import type { ImageDataset } from '../data/dataset.js';
import { checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { fullClusteringSettings } from './clusterCopies.js';
import type { EvaluateOptions, Evaluation } from './evaluate.js';
import { PerturbScheme } from './perturbScheme.js';
import { TRAINING_SETTINGS } from './settings.js';
import type { EpochRecord, FeatureFocusedOptions, ImageChange } from './types.js';
import { workersPlan } from './workers/options.js';

/** Options of {@link FeatureFocusedTrainer.evaluate}. */
export interface TrainerEvaluateOptions extends Omit<EvaluateOptions, 'copies' | 'inputSize'> {
  /**
   * Add the logits of the perturbed copies to those of the images, as the paper predicts.
   * @default true
   */
  copies?: boolean;
}

/** A training by the Perturb Scheme. */
export interface FeatureFocusedTrainer {
  /** The network whose attention makes the clusters (phase 1), if there is one. */
  readonly attentionClassifier: LayersModel | undefined;
  /** The network that is trained on the copies (phase 3). */
  readonly predictor: LayersModel;
  /** Records of all epochs so far, of both phases. */
  readonly records: readonly EpochRecord[];
  /** Clusters of the predictor's best epoch so far; undefined before the first, and with copies of your own that name none. */
  readonly clusters: PixelClustersRecord | undefined;
  /** The changes that make the copies of the predictor's best epoch; none before the first. */
  readonly changes: readonly ImageChange[];
  /**
   * Does all phases; what a checkpoint holds already is yielded from there. Yields a record after each epoch, phase 'attention' first, then 'predictor'.
   *
   * @param options - `signal` stops the training at the next step; without one it runs to its end.
   * @throws FacePerturbError as `trainClassifier` does, and `invalid-argument` when the attention classifier has no gate to look at.
   */
  run(options?: { signal?: AbortSignal }): AsyncGenerator<EpochRecord, void, undefined>;
  /**
   * Logits summed over the images and their copies with the best epoch's clusters.
   *
   * @param images - [B,inputSize,inputSize,C], values in [0, 1]; not disposed.
   * @returns [B,classes]; dispose it.
   * @throws FacePerturbError `invalid-argument` before the first predictor epoch.
   */
  predict(images: tf.Tensor4D): tf.Tensor2D;
  /**
   * Classifies every picture of a data set with the predictor.
   *
   * @param dataset - Pictures with labels.
   * @throws FacePerturbError as `evaluate` does, and `invalid-argument` for copies before the first predictor epoch.
   */
  evaluate(dataset: ImageDataset, options?: TrainerEvaluateOptions): Promise<Evaluation>;
  /** Frees the networks that the trainer built; a network that was given stays. */
  dispose(): void;
}

const WHAT = 'featureFocusedTrainer';
const OPTIONS = [
  ...['train', 'validation', 'predictor', 'attentionClassifier', 'seed', 'inputSize', 'training', 'attentionTraining'],
  ...['predictorTraining', 'clustering', 'copies', 'checkpoint', 'checkpointMinutes', 'onStep', 'workers'],
];

/**
 * The Perturb Scheme (Qiu 2024, arXiv:2411.00824) in three phases:
 *
 * 1. an attention classifier, a network with a spatial gate, is trained on the images;
 * 2. the pixels are clustered by the attention of a sample of training images and by place (equation 1), anew each epoch of phase 3;
 * 3. a predictor is trained on each image and its n copies, each with one cluster's pixels set to zero, all with the image's label.
 *
 * A prediction is the sum of the logits of the n + 1 copies; so is the validation that chooses the best epoch.
 *
 * Both networks are built at once, from seeds of their own that follow from `seed`.
 *
 * @throws FacePerturbError `invalid-option` for wrong options.
 * @example
 * const trainer = featureFocusedTrainer({
 *   train: splits.train,
 *   validation: splits.validation,
 *   attentionClassifier: (seed) => slimNetwork({ seed, gate: 'input' }),
 *   predictor: (seed) => slimNetwork({ seed }),
 *   training: { epochs: 10, schedule: { kind: 'oneCycle', maxRate: 0.1 } },
 * });
 * for await (const record of trainer.run()) console.log(record.phase, record.epoch, record.validationAccuracy);
 * const { accuracy } = await trainer.evaluate(splits.test, { crops: 'ten' });
 */
export function featureFocusedTrainer(options: FeatureFocusedOptions): FeatureFocusedTrainer {
  checkOptionNames(WHAT, options, OPTIONS);
  const { seed = 0, inputSize = 40, copies = 'clusters', attentionClassifier } = options;
  checkNumber(`${WHAT}: seed`, seed, { min: 0, integer: true });
  checkNumber(`${WHAT}: inputSize`, inputSize, { min: 1, integer: true });
  for (const name of ['training', 'attentionTraining', 'predictorTraining'] as const) {
    checkOptionNames(`${WHAT}: ${name}`, options[name] ?? {}, TRAINING_SETTINGS);
  }
  workersPlan(WHAT, options.workers);
  const clustering = fullClusteringSettings(options.clustering);
  if (copies !== 'clusters' && typeof copies !== 'function') {
    throw wrong('copies', "'clusters' or a function that gives each epoch's copies", copies);
  }
  if (copies === 'clusters' && !attentionClassifier) {
    throw wrong('attentionClassifier', "a network, or a function that builds it, for copies: 'clusters'", undefined);
  }
  return new PerturbScheme({ ...options, seed, inputSize, copies, clustering });
}

function wrong(option: string, expected: string, received: unknown): FacePerturbError {
  return new FacePerturbError(`${WHAT}: ${option}`, { code: 'invalid-option', expected, received: show(received) });
}
