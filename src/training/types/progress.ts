import type { PixelClustersRecord } from '../../clusters/types.js';

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
