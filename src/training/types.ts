import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { AttentionMethodName } from '../attention/methods/table.js';
import type { PixelClustersRecord } from '../clusters/types.js';
import type { Augmentation } from '../data/augmentation.js';
import type { ImageDataset } from '../data/dataset.js';
import type { PerturbContext } from '../perturb/perturbation.js';
import type { Random } from '../support/random.js';
import type { CheckpointStore } from './checkpoint.js';
import type { OptimizerSettings } from './optimizer.js';
import type { Schedule, ScheduleSpec } from './schedule.js';
import type { WorkersOptions } from './workers/options.js';

/**
 * A change of an image batch [B,H,W,C] to one of the same shape: any perturbation of this library, or your own function.
 *
 * The context's key names the random draws: a function that draws must draw the same for the same key. It has no landmarks, since the images
 * are augmented crops; regions of the face take a wrapper that gives some: `(images, context) => change(images, { ...context, landmarks })`.
 */
export type ImageChange = (images: Tensor4D, context?: PerturbContext) => Tensor4D;

/** How one classifier is trained: plain JSON, so that a record of it reproduces the run. */
export interface TrainingSettings {
  /**
   * Passes over the training pictures; a whole number of at least 1.
   * @default 10
   */
  epochs?: number;
  /**
   * Pictures an update, each with all its copies.
   * @default 64
   */
  batchSize?: number;
  /**
   * Pictures a forward and backward pass, each with all its copies; must divide `batchSize`. The gradients of the passes are added up and
   * make one update, so that less memory is needed; batch norm then sees the smaller batches.
   * @default batchSize, or with workers each one's part of it
   */
  microBatch?: number;
  /**
   * Momentum, Nesterov, weight decay; see {@link OptimizerSettings}.
   * @default {}: the defaults of its fields
   */
  optimizer?: OptimizerSettings;
  /**
   * Learning rate over time: made by `constantRate`, `reduceOnPlateau` or `oneCycle`, or the plain spec of one.
   * @default { kind: 'reduceOnPlateau', rate: 0.01 }
   */
  schedule?: Schedule | ScheduleSpec;
  /**
   * Random changes of training pictures; `{}` for none.
   * @default augmentationPresets.light: a random crop, half of them mirrored
   */
  augmentation?: Augmentation;
  /**
   * Share of the target that is spread evenly over all classes, in [0, 1).
   * @default 0
   */
  labelSmoothing?: number;
  /**
   * Keep the weights of the epoch with the highest validation accuracy (the first of equals) and leave the model with them at every end:
   * finished, stopped or failed.
   * @default true
   */
  keepBest?: boolean;
}

/** Options of `trainClassifier`. */
export interface TrainClassifierOptions extends TrainingSettings {
  /** Network from images [B,size,size,C] to logits [B,classes]; trained in place. */
  model: LayersModel;
  /** Pictures to learn from. */
  train: ImageDataset;
  /** Pictures to choose the best epoch and the learning rate on. */
  validation: ImageDataset;
  /**
   * Side in pixels of the square crops the model takes.
   * @default the model's own input height
   */
  inputSize?: number;
  /**
   * Everything random (order, augmentation, dropout, copies) is derived from it.
   * @default 0
   */
  seed?: number;
  /**
   * Name of this training in its records and random streams.
   * @default 'classifier'
   */
  phase?: string;
  /**
   * Changed copies shown beside each image, asked for at the start of each epoch.
   * @default none: the images alone
   */
  copies?: CopiesProvider;
  /**
   * Plain JSON that says what `copies` depends on: a checkpoint goes on only with the same.
   * @default {}
   */
  fingerprint?: object;
  /**
   * Stops the training at the next step; a checkpoint is saved first.
   * @default none: it runs to its end
   */
  signal?: AbortSignal;
  /**
   * Where the state is kept at the end of each epoch and when stopped; if it holds a state of this run, the run goes on from there.
   * @default none: nothing is kept
   */
  checkpoint?: CheckpointStore;
  /**
   * Also save a checkpoint whenever this many minutes have passed since the last; above 0.
   * @default none: at the end of epochs and when stopped
   */
  checkpointMinutes?: number;
  /**
   * Shares the passes of each update out to this many workers, with a backend each: threads in Node, Web Workers in a browser, which needs
   * the longer form, {@link WorkersOptions}. Each worker does a part of the batch (`microBatch` is then `batchSize / workers` unless given);
   * the gradients are added up in order, so that the result depends on the number of workers and the seed, and never on timing. 1 is none.
   * @default 1
   */
  workers?: number | WorkersOptions;
  /**
   * Called after each step.
   * @default none: nobody is told
   */
  onStep?: (progress: StepProgress) => void;
}

/** Gives the changed copies of one epoch. Must depend on nothing but its context, or a resumed run would differ. */
export type CopiesProvider = (context: CopiesContext) => EpochCopies | Promise<EpochCopies>;

/** What a {@link CopiesProvider} may build on. */
export interface CopiesContext {
  /** Epoch that starts, from 1. */
  epoch: number;
  /** Stream of this epoch. */
  random: Random;
  /** Side in pixels of the images. */
  size: number;
  /** Training pictures. */
  train: ImageDataset;
  /** Clusters of the epoch before, where there was one. */
  previous?: PixelClustersRecord;
  /** The training's signal, for a provider that takes long. */
  signal?: AbortSignal;
}

/** The changed copies of one epoch. */
export interface EpochCopies {
  /** One change a copy; the unchanged image is always there as well. */
  changes: readonly ImageChange[];
  /** Clusters the changes were made from, for the record. */
  clusters?: PixelClustersRecord;
}

/** What one epoch gave: plain JSON; all but `seconds` is the same for the same seed on the same machine. */
export interface EpochRecord {
  /** Which training this epoch belongs to: 'classifier', or of the trainer 'attention' and 'predictor'. */
  phase: string;
  /** Number of the epoch, from 1. */
  epoch: number;
  /** Mean loss over the samples of the epoch, as they were met. */
  trainLoss: number;
  /** Share of samples classified right as they were met, copies included, in [0, 1]. */
  trainAccuracy: number;
  /** Mean cross-entropy over the validation pictures (centre crops, logits summed over the copies). */
  validationLoss: number;
  /** Share of validation pictures classified right, in [0, 1]. */
  validationAccuracy: number;
  /** Unweighted mean of the classes' F1 on the validation pictures, in [0, 1]. */
  macroF1: number;
  /** Learning rate of the epoch's last step. */
  learningRate: number;
  /** Images shown, copies included. */
  samples: number;
  /** Updates made. */
  steps: number;
  /** Whether these are the best weights so far. */
  best: boolean;
  /** Time taken, in seconds: the only field that differs from run to run. */
  seconds: number;
  /** Clusters whose pixels were removed in this epoch's copies. */
  clusters?: PixelClustersRecord;
}

/** Where a training stands after a step. */
export interface StepProgress {
  /** Which training. */
  phase: string;
  /** Epoch under way, from 1. */
  epoch: number;
  /** Epochs in all. */
  epochs: number;
  /** Steps done in this epoch. */
  step: number;
  /** Steps an epoch. */
  steps: number;
  /** Loss of this step. */
  loss: number;
  /** Learning rate of this step. */
  learningRate: number;
}

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
   * See {@link TrainClassifierOptions.checkpointMinutes}.
   * @default none: at the end of epochs and when stopped
   */
  checkpointMinutes?: number;
  /**
   * See {@link TrainClassifierOptions.workers}; both networks are trained so.
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
