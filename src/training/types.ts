/** The types of training's options and records, by subject. */
export type { TrainClassifierOptions, TrainingSettings } from './types/classifier.js';
export type { CopiesContext, CopiesProvider, EpochCopies, ImageChange } from './types/copies.js';
export type { EpochRecord, StepProgress } from './types/progress.js';
export type { ClusteringSettings, FeatureFocusedOptions, TrainerPhase } from './types/trainer.js';
