import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Augmentation } from '../../data/augmentation.js';
import type { ImageDataset } from '../../data/dataset.js';
import type { CheckpointStore } from '../checkpoint.js';
import type { OptimizerSettings } from '../optimizer.js';
import type { Schedule, ScheduleSpec } from '../schedule.js';
import type { WorkersOptions } from '../workers/options.js';
import type { CopiesProvider } from './copies.js';
import type { StepProgress } from './progress.js';

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
