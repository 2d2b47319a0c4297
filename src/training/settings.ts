import type { LayersModel } from '@tensorflow/tfjs-layers';
import { augmentationPresets } from '../data/augmentation.js';
import type { ImageDataset } from '../data/dataset.js';
import { checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { crc32 } from './checksum.js';
import { checkNotEmpty } from './evaluate.js';
import type { Schedule } from './schedule.js';
import { createSchedule } from './schedules.js';
import type { TrainClassifierOptions } from './types.js';
import { workersPlan, type WorkersPlan } from './workers/options.js';

/** Names of the options of a training that are plain JSON. */
export const TRAINING_SETTINGS = [
  'epochs',
  'batchSize',
  'microBatch',
  'optimizer',
  'schedule',
  'augmentation',
  'labelSmoothing',
  'keepBest',
] as const;

const OPTIONS = [
  ...TRAINING_SETTINGS,
  ...['model', 'train', 'validation', 'inputSize', 'seed', 'phase', 'copies', 'fingerprint'],
  ...['signal', 'checkpoint', 'checkpointMinutes', 'onStep', 'workers'],
];

/** Options of `trainClassifier` with all defaults filled in and everything checked. */
export type TrainingPlan = Omit<Required<TrainClassifierOptions>, 'schedule' | 'workers' | Absent> &
  Pick<TrainClassifierOptions, Absent> & {
    schedule: Schedule;
    workers: WorkersPlan;
    /** Classes to tell apart. */
    classes: number;
    /** Steps an epoch. */
    stepsPerEpoch: number;
  };

type Absent = 'copies' | 'signal' | 'checkpoint' | 'checkpointMinutes' | 'onStep';

/**
 * Fills in defaults and checks options against each other.
 *
 * @throws FacePerturbError as `trainClassifier` says.
 */
export function makeTrainingPlan(options: TrainClassifierOptions): TrainingPlan {
  const what = 'trainClassifier';
  checkOptionNames(what, options, OPTIONS);
  const { model, train, validation } = options;
  checkModel(model);
  checkNotEmpty(`${what}: train`, train);
  checkNotEmpty(`${what}: validation`, validation);
  const batchSize = checkNumber(`${what}: batchSize`, options.batchSize ?? 64, { min: 1, integer: true });
  const workers = workersPlan(what, options.workers);
  const passSize = options.microBatch ?? wholePart(batchSize, workers.count);
  const plan: TrainingPlan = {
    ...options,
    workers,
    epochs: checkNumber(`${what}: epochs`, options.epochs ?? 10, { min: 1, integer: true }),
    batchSize,
    microBatch: checkNumber(`${what}: microBatch`, passSize, { min: 1, integer: true }),
    optimizer: options.optimizer ?? {},
    schedule: createSchedule(options.schedule ?? { kind: 'reduceOnPlateau', rate: 0.01 }),
    augmentation: options.augmentation ?? augmentationPresets.light,
    labelSmoothing: checkNumber(`${what}: labelSmoothing`, options.labelSmoothing ?? 0, { min: 0, max: 1 }),
    keepBest: options.keepBest ?? true,
    inputSize: options.inputSize ?? model.inputs[0]?.shape[1] ?? train.height,
    seed: checkNumber(`${what}: seed`, options.seed ?? 0, { min: 0, integer: true }),
    phase: options.phase ?? 'classifier',
    fingerprint: options.fingerprint ?? {},
    classes: train.classNames.length,
    stepsPerEpoch: Math.ceil(train.size / batchSize),
  };
  if (plan.checkpointMinutes !== undefined) {
    checkNumber(`${what}: checkpointMinutes`, plan.checkpointMinutes, { min: Number.MIN_VALUE });
  }
  checkTogether(plan);
  return plan;
}

/** Pictures a pass when each worker has one. */
function wholePart(batchSize: number, workers: number): number {
  if (batchSize % workers === 0) return batchSize / workers;
  throw wrong('workers', `a divisor of batchSize (${batchSize})`, String(workers), 'invalid-option');
}

function checkTogether(plan: TrainingPlan): void {
  const { model, train, validation, inputSize, batchSize, microBatch, classes } = plan;
  if (batchSize % microBatch !== 0) {
    throw wrong('microBatch', `a divisor of batchSize (${batchSize})`, String(microBatch), 'invalid-option');
  }
  const { count } = plan.workers;
  if (batchSize / microBatch < count) {
    const most = `at most ${batchSize / count}, so that each of ${count} workers has a pass of a batch of ${batchSize}`;
    throw wrong('microBatch', most, String(microBatch), 'invalid-option');
  }
  if (String(validation.classNames) !== String(train.classNames) || validation.channels !== train.channels) {
    throw wrong('validation', `the classes and channels of the training pictures`, show(validation.classNames));
  }
  const images = [inputSize, inputSize, train.channels];
  const wanted = model.inputs[0]?.shape.slice(1) ?? [];
  if (wanted.length !== 3 || wanted.some((side, at) => side !== null && side !== images[at])) {
    throw wrong(
      'model',
      `a network that takes images [B, ${images.join(', ')}]`,
      `one that takes [B, ${wanted.join(', ')}]`,
    );
  }
  const outputs = model.outputs[0]?.shape.slice(1);
  if (String(outputs) !== String(classes)) {
    throw wrong('model', `logits [B, ${classes}], one for each class name`, `outputs [B, ${outputs}]`);
  }
}

function checkModel(model: LayersModel): void {
  const fits = model?.inputs?.length === 1 && model.outputs?.length === 1 && model.trainableWeights?.length > 0;
  if (fits) return;
  throw wrong('model', 'a tf.LayersModel with one input, one output and weights to train', show(model), undefined);
}

function wrong(
  option: string,
  expected: string,
  received: string,
  code: 'invalid-argument' | 'invalid-option' = 'invalid-argument',
): FacePerturbError {
  return new FacePerturbError(`trainClassifier: ${option}`, { code, expected, received });
}

/** All that determines what a training gives, as plain JSON: a checkpoint belongs to one of these. */
export function planSettings(plan: TrainingPlan): Record<string, unknown> {
  const { phase, seed, epochs, batchSize, microBatch, optimizer, augmentation, labelSmoothing, keepBest } = plan;
  return {
    ...{ phase, seed, epochs, batchSize, microBatch, optimizer, augmentation, labelSmoothing, keepBest },
    inputSize: plan.inputSize,
    schedule: plan.schedule.spec,
    workers: plan.workers.count,
    copies: plan.copies !== undefined,
    fingerprint: plan.fingerprint,
    train: describeDataset(plan.train),
    validation: describeDataset(plan.validation),
    weights: plan.model.weights.map((weight) => weight.shape),
  };
}

function describeDataset({ name, size, pixels, labels }: ImageDataset): object {
  return { name, size, checksum: crc32(labels, crc32(pixels)) };
}
