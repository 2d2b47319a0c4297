import { FacePerturbError, show } from '../support/errors.js';
import { decodeCheckpoint, encodeCheckpoint, type SavedTensor } from './checkpointFormat.js';
import { readWeights, writeWeights } from './modelWeights.js';
import type { TrainingPlan } from './settings.js';
import type { Learner } from './step.js';
import type { ScheduleState } from './schedule.js';
import type { EpochRecord } from './types.js';

/** Where a training stands between two steps: with the weights and velocities all there is to go on from. */
export interface RunState {
  /** Epoch under way, from 1; one more than all when finished. */
  epoch: number;
  /** Steps done in it. */
  step: number;
  /** Where the schedule stands. */
  schedule: ScheduleState;
  /** Sums over the epoch's steps so far. */
  sums: { loss: number; correct: number; samples: number; seconds: number };
  /** Learning rate of the last step. */
  learningRate: number;
  /** Epochs so far. */
  records: EpochRecord[];
  /** Epoch whose weights are kept (0: those before the first) and its validation accuracy. */
  kept: { epoch: number; accuracy: number };
}

/** A training under way. */
export interface Run {
  plan: TrainingPlan;
  /** What the run's checkpoints belong to. */
  settings: Record<string, unknown>;
  learner: Learner;
  state: RunState;
  /** Weights of the kept epoch. */
  keptWeights: Float32Array[];
}

/** The state before the first step. */
export function firstState({ schedule, epochs, stepsPerEpoch }: TrainingPlan): RunState {
  return {
    epoch: 1,
    step: 0,
    schedule: schedule.start(epochs * stepsPerEpoch),
    sums: { loss: 0, correct: 0, samples: 0, seconds: 0 },
    learningRate: 0,
    records: [],
    kept: { epoch: 0, accuracy: -1 },
  };
}

/** Saves the run where it stands, if it has a checkpoint store. */
export async function saveRun(run: Run): Promise<void> {
  const { checkpoint, model } = run.plan;
  if (!checkpoint) return;
  const shapes = model.weights.map((weight) => weight.shape as number[]);
  const listed = (kind: string, values: readonly Float32Array[]): SavedTensor[] =>
    values.map((each, at) => ({ name: `${kind}/${at}`, shape: shapes[at] as number[], values: each }));
  const velocities = Object.entries(await run.learner.optimizer.state()).map(([name, values]) => ({
    name: `velocity/${name}`,
    shape: run.learner.variables[name]?.shape ?? [values.length],
    values,
  }));
  const tensors = [...listed('weights', await readWeights(model)), ...listed('kept', run.keptWeights), ...velocities];
  const state = { settings: run.settings, run: run.state };
  await checkpoint.save(await encodeCheckpoint({ state, tensors }));
}

/**
 * Takes up the run that the checkpoint store holds, if it holds one.
 *
 * @throws FacePerturbError `damaged-file` or `invalid-data` when it is cut, foreign, or of other settings; nothing is changed then.
 */
export async function resumeRun(run: Run): Promise<void> {
  const bytes = await run.plan.checkpoint?.load();
  if (!bytes) return;
  const { state, tensors } = await decodeCheckpoint(bytes);
  const saved = state as { settings: Record<string, unknown>; run: RunState };
  checkSettings(saved.settings, run.settings);
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor.values]));
  const weights = collect(run, 'weights', byName);
  const kept = collect(run, 'kept', byName);
  const velocities = Object.fromEntries(
    tensors
      .filter((tensor) => tensor.name.startsWith('velocity/'))
      .map((tensor) => [tensor.name.slice('velocity/'.length), tensor.values]),
  );

  run.learner.optimizer.restore(velocities, run.learner.variables);
  writeWeights(run.plan.model, weights);
  run.keptWeights = kept;
  run.state = saved.run;
}

function collect({ plan }: Run, kind: string, tensors: Map<string, Float32Array>): Float32Array[] {
  return plan.model.weights.map((weight, at) => {
    const values = tensors.get(`${kind}/${at}`);
    const size = (weight.shape as number[]).reduce((product, side) => product * side, 1);
    if (values?.length === size) return values;
    throw new FacePerturbError(`checkpoint: ${kind}/${at}`, {
      code: 'invalid-data',
      expected: `${size} values`,
      received: values ? `${values.length} values` : 'none',
    });
  });
}

function checkSettings(saved: Record<string, unknown>, now: Record<string, unknown>): void {
  for (const name of new Set([...Object.keys(now), ...Object.keys(saved)])) {
    if (canonical(saved[name]) === canonical(now[name])) continue;
    throw new FacePerturbError(`checkpoint of a run with another ${name}`, {
      code: 'invalid-data',
      expected: show(now[name]),
      received: show(saved[name]),
      fix: 'Give the settings that the run was started with, or another path, or remove the file to start anew.',
    });
  }
}

/** JSON with the names of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([left], [right]) => (left < right ? -1 : 1)))
      : each,
  );
}
