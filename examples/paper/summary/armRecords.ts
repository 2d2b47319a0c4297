import type { NetworkName } from '../../../src/models/index.js';
import type { View } from '../../shared/predict.js';
import { score } from '../../shared/statistics.js';
import type { PaperData } from '../data.js';
import type { RunResult } from '../records.js';
import { seedSummary } from '../statistics/seedSummary.js';
import type { ArmRecord, ArmReference, ArmScores, Speaker } from './results.js';
import type { PredictionTable, SeedPredictions } from './table.js';

/** What is known of one arm; undefined unless all its runs are there. */
export function armRecord(
  table: PredictionTable,
  { network, members }: { network: Speaker; members: readonly NetworkName[] },
  reference: ArmReference,
  data: PaperData,
): ArmRecord | undefined {
  const predictions = table.predictions(network, reference);
  if (!predictions) return undefined;
  const runs = members.map((member) => table.runs(member, reference)![0]!);
  return {
    network,
    ...reference,
    parameters: sum(runs.map(({ parameters }) => parameters)),
    epochs: Math.max(...runs.map(({ settings }) => settings.training.epochs)),
    updates: sum(runs.map((run) => total(run, 'steps'))),
    pictures: sum(runs.map((run) => total(run, 'samples'))),
    scores: { plain: scoresOf(predictions, 'plain', data), tenCrop: scoresOf(predictions, 'tenCrop', data) },
  };
}

function scoresOf(predictions: SeedPredictions, view: View, { plain, repeated }: PaperData): ArmScores {
  const { labels, classNames } = plain.test;
  const classes = classNames.length;
  const fresh = (_: number, at: number) => !repeated[at];
  const scored = predictions[view].map((each) => score(each, labels, classes));
  const without = predictions[view].map((each) => score(each.filter(fresh), labels.filter(fresh), classes));
  return {
    accuracy: seedSummary(scored.map(({ accuracy }) => accuracy)),
    accuracyWithoutRepeats: seedSummary(without.map(({ accuracy }) => accuracy)),
    macroF1: seedSummary(scored.map(({ macroF1 }) => macroF1)),
    perClass: classNames.map((_, at) => seedSummary(scored.map(({ perClass }) => perClass[at]!))),
    bySeed: scored.map(({ accuracy }) => accuracy),
  };
}

function total({ epochs }: RunResult, field: 'steps' | 'samples'): number {
  return sum(epochs.map((epoch) => epoch[field]));
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
