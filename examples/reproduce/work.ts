import type { DatasetSplits } from '../../src/data/dataset.js';
import type { Preset } from './presets.js';

/** The parts of a run that take time, in their order. */
export const PHASES = ['baseline', 'attention', 'predictor', 'test'] as const;

/** A part of a run that takes time. */
export type Phase = (typeof PHASES)[number];

/** What classifying a picture costs against learning from it: a forward pass against one with both gradients. */
const EVALUATION_COST = 1 / 3;

/** Crops a face is tested on: the middle one, and ten. */
const TEST_CROPS = 11;

/** Work of a whole run in pictures learned from, phase by phase: what time left is reckoned from. */
export function workload(details: Preset, splits: DatasetSplits): Record<Phase, number> {
  const copies = details.clustering.clusters + 1;
  const training = (epochs: number, each: number) =>
    epochs * each * (splits.train.size + splits.validation.size * EVALUATION_COST);
  return {
    baseline: training(details.baseline.epochs, 1),
    attention: training(details.attention.epochs, 1),
    predictor: training(details.predictor.epochs, copies),
    test: splits.test.size * TEST_CROPS * (1 + copies) * EVALUATION_COST,
  };
}

/** How far a run has come. */
export interface Advance {
  /** Share of all work done, in [0, 1]. */
  share: number;
  /** Pictures learned from in a second, on average since this sitting began; undefined before there is one. */
  rate: number | undefined;
  /** Seconds until the end of the whole run at that rate. */
  secondsLeft: number | undefined;
}

/**
 * Reckons progress over all phases.
 *
 * @param work - Work of each phase.
 * @param clock - Seconds, from any start.
 * @returns A function that takes the share of a phase that is done.
 */
export function workMeter(
  work: Record<Phase, number>,
  clock: () => number = () => performance.now() / 1000,
): (phase: Phase, share: number) => Advance {
  const total = PHASES.reduce((sum, phase) => sum + work[phase], 0);
  let start: { done: number; time: number } | undefined;
  return (phase, share) => {
    const before = PHASES.slice(0, PHASES.indexOf(phase)).reduce((sum, each) => sum + work[each], 0);
    const done = before + share * work[phase];
    const time = clock();
    start ??= { done, time };
    const rate = time > start.time && done > start.done ? (done - start.done) / (time - start.time) : undefined;
    return { share: done / total, rate, secondsLeft: rate === undefined ? undefined : (total - done) / rate };
  };
}
