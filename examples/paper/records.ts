import type { PixelClustersRecord } from '../../src/clusters/types.js';
import type { GatePlace, NetworkName } from '../../src/models/index.js';
import type { EpochRecord, ClusteringSettings, TrainingSettings } from '../../src/training/types.js';
import type { ScheduleSpec } from '../../src/training/schedule.js';
import type { Environment } from '../shared/environment.js';
import type { View } from '../shared/predict.js';

/** One training, with what the experiments have to say of it. */
export type Training = TrainingSettings & { epochs: number; batchSize: number; schedule: ScheduleSpec };

/** Which pictures a network sees: the data set's own, or the same faces with protective masks on (MaskFer). */
export type Faces = 'plain' | 'masked';

/** Whose labels: the data set's, or those of FER+. */
export type Labels = 'fer2013' | 'ferplus';

/** The copies that are shown beside each image. */
export type Copies =
  /** Each without one cluster of the attention classifier's pixels: the Perturb Scheme. */
  | { kind: 'clusters'; count: number }
  /** Control: clusters of the same attention, shuffled over the pixels. */
  | { kind: 'shuffled'; count: number }
  /** Control: each without a blob of a cluster's area at a random place. */
  | { kind: 'blobs'; count: number }
  /** Control: each without a random rectangle (random erasing, Zhong et al. 2017). */
  | { kind: 'erasing'; count: number }
  /** Control: each without a part of the face, found by the landmarks of an average face. */
  | { kind: 'landmarks' };

/** All that decides a run but its data and backend: plain JSON. */
export interface RunSettings {
  /** Its name, and that of its files. */
  id: string;
  arm: string;
  network: NetworkName;
  /** Everything random follows from it; runs of one seed begin with the same weights. */
  seed: number;
  trainedOn: Faces;
  labels: Labels;
  inputSize: number;
  /** The training of the network itself. */
  training: Training;
  /** Where the spatial gate stands; 'none' for all but attention classifiers. */
  gate: GatePlace;
  copies?: Copies;
  /** How pixels are clustered, for copies that need clusters. */
  clustering?: Required<Pick<ClusteringSettings, 'alpha' | 'lambda' | 'sample'>>;
  /** The run of the attention classifier, for copies that need one. */
  attention?: RunSettings;
}

/** What the pictures of a run were. */
export interface DataFacts {
  name: string;
  kind: 'real' | 'synthetic';
  /** SHA-256 over labels and pixels of the three splits. */
  sha256: string;
  /** The same of the masked pictures; absent when there were none. */
  maskedSha256?: string;
}

/** A finished run: the content of its file. Two with the same settings differ only under `timing` and `environment`. */
export interface RunResult {
  format: typeof RUN_FORMAT;
  settings: RunSettings;
  data: DataFacts;
  parameters: number;
  /** Number of the epoch whose weights were kept, from 1: the best on the validation split. */
  bestEpoch: number;
  epochs: EpochResult[];
  /** The clusters of the epoch kept, for copies made of them. */
  clusters?: PixelClustersRecord;
  /** Logits of the test faces [faces, classes], as `packLogits` packs them; none for attention classifiers. */
  tests: Partial<Record<Faces, Record<View, string>>>;
  environment: Environment;
  timing: { finishedAt: string; seconds: number };
}

/** Name and version of the layout of a run's file. */
export const RUN_FORMAT = 'face-perturb paper run 1';

/** One epoch, without its time. */
export type EpochResult = Omit<EpochRecord, 'seconds' | 'clusters'>;
