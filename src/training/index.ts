export { trainClassifier } from './trainClassifier.js';
export {
  featureFocusedTrainer,
  type FeatureFocusedTrainer,
  type TrainerEvaluateOptions,
} from './featureFocusedTrainer.js';
export { evaluate, type EvaluateOptions, type Evaluation } from './evaluate.js';
export { clusterCopies } from './clusterCopies.js';
export { classificationReport, confusionMatrix, type ClassificationReport, type ClassMetrics } from './metrics.js';
export {
  sgdNesterov,
  type NamedVariables,
  type Optimizer,
  type OptimizerSettings,
  type SgdOptions,
} from './optimizer.js';
export { constantRate, createSchedule, oneCycle, reduceOnPlateau } from './schedules.js';
export type {
  ConstantRateOptions,
  OneCycleOptions,
  ReduceOnPlateauOptions,
  Schedule,
  ScheduleMetrics,
  ScheduleSpec,
  ScheduleState,
} from './schedule.js';
export { memoryCheckpoint, type CheckpointStore, type MemoryCheckpoint } from './checkpoint.js';
export type { TrainingWorker, WorkersOptions } from './workers/options.js';
export type {
  ClusteringSettings,
  CopiesContext,
  CopiesProvider,
  EpochCopies,
  EpochRecord,
  FeatureFocusedOptions,
  ImageChange,
  StepProgress,
  TrainClassifierOptions,
  TrainerPhase,
  TrainingSettings,
} from './types.js';
