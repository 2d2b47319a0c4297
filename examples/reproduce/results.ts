import type { ClusterCentroid } from '../../src/clusters/types.js';
import type { Difference, Interval, Score } from '../shared/statistics.js';
import type { Settings } from './presets.js';
import type { Environment } from '../shared/environment.js';
import type { DataRecord } from '../shared/dataRecord.js';
import type { SaliencyPair } from '../shared/saliencyPairs.js';
import type { View } from '../shared/predict.js';

/** The three trainings of a run, in the order they are done. */
export const ROLES = ['baseline', 'attention', 'predictor'] as const;

/** Which of the three networks of a run. */
export type Role = (typeof ROLES)[number];

/** Everything a run found out: the content of `results.json`. Two runs with one seed differ only under `timing`. */
export interface Results {
  format: typeof RESULTS_FORMAT;
  settings: Settings;
  environment: Environment;
  data: DataRecord;
  /** How each of the three networks learned. */
  trainings: Record<Role, TrainingRecord>;
  clusters: ClusterHistory;
  test: TestRecord;
  timing: Timing;
}

/** Name and version of the layout of `results.json`. */
export const RESULTS_FORMAT = 'face-perturb reproduce 1';

/** One training's history and which epoch was kept. */
export interface TrainingRecord {
  network: string;
  parameters: number;
  /** Number of the epoch whose weights were kept, from 1: the best on the validation split. */
  bestEpoch: number;
  epochs: EpochResult[];
}

/** One epoch of a training. */
export interface EpochResult {
  /** From 1. */
  epoch: number;
  /** Rate at the end of the epoch. */
  learningRate: number;
  /** Mean cross-entropy over the epoch's batches, while learning. */
  trainLoss: number;
  trainAccuracy: number;
  validationLoss: number;
  validationAccuracy: number;
  /** Pictures shown, copies included. */
  samples: number;
  /** Updates of the weights. */
  steps: number;
}

/** The cluster maps that the Perturb predictor was trained with. */
export interface ClusterHistory {
  height: number;
  width: number;
  /** Clusters asked for. */
  requested: number;
  /** One entry for each epoch of the predictor's training. */
  epochs: ClusterMap[];
  /** The map used for testing. */
  final: ClusterMap;
}

/** One cluster map. */
export interface ClusterMap {
  epoch: number;
  /** Cluster of each pixel, row-major, one character each, in base 36: "0012…". */
  labels: string;
  /** Pixels in each cluster. */
  sizes: number[];
  /** Centre of each cluster: place and attention, each in [0, 1]. */
  centroids: ClusterCentroid[];
}

/** The test split's outcome for both arms. */
export interface TestRecord {
  count: number;
  /** Class of each test face, base64 of one byte each; the predictions below are in the same order. */
  labels: string;
  baseline: Record<View, ArmScore>;
  perturb: Record<View, ArmScore>;
  /** Perturb less baseline, with 95 % intervals from a paired bootstrap over the test faces. */
  difference: Record<View, Difference>;
}

/** One arm tested one way. */
export interface ArmScore extends Score {
  /** Accuracy with its 95 % Wilson interval. */
  interval: Interval;
  /** Accuracy without the test faces that are also in another split. */
  accuracyWithoutRepeats: number;
  /** Predicted class of each test face, base64 of one byte each. */
  predictions: string;
}

/** All that may differ between two runs with one seed. */
export interface Timing {
  finishedAt: string;
  /** Working time in seconds of each phase, over all sittings. */
  phaseSeconds: Record<string, number>;
  /** Seconds of each epoch of each training. */
  epochSeconds: Record<Role, number[]>;
  totalSeconds: number;
}

/** Pictures for the report, kept beside the results so that it can be drawn again without the networks. */
export interface Figures {
  /** Where the faces come from; 'none': no figure shows a face. */
  faces: 'real' | 'synthetic' | 'none';
  height: number;
  width: number;
  channels: 1 | 3;
  /** One face of each class, and what the scores of baseline and predictor depend on there (figure 6). */
  saliency: SaliencyPair[];
  /** The face that is shown with its copies (figure 4): base64 pixels. */
  copiesFace: string;
  /** Mean attention over validation faces, scaled to [0, 1], [height, width] as bytes, base64. */
  attention: string;
  /** Faces in that mean. */
  attentionFaces: number;
}
