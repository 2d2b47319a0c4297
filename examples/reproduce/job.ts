import { repeatedFaces, describeData } from '../shared/dataRecord.js';
import { figureData } from './figureData.js';
import type { Job, JobContext, PhaseTimer } from './context.js';
import { RESULTS_FORMAT, type Role, type Figures, type Results } from './results.js';
import type { RunFolder, RunState } from './runFolder.js';
import { shownFaces } from '../shared/source.js';
import { ARMS, scoreTest, type Arm } from './testing.js';
import { clusterHistory, trainBaseline, trainPerturb, trainingRecord, type Networks } from './trainings.js';
import { workload } from './work.js';
import { VIEWS, type View, predict } from '../shared/predict.js';
import { fromBase64, toBase64 } from '../shared/base64.js';
import { workMeter } from '../shared/workMeter.js';

/**
 * Does the paper's main comparison: baseline, attention classifier, clusters, Perturb predictor, test.
 *
 * Stopped by its signal or a crash it goes on where it was when run again with the same folder, and gives the same
 * results but for `timing`. The backend must be ready.
 *
 * @throws FacePerturbError `aborted` when stopped, `invalid-argument` when the folder holds another run.
 */
export async function runJob(job: Job): Promise<{ results: Results; figures: Figures }> {
  const { settings, source, environment, folder, reporter } = job;
  const data = describeData(source);
  const state = await folder.open(firstState(job, data.sha256));
  const meter = workMeter(workload(settings.details, source.splits));
  const context: JobContext = {
    ...job,
    models: [],
    advance: (phase, share, parts) => reporter.progress([phase, ...parts], meter(phase, share)),
  };
  await folder.keep(state);

  const timed = phaseTimer(state, folder);
  try {
    const baseline = await timed('baseline', () => trainBaseline(context));
    const perturb = await trainPerturb(context, timed);
    const networks: Networks = { baseline, ...perturb };
    const predictions = await timed('test', () => testArms(context, state, networks));
    reporter.note('Drawing the figures …');
    const figures = await figureData({
      baseline: networks.baseline.model,
      predictor: networks.predictor.model,
      attention: networks.attention.model,
      validation: source.splits.validation,
      sample: settings.details.clustering.sample,
      shown: shownFaces(source, settings),
      faces: settings.faces,
      inputSize: settings.details.inputSize,
    });
    const test = scoreTest(source.splits.test, repeatedFaces(source.splits), predictions);
    const results: Results = {
      format: RESULTS_FORMAT,
      settings,
      environment,
      data,
      trainings: {
        baseline: trainingRecord(networks.baseline),
        attention: trainingRecord(networks.attention),
        predictor: trainingRecord(networks.predictor),
      },
      clusters: clusterHistory(networks),
      test,
      timing: timing(state, networks),
    };
    return { results, figures };
  } finally {
    context.models.forEach((model) => model.dispose());
  }
}

function firstState({ settings, environment }: Job, sha256: string): RunState {
  return { settings, sha256, facePerturb: environment.facePerturb, phaseSeconds: {}, predictions: {} };
}

/** Adds the time of each phase to the state, however it ends. */
function phaseTimer(state: RunState, folder: RunFolder): PhaseTimer {
  return async (phase, work) => {
    const start = performance.now();
    try {
      return await work();
    } finally {
      state.phaseSeconds[phase] = (state.phaseSeconds[phase] ?? 0) + (performance.now() - start) / 1000;
      await folder.keep(state);
    }
  };
}

/** Tests both arms both ways; what was done in an earlier sitting is taken from the state. */
async function testArms(
  context: JobContext,
  state: RunState,
  networks: Networks,
): Promise<Record<Arm, Record<View, Uint8Array>>> {
  const { source, folder, settings, signal, advance } = context;
  const test = source.splits.test;
  const copies = { baseline: [], perturb: networks.changes };
  const models = { baseline: networks.baseline.model, perturb: networks.predictor.model };
  const rounds = ARMS.flatMap((arm) => VIEWS.map((view) => ({ arm, view, cost: cost(view, copies[arm].length) })));
  const all = rounds.reduce((sum, round) => sum + round.cost, 0);
  let done = 0;
  for (const { arm, view, cost: own } of rounds) {
    const key = `${arm}/${view}`;
    if (state.predictions[key] === undefined) {
      const predictions = await predict(test, {
        model: models[arm],
        copies: copies[arm],
        view,
        inputSize: settings.details.inputSize,
        signal,
        onProgress: (share) =>
          advance('test', (done + share * own) / all, [arm, view === 'plain' ? 'centre crop' : 'ten crops']),
      });
      state.predictions[key] = toBase64(predictions);
      await folder.keep(state);
    }
    done += own;
  }
  const kept = (arm: Arm, view: View) => fromBase64(state.predictions[`${arm}/${view}`] ?? '');
  return {
    baseline: { plain: kept('baseline', 'plain'), tenCrop: kept('baseline', 'tenCrop') },
    perturb: { plain: kept('perturb', 'plain'), tenCrop: kept('perturb', 'tenCrop') },
  };
}

function cost(view: View, copies: number): number {
  return (view === 'plain' ? 1 : 10) * (copies + 1);
}

function timing({ phaseSeconds }: RunState, networks: Networks): Results['timing'] {
  const seconds = (role: Role) => networks[role].records.map((record) => record.seconds);
  return {
    finishedAt: new Date().toISOString(),
    phaseSeconds,
    epochSeconds: { baseline: seconds('baseline'), attention: seconds('attention'), predictor: seconds('predictor') },
    totalSeconds: Object.values(phaseSeconds).reduce((sum, each) => sum + each, 0),
  };
}
