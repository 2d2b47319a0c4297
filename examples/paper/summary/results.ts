import type { NetworkName } from '../../../src/models/index.js';
import type { PixelClustersRecord } from '../../../src/clusters/types.js';
import type { DataRecord } from '../../shared/dataRecord.js';
import type { Environment } from '../../shared/environment.js';
import type { View } from '../../shared/predict.js';
import type { Interval } from '../../shared/statistics.js';
import type { ArmName } from '../arms.js';
import type { ExperimentName } from '../experiments/index.js';
import type { PaperPreset } from '../presets.js';
import type { Faces, Labels } from '../records.js';
import type { Verdict } from '../statistics/judge.js';
import type { McNemarOverSeeds } from '../statistics/mcnemarOverSeeds.js';
import type { PairedDifference } from '../statistics/pairedBootstrap.js';
import type { SeedSummary } from '../statistics/seedSummary.js';

/** Name and version of the layout of the merged results. */
export const PAPER_FORMAT = 'face-perturb paper 1';

/** A network, or all of them as one whose logits are the sum of theirs. */
export type Speaker = NetworkName | 'ensemble';

/** Everything the grid found out: the content of `results.json`. The same runs give the same, but for `timing`. */
export interface PaperResults {
  format: typeof PAPER_FORMAT;
  settings: {
    presetName: string;
    preset: PaperPreset;
    experiments: ExperimentName[];
    networks: NetworkName[];
    seeds: number;
    labels: Labels;
  };
  data: DataRecord;
  /** Each arm of each network, tested on each kind of faces. */
  arms: ArmRecord[];
  /** Pairs of arms on the same test faces. */
  comparisons: Comparison[];
  /** What the paper claims, and what these runs say of it. */
  claims: ClaimRecord[];
  /** Clusters of the Perturb Scheme's first seed, for the pictures. */
  clusters: { network: NetworkName; record: PixelClustersRecord }[];
  /** Versions and machines of the runs, each once. */
  environments: Environment[];
  timing: { finishedAt: string; runSeconds: Record<string, number> };
}

/** One arm, tested on one kind of faces. */
export interface ArmRecord {
  network: Speaker;
  arm: ArmName;
  /** Copies an image, for arms of the Perturb Scheme. */
  clusters?: number;
  testedOn: Faces;
  parameters: number;
  /** Epochs, updates and pictures of one run. */
  epochs: number;
  updates: number;
  pictures: number;
  scores: Record<View, ArmScores>;
}

/** What an arm's networks are worth over the seeds. */
export interface ArmScores {
  accuracy: SeedSummary;
  /** Without the test faces that are also in another split. */
  accuracyWithoutRepeats: SeedSummary;
  macroF1: SeedSummary;
  /** Accuracy on the faces of each class (recall). */
  perClass: SeedSummary[];
  /** Accuracy of each seed, in order. */
  bySeed: number[];
}

/** Which networks are meant, and on what they are tested. */
export interface ArmReference {
  arm: ArmName;
  clusters?: number;
  testedOn: Faces;
}

/** Two arms of one network on the same test faces: the second less the first. */
export interface Comparison {
  network: Speaker;
  first: ArmReference;
  second: ArmReference;
  views: Record<View, ComparisonResult>;
}

/** Differences with everything that says how sure they are. */
export interface ComparisonResult extends PairedDifference {
  mcnemar: McNemarOverSeeds;
  /** McNemar's p-value on the faces of each class, corrected for their number (Holm). */
  perClassPValues: number[];
  /** The accuracy's difference without the test faces that are also in another split. */
  withoutRepeats: Interval;
}

/** A claim of the paper and its verdict. */
export interface ClaimRecord {
  /** Where the paper makes it. */
  source: string;
  network: Speaker;
  claim: string;
  /** Difference that the claim is about, in shares. */
  interval: Interval;
  /** What the paper reports, in percentage points, where it gives a number. */
  paper?: number;
  verdict: Verdict;
}
