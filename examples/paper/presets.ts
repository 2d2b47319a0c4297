import { augmentationPresets } from '../../src/data/augmentation.js';
import type { GatePlace, NetworkName } from '../../src/models/index.js';
import type { ScheduleSpec } from '../../src/training/schedule.js';
import type { RunSettings, Training } from './records.js';

/** How much is done in each run. Plain JSON. */
export interface PaperPreset {
  /** What the preset is for, in a few words. */
  description: string;
  /** Faces drawn for each split when no data is given. */
  synthetic: { train: number; validation: number; test: number };
  /** Pictures taken of each split of given data; all where left out. */
  limit?: number;
  /** Networks of the tables where the command line names none. */
  networks: NetworkName[];
  inputSize: number;
  /** Where the attention classifier's gate stands. */
  gate: GatePlace;
  clustering: NonNullable<RunSettings['clustering']>;
  /** Epochs of the baseline, and of all arms with copies: each face is met equally often. */
  epochs: number;
  /** Epochs of the attention classifier. */
  attentionEpochs: number;
  /** Pictures an update of the networks without copies. */
  batchSize: number;
  /** Faces an update of the arms with copies, each with all its copies. */
  facesWithCopies: number;
  schedule: ScheduleSpec;
  /** What the schedule's rate is multiplied with for some networks: plain deep ones learn nothing at a rate that suits a shallow one. */
  rates?: Partial<Record<NetworkName, number>>;
  augmentation: Training['augmentation'];
}

/** Names of the presets, from the quickest to the longest. */
export const PAPER_PRESET_NAMES = ['smoke', 'laptop', 'card', 'paper'] as const;

/** Name of a preset. */
export type PaperPresetName = (typeof PAPER_PRESET_NAMES)[number];

/** Section 4 of the paper: momentum by the text, decay by the author's code. */
export const OPTIMIZER = { momentum: 0.9, nesterov: true, weightDecay: 1e-4 };

const CLUSTERING = { alpha: 1.2, lambda: 1.5, sample: 512 };

const RATES = { slimVgg16: 1 / 3 };

/** The presets by name. */
export const PAPER_PRESETS: Record<PaperPresetName, PaperPreset> = {
  smoke: {
    description: 'a few drawn faces, only to see that everything runs',
    synthetic: { train: 96, validation: 42, test: 70 },
    limit: 96,
    networks: ['slim'],
    inputSize: 32,
    gate: 'stem',
    clustering: { ...CLUSTERING, sample: 16 },
    epochs: 2,
    attentionEpochs: 1,
    batchSize: 32,
    facesWithCopies: 8,
    schedule: { kind: 'oneCycle', maxRate: 0.05 },
    augmentation: augmentationPresets.light,
  },
  laptop: {
    description: 'all of the data, slim networks, ten epochs',
    synthetic: { train: 28709, validation: 3589, test: 3589 },
    networks: ['slim', 'slimVgg16'],
    inputSize: 40,
    gate: 'stem',
    clustering: CLUSTERING,
    epochs: 10,
    attentionEpochs: 3,
    batchSize: 128,
    facesWithCopies: 32,
    schedule: { kind: 'oneCycle', maxRate: 0.1 },
    rates: RATES,
    augmentation: augmentationPresets.light,
  },
  card: {
    description: 'all of the data, slim networks, eight epochs of larger batches, for a graphics card',
    synthetic: { train: 28709, validation: 3589, test: 3589 },
    networks: ['slim', 'slimVgg16'],
    inputSize: 40,
    gate: 'stem',
    clustering: CLUSTERING,
    epochs: 8,
    attentionEpochs: 3,
    batchSize: 256,
    facesWithCopies: 64,
    schedule: { kind: 'oneCycle', maxRate: 0.15 },
    rates: RATES,
    augmentation: augmentationPresets.light,
  },
  paper: {
    description: "the paper's networks and its 200 epochs: for a graphics card, or weeks",
    synthetic: { train: 28709, validation: 3589, test: 3589 },
    networks: ['vgg16', 'resNet50', 'denseNet121', 'dpn26', 'resMasking'],
    inputSize: 40,
    gate: 'stem',
    clustering: CLUSTERING,
    epochs: 200,
    attentionEpochs: 200,
    batchSize: 16,
    facesWithCopies: 16,
    schedule: { kind: 'reduceOnPlateau', rate: 0.01, factor: 0.75, patience: 5 },
    augmentation: augmentationPresets.paper,
  },
};
