import { augmentationPresets } from '../../src/data/augmentation.js';
import type { NetworkName } from '../../src/models/index.js';
import type { ScheduleSpec } from '../../src/training/schedule.js';
import type { ClusteringSettings, TrainingSettings } from '../../src/training/types.js';

/** Everything that decides a run but its data, seed and backend. Plain JSON. */
export interface Preset {
  /** What the preset is for, in a few words: for the usage text and the report. */
  description: string;
  /** Faces drawn for each split when no data is given. */
  synthetic: { train: number; validation: number; test: number };
  /** Pictures taken of each split of the given data; all where left out. */
  limit?: number;
  /** The network's name, as `createNetwork` takes it. */
  network: NetworkName;
  /** Channels of the slim network's stages; its default where left out. */
  widths?: number[];
  /** Side in pixels of the square crops that the networks see. */
  inputSize: number;
  /** Where the attention classifier's spatial gate stands, whose output is the attention. */
  gate: 'input' | 'stem';
  clustering: Required<Pick<ClusteringSettings, 'clusters' | 'alpha' | 'lambda' | 'sample'>>;
  baseline: Training;
  attention: Training;
  /** Here each picture of a batch comes with a copy for each cluster: with three clusters a batch of 32 shows 128 pictures. */
  predictor: Training;
}

/** One training, as `trainClassifier` takes it, with what every preset has to say. */
export type Training = TrainingSettings & { epochs: number; batchSize: number; schedule: ScheduleSpec };

/** Names of the presets, from the quickest to the longest. */
export const PRESET_NAMES = ['smoke', 'demo', 'laptop', 'paper'] as const;

/** Name of a preset. */
export type PresetName = (typeof PRESET_NAMES)[number];

/** What `results.json` records of a run's settings, and what a resumed run must match. */
export interface Settings {
  preset: PresetName;
  /** File or folder name of the data, or 'synthetic'. */
  data: string;
  seed: number;
  backend: string;
  /** Workers that share each update, where there are several. The numbers depend on how many. */
  workers?: number;
  /** What the report's pictures of faces show. */
  faces: Faces;
  details: Preset;
}

/** Whose faces the report's pictures show. */
export type Faces = 'real' | 'synthetic' | 'none';

/** Section 4 of the paper: momentum by the text, decay by the author's code; three clusters; 40x40 crops. */
const OPTIMIZER = { momentum: 0.9, nesterov: true, weightDecay: 1e-4 };
const CLUSTERING = { clusters: 3, alpha: 1.2, lambda: 1.5, sample: 512 };

/**
 * The presets by name.
 *
 * In `smoke`, `demo` and `paper` the predictor has the baseline's epochs, batches and learning rate, as in the paper: both
 * arms meet every face equally often and make equally many updates, and the predictor sees n + 1 times as many pictures
 * (each face and its n copies), which may explain a gain by itself. In `laptop` it has a quarter of the baseline's epochs
 * and pictures a batch: both arms see equally many pictures in equally many updates of equal size, and the predictor
 * meets each face a quarter as often. The report says which.
 */
export const PRESETS: Record<PresetName, Preset> = {
  smoke: slim('a few hundred faces, only to see that everything runs', {
    synthetic: { train: 600, validation: 140, test: 140 },
    limit: 600,
    widths: [8, 16, 32, 64],
    clustering: { ...CLUSTERING, sample: 64 },
    baseline: oneCycle(3, 8, 0.02),
    attention: oneCycle(2, 16, 0.03),
    predictor: oneCycle(3, 8, 0.02),
  }),
  demo: slim('some thousand faces and a very slim network, in minutes', {
    synthetic: { train: 2400, validation: 490, test: 700 },
    limit: 2400,
    widths: [8, 16, 32, 64],
    clustering: { ...CLUSTERING, sample: 256 },
    baseline: oneCycle(10, 8, 0.02),
    attention: oneCycle(5, 16, 0.03),
    predictor: oneCycle(10, 8, 0.02),
  }),
  laptop: slim('all of FER2013 and a slim network, within two hours on one core', {
    synthetic: { train: 28709, validation: 3589, test: 3589 },
    clustering: CLUSTERING,
    baseline: oneCycle(12, 128, 0.1),
    attention: oneCycle(3, 128, 0.1),
    predictor: oneCycle(3, 32, 0.1),
  }),
  paper: {
    description: "the paper's VGG16 and its 200 epochs: weeks on a CPU",
    synthetic: { train: 28709, validation: 3589, test: 3589 },
    network: 'vgg16',
    inputSize: 40,
    gate: 'stem',
    clustering: CLUSTERING,
    baseline: plateau(200),
    attention: plateau(200),
    predictor: plateau(200),
  },
};

function slim(description: string, rest: Omit<Preset, 'description' | 'network' | 'inputSize' | 'gate'>): Preset {
  return { description, network: 'slim', inputSize: 40, gate: 'stem', ...rest };
}

function oneCycle(epochs: number, batchSize: number, maxRate: number): Training {
  const schedule = { kind: 'oneCycle', maxRate } as const;
  return { epochs, batchSize, optimizer: OPTIMIZER, schedule, augmentation: augmentationPresets.light };
}

/** Rate by the paper; batch, factor and patience by the author's code. */
function plateau(epochs: number): Training {
  const schedule = { kind: 'reduceOnPlateau', rate: 0.01, factor: 0.75, patience: 5 } as const;
  return { epochs, batchSize: 16, optimizer: OPTIMIZER, schedule, augmentation: augmentationPresets.paper };
}
