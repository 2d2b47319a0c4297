import { FacePerturbError, show } from '../support/errors.js';

/** How well the pictures of one class were told apart. */
export interface ClassMetrics {
  /** Share of the class's pictures that were found; 0 when it has none. */
  recall: number;
  /** Share of the pictures put in this class that belong there; 0 when none was put. */
  precision: number;
  /** Harmonic mean of the two; 0 when both are. */
  f1: number;
  /** Pictures of this class. */
  support: number;
}

/** Figures of merit of a classification, as plain JSON. */
export interface ClassificationReport {
  /** Share of all pictures classified right, in [0, 1]. */
  accuracy: number;
  /** Mean F1 over the classes that occur among labels or predictions, each counting the same. */
  macroF1: number;
  /** Mean recall over the classes that have pictures. */
  balancedAccuracy: number;
  /** One entry a class, in the order of the ids. */
  perClass: ClassMetrics[];
  /** Pictures in all. */
  support: number;
}

/**
 * Counts pictures by true and predicted class.
 *
 * @param labels - True class ids.
 * @param predictions - Predicted class ids, as many.
 * @param classes - Number of classes; every id is below it.
 * @returns `[classes][classes]`: row the true class, column the predicted one.
 * @throws FacePerturbError `invalid-argument` for unequal lengths, `invalid-data` for an id out of range.
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classes: number,
): number[][] {
  if (labels.length !== predictions.length) {
    throw new FacePerturbError('confusionMatrix: predictions', {
      code: 'invalid-argument',
      expected: `as many as labels (${labels.length})`,
      received: String(predictions.length),
    });
  }
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let at = 0; at < labels.length; at++) {
    const row = matrix[labels[at] as number];
    const column = predictions[at] as number;
    if (row?.[column] === undefined) {
      throw new FacePerturbError('confusionMatrix: class id', {
        code: 'invalid-data',
        expected: `a whole number in [0, ${classes})`,
        received: show(row ? column : labels[at]),
      });
    }
    row[column]++;
  }
  return matrix;
}

/**
 * Accuracy, recall, precision and F1 of a confusion matrix, as scikit-learn computes them with `zero_division=0`.
 *
 * @param confusion - Rows true classes, columns predicted ones.
 */
export function classificationReport(confusion: readonly (readonly number[])[]): ClassificationReport {
  const ids = confusion.map((_, id) => id);
  const actual = confusion.map(sum);
  const predicted = ids.map((id) => sum(confusion.map((row) => row[id] as number)));
  const found = ids.map((id) => confusion[id]?.[id] as number);
  const perClass = ids.map((id) => classMetrics(found[id] as number, actual[id] as number, predicted[id] as number));

  const present = perClass.filter((each) => each.support > 0);
  const occurring = perClass.filter((each, id) => each.support > 0 || (predicted[id] as number) > 0);
  const support = sum(actual);
  return {
    accuracy: ratio(sum(found), support),
    macroF1: ratio(sum(occurring.map((each) => each.f1)), occurring.length),
    balancedAccuracy: ratio(sum(present.map((each) => each.recall)), present.length),
    perClass,
    support,
  };
}

function classMetrics(found: number, actual: number, predicted: number): ClassMetrics {
  return {
    recall: ratio(found, actual),
    precision: ratio(found, predicted),
    f1: ratio(2 * found, actual + predicted),
    support: actual,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
