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
