import type { NetworkName } from '../../src/models/index.js';
import { copiesCount, runSettings, type GridSettings, type RunRequest } from './arms.js';
import { EXPERIMENTS, type ExperimentName } from './experiments/index.js';
import type { RunSettings } from './records.js';

/** The grid of runs that some experiments need. */
export interface GridRequest extends GridSettings {
  experiments: readonly ExperimentName[];
  networks: readonly NetworkName[];
  /** How many seeds, from 1. */
  seeds: number;
}

/** The runs that the experiments need, each once: network by network and seed by seed, in the order of the arms. */
export function gridRuns(request: GridRequest): RunSettings[] {
  const runs = new Map<string, RunSettings>();
  for (const network of request.networks) {
    for (let seed = 1; seed <= request.seeds; seed++) {
      for (const wanted of wantedRuns(request, network, seed)) {
        const settings = runSettings(wanted, request);
        runs.set(settings.id, settings);
      }
    }
  }
  return [...runs.values()];
}

function wantedRuns({ experiments }: GridRequest, network: NetworkName, seed: number): RunRequest[] {
  return experiments.flatMap((name) => EXPERIMENTS[name].arms.map((arm) => ({ ...arm, network, seed })));
}

/** Pictures a run learns from, as a multiple of the training split: what its time is reckoned from. */
export function costOf({ training, copies }: RunSettings): number {
  return training.epochs * (copiesCount(copies) + 1);
}

/** Part `index` of `count`, from 1. */
export interface Shard {
  index: number;
  count: number;
}

/**
 * The runs of one part of the grid. Parts are neighbours in the grid's order and cost about the same, so that the runs of one
 * network and seed, which share an attention classifier, stay together where they can.
 */
export function shardOf(runs: readonly RunSettings[], { index, count }: Shard): RunSettings[] {
  const total = runs.reduce((sum, run) => sum + costOf(run), 0);
  let before = 0;
  return runs.filter((run) => {
    const middle = before + costOf(run) / 2;
    before += costOf(run);
    return Math.min(count, Math.floor((middle / total) * count) + 1) === index;
  });
}
