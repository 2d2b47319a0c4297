import { createRandom } from '../../src/support/random.js';
import { classificationReport, confusionMatrix } from '../../src/training/metrics.js';

/** An estimate with the ends of its 95 % interval. */
export interface Interval {
  estimate: number;
  low: number;
  high: number;
}

/** What one set of predictions is worth. */
export interface Score {
  /** Share of faces named rightly. */
  accuracy: number;
  /** Mean over the classes of F1; classes neither there nor named are left out. */
  macroF1: number;
  /** Accuracy on the faces of each class (recall). */
  perClass: number[];
  /** Faces by class (row) and by what they were taken for (column). */
  confusion: number[][];
}

/** Differences of two sets of predictions on the same faces, the second less the first. */
export interface Difference {
  accuracy: Interval;
  macroF1: Interval;
  perClass: Interval[];
}

/** Scores predictions against labels. */
export function score(predictions: Uint8Array, labels: Uint8Array, classes: number): Score {
  const confusion = confusionMatrix(labels, predictions, classes);
  const { accuracy, macroF1, perClass } = classificationReport(confusion);
  return { accuracy, macroF1, perClass: perClass.map(({ recall }) => recall), confusion };
}

/** Wilson's 95 % interval of a share: right also for few faces and shares near 0 or 1. */
export function wilson(share: number, count: number): Interval {
  if (count === 0) return { estimate: 0, low: 0, high: 1 };
  const z = 1.959964;
  const centre = share + (z * z) / (2 * count);
  const spread = z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  const scale = 1 + (z * z) / count;
  return { estimate: share, low: (centre - spread) / scale, high: (centre + spread) / scale };
}

/**
 * Paired bootstrap: draws the test faces again with replacement, both arms on the same draw, and takes the middle
 * 95 % of the differences. It covers the choice of faces, not the luck of one training.
 *
 * @param resamples - Number of draws. @default 2000
 */
export function compare(
  first: Uint8Array,
  second: Uint8Array,
  labels: Uint8Array,
  classes: number,
  resamples = 2000,
): Difference {
  const random = createRandom('bootstrap of the test faces');
  const draws: Measures[] = [];
  for (let draw = 0; draw < resamples; draw++) {
    const chosen = Int32Array.from({ length: labels.length }, () => random.integer(labels.length));
    draws.push(differenceOn(chosen, first, second, labels, classes));
  }
  const all = Int32Array.from({ length: labels.length }, (_, at) => at);
  const observed = differenceOn(all, first, second, labels, classes);
  const interval = (pick: (measured: Measures) => number) => percentiles(pick(observed), draws.map(pick));
  return {
    accuracy: interval((measured) => measured.accuracy),
    macroF1: interval((measured) => measured.macroF1),
    perClass: Array.from({ length: classes }, (_, at) => interval((measured) => measured.perClass[at] ?? 0)),
  };
}

type Measures = Pick<Score, 'accuracy' | 'macroF1' | 'perClass'>;

function differenceOn(
  chosen: Int32Array,
  first: Uint8Array,
  second: Uint8Array,
  labels: Uint8Array,
  classes: number,
): Measures {
  const drawn = (from: Uint8Array) => Uint8Array.from(chosen, (at) => from[at] ?? 0);
  const drawnLabels = drawn(labels);
  const before = score(drawn(first), drawnLabels, classes);
  const after = score(drawn(second), drawnLabels, classes);
  return {
    accuracy: after.accuracy - before.accuracy,
    macroF1: after.macroF1 - before.macroF1,
    perClass: after.perClass.map((share, at) => share - (before.perClass[at] ?? 0)),
  };
}

function percentiles(estimate: number, draws: number[]): Interval {
  const sorted = draws.sort((low, high) => low - high);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? estimate;
  return { estimate, low: at(0.025), high: at(0.975) };
}
