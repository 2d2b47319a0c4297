import type { LayersModel } from '@tensorflow/tfjs-layers';
import { createNetwork } from '../../src/models/index.js';
import { createRandom } from '../../src/support/random.js';
import { featureFocusedTrainer, trainClassifier } from '../../src/training/index.js';
import type { EpochRecord, ImageChange, StepProgress } from '../../src/training/index.js';
import type { Environment } from '../shared/environment.js';
import { testLogits, VIEWS, type View } from '../shared/predict.js';
import { copiesFor } from './copies/index.js';
import { splitsOf, type PaperData } from './data.js';
import { packLogits } from './logits.js';
import { RUN_FORMAT, type Faces, type RunResult, type RunSettings } from './records.js';
import type { RunStore } from './store.js';

/** What the runs of a grid have in common. */
export interface Workshop {
  data: PaperData;
  store: RunStore;
  environment: Environment;
  signal?: AbortSignal;
  onStep?: (settings: RunSettings, progress: StepProgress) => void;
  onEpoch?: (settings: RunSettings, record: EpochRecord) => void;
}

/** Minutes between two checkpoints within an epoch: what a crash may cost. */
const CHECKPOINT_MINUTES = 2;

/** A trained network, its records and the copies it is tested with. */
interface Trained {
  model: LayersModel;
  records: EpochRecord[];
  changes: readonly ImageChange[];
}

/**
 * Does a run, or takes up its result if it was done before. What it depends on is done first. Stopped, it goes on from its
 * checkpoint when it is asked for again.
 */
export async function doRun(settings: RunSettings, workshop: Workshop): Promise<RunResult> {
  const { store, data } = workshop;
  const kept = await store.finished(settings, data.facts);
  if (kept) return testsMissing(kept, data) ? testAgain(kept, workshop) : kept;
  const attention = settings.attention && (await openAttention(settings.attention, workshop));
  try {
    const trained = await trainNetwork(settings, attention, workshop);
    try {
      const before = performance.now();
      const tests = settings.arm === 'attention' ? {} : await runTests(settings, trained, workshop);
      const testing = (performance.now() - before) / 1000;
      // Epochs know their time also where they were done in several sittings.
      const seconds = trained.records.reduce((sum, epoch) => sum + epoch.seconds, testing);
      const result = describe(settings, trained, { tests, seconds, workshop });
      await store.finish(result, trained.model);
      return result;
    } finally {
      trained.model.dispose();
    }
  } finally {
    attention?.dispose();
  }
}

/** A network with its weights as they begin; runs of one seed begin with the same. */
export function buildNetwork({ network, inputSize, gate, seed, arm }: RunSettings, channels: number): LayersModel {
  const role = arm === 'attention' ? 'attention' : 'classifier';
  const weights = createRandom(seed)
    .fork('weights', role)
    .integer(2 ** 31);
  return createNetwork(network, { inputSize, channels, gate, seed: weights });
}

/** The network of a finished run. */
export async function openTrained(settings: RunSettings, { data, store }: Workshop): Promise<LayersModel> {
  const model = buildNetwork(settings, data.plain.train.channels);
  try {
    await store.loadWeights(settings.id, model);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** Whether a run was finished when there were no masked faces to test it on. */
function testsMissing({ settings, tests }: RunResult, data: PaperData): boolean {
  return settings.arm !== 'attention' && testedOn(settings, data).some((faces) => !tests[faces]);
}

async function testAgain(kept: RunResult, workshop: Workshop): Promise<RunResult> {
  const model = await openTrained(kept.settings, workshop);
  try {
    const tests = await runTests(kept.settings, { model, changes: [] }, workshop);
    const result: RunResult = { ...kept, data: workshop.data.facts, tests };
    await workshop.store.finish(result, model);
    return result;
  } finally {
    model.dispose();
  }
}

async function openAttention(settings: RunSettings, workshop: Workshop): Promise<LayersModel> {
  await doRun(settings, workshop);
  return openTrained(settings, workshop);
}

async function trainNetwork(
  settings: RunSettings,
  attention: LayersModel | undefined,
  workshop: Workshop,
): Promise<Trained> {
  const model = buildNetwork(settings, workshop.data.plain.train.channels);
  try {
    return settings.copies
      ? await withCopies(settings, model, attention, workshop)
      : await plainly(settings, model, workshop);
  } catch (error) {
    model.dispose();
    throw error;
  }
}

async function plainly(settings: RunSettings, model: LayersModel, workshop: Workshop): Promise<Trained> {
  const { train, validation } = splitsOf(workshop.data, settings.trainedOn);
  const { signal, store } = workshop;
  const training = trainClassifier({
    ...settings.training,
    ...{ model, train, validation, seed: settings.seed, phase: 'predictor', signal },
    checkpoint: store.checkpoint(settings.id),
    checkpointMinutes: CHECKPOINT_MINUTES,
    onStep: (progress) => workshop.onStep?.(settings, progress),
  });
  return { model, records: await collect(training, settings, workshop), changes: [] };
}

async function withCopies(
  settings: RunSettings,
  model: LayersModel,
  attention: LayersModel | undefined,
  workshop: Workshop,
): Promise<Trained> {
  const { clustering, copies, inputSize, seed, id } = settings;
  const { train, validation } = splitsOf(workshop.data, settings.trainedOn);
  const trainer = featureFocusedTrainer({
    ...{ train, validation, seed, inputSize, attentionClassifier: attention },
    predictor: () => model,
    predictorTraining: settings.training,
    ...(copies?.kind === 'clusters' && { clustering: { ...clustering, clusters: copies.count } }),
    copies: copiesFor(settings, attention),
    checkpoint: () => workshop.store.checkpoint(id),
    checkpointMinutes: CHECKPOINT_MINUTES,
    onStep: (progress) => workshop.onStep?.(settings, progress),
  });
  const records = await collect(trainer.run({ signal: workshop.signal }), settings, workshop);
  return { model, records, changes: trainer.changes };
}

async function collect(training: AsyncIterable<EpochRecord>, settings: RunSettings, { onEpoch }: Workshop) {
  const records: EpochRecord[] = [];
  for await (const record of training) {
    records.push(record);
    onEpoch?.(settings, record);
  }
  return records;
}

async function runTests(
  settings: RunSettings,
  { model, changes }: Pick<Trained, 'model' | 'changes'>,
  { data, signal }: Workshop,
) {
  const tests: Partial<Record<Faces, Record<View, string>>> = {};
  for (const faces of testedOn(settings, data)) {
    const logits: Partial<Record<View, string>> = {};
    for (const view of VIEWS) {
      const { test } = splitsOf(data, faces);
      const values = await testLogits(test, { model, copies: changes, view, inputSize: settings.inputSize, signal });
      logits[view] = packLogits(values);
    }
    tests[faces] = logits as Record<View, string>;
  }
  return tests;
}

/** The baseline and the network trained on masked faces are tested on both kinds; all others on plain faces. */
function testedOn({ arm }: RunSettings, { masked }: PaperData): Faces[] {
  return masked && (arm === 'baseline' || arm === 'masked') ? ['plain', 'masked'] : ['plain'];
}

function describe(
  settings: RunSettings,
  { model, records }: Trained,
  { tests, seconds, workshop }: { tests: RunResult['tests']; seconds: number; workshop: Workshop },
): RunResult {
  const best = records.findLast((record) => record.best) ?? records[0]!;
  const { data, environment } = workshop;
  return {
    format: RUN_FORMAT,
    settings,
    data: data.facts,
    parameters: model.countParams(),
    bestEpoch: best.epoch,
    epochs: records.map(({ seconds: _, clusters: __, ...record }) => record),
    ...(best.clusters && { clusters: best.clusters }),
    tests,
    environment,
    timing: { finishedAt: new Date().toISOString(), seconds },
  };
}
