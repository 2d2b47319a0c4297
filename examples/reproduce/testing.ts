import type { ImageDataset } from '../../src/data/dataset.js';
import { toBase64 } from '../shared/base64.js';
import type { View } from '../shared/predict.js';
import { compare, score, wilson } from '../shared/statistics.js';
import type { ArmScore, TestRecord } from './results.js';

/** The two networks that are compared. */
export const ARMS = ['baseline', 'perturb'] as const;

/** One of the two networks that are compared. */
export type Arm = (typeof ARMS)[number];

/** Scores both arms both ways and compares them. */
export function scoreTest(
  test: ImageDataset,
  repeated: readonly boolean[],
  predictions: Record<Arm, Record<View, Uint8Array>>,
): TestRecord {
  const classes = test.classNames.length;
  const scored = (arm: Arm): Record<View, ArmScore> => ({
    plain: armScore(test.labels, repeated, predictions[arm].plain, classes),
    tenCrop: armScore(test.labels, repeated, predictions[arm].tenCrop, classes),
  });
  const difference = (view: View) =>
    compare(predictions.baseline[view], predictions.perturb[view], test.labels, classes);
  return {
    count: test.size,
    labels: toBase64(test.labels),
    baseline: scored('baseline'),
    perturb: scored('perturb'),
    difference: { plain: difference('plain'), tenCrop: difference('tenCrop') },
  };
}

function armScore(
  labels: Uint8Array,
  repeated: readonly boolean[],
  predictions: Uint8Array,
  classes: number,
): ArmScore {
  const scored = score(predictions, labels, classes);
  const fresh = (_: number, at: number) => !repeated[at];
  return {
    ...scored,
    interval: wilson(scored.accuracy, labels.length),
    accuracyWithoutRepeats: score(predictions.filter(fresh), labels.filter(fresh), classes).accuracy,
    predictions: toBase64(predictions),
  };
}
