import type { LayersModel } from '@tensorflow/tfjs-layers';
import { createNetwork, type GatePlace } from '../../src/models/index.js';
import { fileCheckpoint } from '../../src/node/index.js';
import { createRandom } from '../../src/support/random.js';
import { featureFocusedTrainer, trainClassifier } from '../../src/training/index.js';
import type { EpochRecord, ImageChange, StepProgress } from '../../src/training/index.js';
import type { JobContext, PhaseTimer } from './context.js';
import type { Settings } from './presets.js';
import { duration, percent } from '../shared/report/words.js';
import type { ClusterHistory, ClusterMap, Role, TrainingRecord } from './results.js';

/** A trained network with what was recorded on the way; its weights are those of its best epoch. */
export interface Trained {
  model: LayersModel;
  records: EpochRecord[];
}

/** The three networks of a run, and the copies that the predictor is tested with. */
export interface Networks extends Record<Role, Trained> {
  changes: readonly ImageChange[];
}

/** Minutes between two checkpoints within an epoch: what a crash may cost. */
const CHECKPOINT_MINUTES = 2;

/** Trains the baseline: the predictor's network on the images alone. */
export async function trainBaseline(context: JobContext): Promise<Trained> {
  const { settings, source, folder, signal } = context;
  const model = buildNetwork(context, 'none', weightSeed(settings, 'baseline'));
  const records: EpochRecord[] = [];
  const training = trainClassifier({
    ...settings.details.baseline,
    model,
    train: source.splits.train,
    validation: source.splits.validation,
    seed: settings.seed,
    workers: settings.workers,
    phase: 'baseline',
    signal,
    checkpoint: fileCheckpoint(folder.checkpoint('baseline')),
    checkpointMinutes: CHECKPOINT_MINUTES,
    onStep: stepTeller(context, 'baseline', records),
  });
  for await (const record of training) take(context, 'baseline', records, record);
  return { model, records };
}

/** Trains the attention classifier and the predictor by the Perturb Scheme. */
export async function trainPerturb(context: JobContext, timed: PhaseTimer): Promise<Omit<Networks, 'baseline'>> {
  const { settings, source, folder, signal } = context;
  const { details, seed, workers } = settings;
  const records: Record<'attention' | 'predictor', EpochRecord[]> = { attention: [], predictor: [] };
  const tellers = {
    attention: stepTeller(context, 'attention', records.attention),
    predictor: stepTeller(context, 'predictor', records.predictor),
  };
  const trainer = featureFocusedTrainer({
    train: source.splits.train,
    validation: source.splits.validation,
    attentionClassifier: (weights) => buildNetwork(context, details.gate, weights),
    predictor: (weights) => buildNetwork(context, 'none', weights),
    seed,
    workers,
    inputSize: details.inputSize,
    attentionTraining: details.attention,
    predictorTraining: details.predictor,
    clustering: details.clustering,
    checkpoint: (phase) => fileCheckpoint(folder.checkpoint(phase)),
    checkpointMinutes: CHECKPOINT_MINUTES,
    onStep: (progress) => tellers[progress.phase as 'attention' | 'predictor'](progress),
  });
  const run = trainer.run({ signal });
  for (const phase of ['attention', 'predictor'] as const) {
    await timed(phase, async () => {
      while (records[phase].length < details[phase].epochs) {
        const next = await run.next();
        if (next.done) break;
        take(context, phase, records[phase], next.value);
      }
    });
  }
  await run.next();
  return {
    attention: { model: trainer.attentionClassifier as LayersModel, records: records.attention },
    predictor: { model: trainer.predictor, records: records.predictor },
    changes: trainer.changes,
  };
}

/** A training's records as results: times apart, clusters in the cluster history. */
export function trainingRecord({ model, records }: Trained): TrainingRecord {
  return {
    network: model.name,
    parameters: model.countParams(),
    bestEpoch: bestEpoch(records),
    epochs: records.map((record) => ({
      epoch: record.epoch,
      learningRate: record.learningRate,
      trainLoss: record.trainLoss,
      trainAccuracy: record.trainAccuracy,
      validationLoss: record.validationLoss,
      validationAccuracy: record.validationAccuracy,
      samples: record.samples,
      steps: record.steps,
    })),
  };
}

/** The cluster maps of the predictor's epochs; the test uses that of the epoch kept. */
export function clusterHistory({ predictor: { records } }: Networks): ClusterHistory {
  const maps = records.map(clusterMap);
  const final = maps[bestEpoch(records) - 1]!;
  const { height, width, requested } = records[0]!.clusters!;
  return { height, width, requested, epochs: maps, final };
}

function clusterMap({ epoch, clusters }: EpochRecord): ClusterMap {
  const { labels, sizes, centroids } = clusters!;
  return { epoch, labels: labels.map((label) => label.toString(36)).join(''), sizes, centroids };
}

function bestEpoch(records: readonly EpochRecord[]): number {
  return records.findLast((record) => record.best)?.epoch ?? 1;
}

function buildNetwork({ settings, source, models }: JobContext, gate: GatePlace, seed: number): LayersModel {
  const { inputSize, network, widths } = settings.details;
  const options = { inputSize, channels: source.splits.train.channels, gate, seed };
  const model = createNetwork(network, network === 'slim' ? { ...options, widths } : options);
  models.push(model);
  return model;
}

/** First weights of the baseline; the trainer draws those of its two networks from the same seed by its own keys. */
function weightSeed({ seed }: Settings, role: string): number {
  return createRandom(seed)
    .fork('weights', role)
    .integer(2 ** 31);
}

/** Adds a record and tells of it. */
function take({ reporter }: JobContext, role: Role, records: EpochRecord[], record: EpochRecord): void {
  records.push(record);
  const { epoch, trainLoss, trainAccuracy, validationAccuracy, best, seconds } = record;
  const parts = [
    `${role} epoch ${epoch}:`,
    `loss ${trainLoss.toFixed(3)},`,
    `training ${percent(trainAccuracy)},`,
    `validation ${percent(validationAccuracy)}${best ? ' (best so far)' : ''},`,
    duration(seconds),
  ];
  reporter.note(parts.join(' '));
}

function stepTeller({ advance }: JobContext, role: Role, records: readonly EpochRecord[]) {
  return ({ epoch, epochs, step, steps, loss }: StepProgress) => {
    const accuracy = records.at(-1)?.validationAccuracy;
    advance(role, (epoch - 1 + step / steps) / epochs, [
      `epoch ${epoch}/${epochs}`,
      `step ${step}/${steps}`,
      `loss ${loss.toFixed(3)}`,
      accuracy === undefined ? undefined : `validation ${percent(accuracy)}`,
    ]);
  };
}
