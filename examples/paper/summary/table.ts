import type { NetworkName } from '../../../src/models/index.js';
import { VIEWS, type View } from '../../shared/predict.js';
import { runSettings, type ArmName, type GridSettings } from '../arms.js';
import type { Faces, RunResult } from '../records.js';
import { logitsOf, predictionsOf, summedLogits } from './armPredictions.js';
import type { ArmReference, Speaker } from './results.js';

/** Predictions of one arm by seed. */
export type SeedPredictions = Record<View, Uint8Array[]>;

/** Looks up what the runs of a grid predicted. */
export interface PredictionTable {
  /** The runs of an arm in the order of the seeds; undefined unless all are there. */
  runs(network: NetworkName, reference: ArmReference): RunResult[] | undefined;
  /** Predictions by seed, of a network or of all as an ensemble; undefined unless all runs are there and were tested so. */
  predictions(network: Speaker, reference: ArmReference): SeedPredictions | undefined;
}

/** Opens the table of finished runs. */
export function predictionTable(
  finished: ReadonlyMap<string, RunResult>,
  grid: GridSettings & { networks: readonly NetworkName[]; seeds: number; classes: number },
): PredictionTable {
  const seeds = Array.from({ length: grid.seeds }, (_, at) => at + 1);

  const runs = (network: NetworkName, { arm, clusters }: { arm: ArmName; clusters?: number }) => {
    const found = seeds.map((seed) => finished.get(runSettings({ arm, network, seed, clusters }, grid).id));
    return found.every((run) => run !== undefined) ? found : undefined;
  };
  const logits = (network: NetworkName, reference: ArmReference, view: View): Float32Array[] | undefined => {
    const all = runs(network, reference)?.map((run) => logitsOf(run, reference.testedOn, view));
    return all?.every((each) => each !== undefined) ? (all as Float32Array[]) : undefined;
  };
  const spoken = (network: Speaker, reference: ArmReference, view: View): Float32Array[] | undefined => {
    if (network !== 'ensemble') return logits(network, reference, view);
    const members = grid.networks.map((each) => logits(each, reference, view));
    if (members.some((each) => each === undefined)) return undefined;
    return seeds.map((_, at) => summedLogits(members.map((each) => each![at]!)));
  };
  return {
    runs,
    predictions(network, reference) {
      const entries = VIEWS.map((view) => [view, spoken(network, reference, view)] as const);
      if (entries.some(([, found]) => found === undefined)) return undefined;
      const named = entries.map(([view, found]) => [view, found!.map((each) => predictionsOf(each, grid.classes))]);
      return Object.fromEntries(named) as SeedPredictions;
    },
  };
}

/** Kinds of faces an arm is tested on. */
export function testedKinds(arm: ArmName): Faces[] {
  return arm === 'baseline' || arm === 'masked' ? ['plain', 'masked'] : ['plain'];
}
