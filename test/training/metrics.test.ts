import { describe, expect, it } from 'vitest';
import { classificationReport, confusionMatrix } from '../../src/training/metrics.js';
import { fixture } from './fixtures.js';

interface Reference {
  labels: number[];
  predictions: number[];
  confusion: number[][];
  precision: number[];
  recall: number[];
  f1: number[];
  support: number[];
  accuracy: number;
  macroF1: number;
  balancedAccuracy: number;
}

const reference = fixture<Reference>('metrics.json');

describe('classification metrics', () => {
  it("count the confusion matrix as scikit-learn's", () => {
    expect(confusionMatrix(reference.labels, reference.predictions, 7)).toEqual(reference.confusion);
  });

  it("equal scikit-learn's, with a class that has no pictures and one that never occurs", () => {
    const report = classificationReport(reference.confusion);
    expect(reference.support.slice(5)).toEqual([0, 0]);
    expect(report.accuracy).toBeCloseTo(reference.accuracy, 12);
    expect(report.macroF1).toBeCloseTo(reference.macroF1, 12);
    expect(report.balancedAccuracy).toBeCloseTo(reference.balancedAccuracy, 12);
    expect(report.support).toBe(300);
    report.perClass.forEach((each, id) => {
      expect(each.precision).toBeCloseTo(reference.precision[id] as number, 12);
      expect(each.recall).toBeCloseTo(reference.recall[id] as number, 12);
      expect(each.f1).toBeCloseTo(reference.f1[id] as number, 12);
      expect(each.support).toBe(reference.support[id]);
    });
  });

  it('are zeros, never NaN, for no pictures at all', () => {
    const report = classificationReport(confusionMatrix([], [], 2));
    expect(report).toMatchObject({ accuracy: 0, macroF1: 0, balancedAccuracy: 0, support: 0 });
    expect(JSON.stringify(report)).not.toContain('null');
  });

  it('refuse ids out of range and lists of unequal length', () => {
    expect(() => confusionMatrix([0, 7], [0, 0], 7)).toThrow(/class id.*\[0, 7\).*7/);
    expect(() => confusionMatrix([0, 1], [0, 255], 7)).toThrow(/255/);
    expect(() => confusionMatrix([0, 1], [0], 7)).toThrow(/as many as labels \(2\)/);
  });
});
