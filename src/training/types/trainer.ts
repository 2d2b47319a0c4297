import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { AttentionMethodName } from '../../attention/methods/table.js';
import type { ImageDataset } from '../../data/dataset.js';
import type { CheckpointStore } from '../checkpoint.js';
import type { WorkersOptions } from '../workers/options.js';
import type { TrainingSettings } from './classifier.js';
import type { CopiesProvider } from './copies.js';
import type { StepProgress } from './progress.js';

/** Phases of `featureFocusedTrainer`. */
export type TrainerPhase = 'attention' | 'predictor';

/** Options of `featureFocusedTrainer`. */
export interface FeatureFocusedOptions {
  /** Pictures to learn from. */
  train: ImageDataset;
  /** Pictures to choose epochs on. */
  validation: ImageDataset;
  /** Builds the predictor from a seed for its first weights: images [B,inputSize,inputSize,C] to logits. */
  predictor: (seed: number) => LayersModel;
  /**
   * Builds the attention classifier (with a spatial gate) from a seed, or is one that is trained already: phase 1 is then left out, as it is
   * without one, which takes `copies` of your own.
   * @default none: phase 1 is left out
   */
  attentionClassifier?: ((seed: number) => LayersModel) | LayersModel;
  /**
   * Everything random is derived from it.
   * @default 0
   */
  seed?: number;
  /**
   * Side in pixels of the square crops the networks take.
   * @default 40
   */
  inputSize?: number;
  /**
   * How both classifiers are trained.
   * @default {}: the defaults of its fields
   */
  training?: TrainingSettings;
  /**
   * What differs for the attention classifier.
   * @default {}: nothing
   */
  attentionTraining?: TrainingSettings;
  /**
   * What differs for the predictor.
   * @default {}: nothing
   */
  predictorTraining?: TrainingSettings;
  /**
   * How pixels are clustered.
   * @default {}: the defaults of its fields
   */
  clustering?: ClusteringSettings;
  /**
   * Which copies are shown beside each image: each with one cluster's pixels set to zero, or any of your own.
   * @default 'clusters'
   */
  copies?: 'clusters' | CopiesProvider;
  /**
   * Where each phase's state is kept: `(phase) => fileCheckpoint(...)`.
   * @default none: nothing is kept
   */
  checkpoint?: (phase: TrainerPhase) => CheckpointStore;
  /**
   * As the option of `trainClassifier`.
   * @default none: at the end of epochs and when stopped
   */
  checkpointMinutes?: number;
  /**
   * As the option of `trainClassifier`; both networks are trained so.
   * @default 1: none
   */
  workers?: number | WorkersOptions;
  /**
   * Called after each step.
   * @default none: nobody is told
   */
  onStep?: (progress: StepProgress) => void;
}

/** How the trainer clusters pixels (equation 1 of the paper). */
export interface ClusteringSettings {
  /**
   * Clusters to ask for.
   * @default 3
   */
  clusters?: number;
  /**
   * Weight of attention.
   * @default 1.2
   */
  alpha?: number;
  /**
   * Weight of the pixel's place.
   * @default 1.5
   */
  lambda?: number;
  /**
   * Training pictures whose attention maps are averaged.
   * @default 512
   */
  sample?: number;
  /**
   * Method of `attentionMap`.
   * @default 'spatialGate'
   */
  method?: AttentionMethodName;
}
