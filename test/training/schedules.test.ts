import { describe, expect, it } from 'vitest';
import { constantRate, createSchedule, oneCycle, reduceOnPlateau } from '../../src/training/schedules.js';
import type { OneCycleOptions, ReduceOnPlateauOptions, Schedule, ScheduleState } from '../../src/training/schedule.js';
import { fixture, largestDifference } from './fixtures.js';

interface Reference {
  reduceOnPlateau: { options: ReduceOnPlateauOptions; values: number[]; rates: number[] }[];
  oneCycle: { options: OneCycleOptions; rates: number[] }[];
}

const reference = fixture<Reference>('schedules.json');

/** As a checkpoint would keep it. */
function throughJson(state: ScheduleState): ScheduleState {
  return JSON.parse(JSON.stringify(state)) as ScheduleState;
}

function plateauRates(schedule: Schedule, values: number[]): number[] {
  let state = schedule.start(1);
  return values.map((value) => {
    state = throughJson(schedule.afterEpoch(state, { validationAccuracy: value, validationLoss: value }));
    return schedule.rate(state);
  });
}

function stepRates(schedule: Schedule, totalSteps: number, count = totalSteps): number[] {
  let state = schedule.start(totalSteps);
  return Array.from({ length: count }, () => {
    const rate = schedule.rate(state);
    state = throughJson(schedule.afterStep(state));
    return rate;
  });
}

describe('reduceOnPlateau', () => {
  it.each(reference.reduceOnPlateau)('gives the rates of PyTorch with $options', ({ options, values, rates }) => {
    expect(new Set(rates).size).toBeGreaterThan(2);
    expect(largestDifference(plateauRates(reduceOnPlateau(options), values), rates)).toBeLessThan(1e-12);
  });

  it('has the settings of the paper by default: 0.75 after five epochs without improvement', () => {
    const rates = plateauRates(reduceOnPlateau({ rate: 0.01 }), [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    expect(rates).toEqual([0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.0075, 0.0075]);
  });
});

describe('oneCycle', () => {
  it.each(reference.oneCycle)('gives the rates of PyTorch with $options', ({ options, rates }) => {
    const { totalSteps = 0, ...rest } = options;
    expect(largestDifference(stepRates(oneCycle(rest), totalSteps), rates)).toBeLessThan(1e-12);
    expect(largestDifference(stepRates(oneCycle(options), 9999, totalSteps), rates)).toBeLessThan(1e-12);
  });

  it('gives finite rates for a cycle of any number of steps, and keeps the last beyond it', () => {
    for (const steps of [1, 2, 3, 4, 10]) {
      const rates = stepRates(oneCycle({ maxRate: 0.1 }), steps, steps + 3);
      expect(rates.every((rate) => rate > 0 && rate <= 0.1)).toBe(true);
      expect(rates.slice(steps - 1)).toEqual(Array(4).fill(rates[steps - 1]));
    }
  });
});

describe('createSchedule', () => {
  it.each([
    constantRate({ rate: 0.2 }),
    reduceOnPlateau({ rate: 0.1, patience: 0 }),
    oneCycle({ maxRate: 0.3, totalSteps: 7 }),
  ])('makes the same schedule from its spec, %#', (schedule) => {
    const again = createSchedule(JSON.parse(JSON.stringify(schedule.spec)));
    expect(again.spec).toEqual(schedule.spec);
    expect(stepRates(again, 7)).toEqual(stepRates(schedule, 7));
    expect(plateauRates(again, [0.1, 0.1])).toEqual(plateauRates(schedule, [0.1, 0.1]));
  });

  it.each([
    [{ kind: 'cosine', rate: 1 }, /kind.*'constant', 'reduceOnPlateau', 'oneCycle'.*"cosine"/],
    [{ kind: 'constant', rate: 0 }, /constantRate: rate/],
    [{ kind: 'constant' }, /constantRate: rate.*undefined/],
    [{ kind: 'reduceOnPlateau', rate: 0.1, factor: 1 }, /factor.*\(0, 1\).*1/],
    [{ kind: 'reduceOnPlateau', rate: 0.1, patience: 1.5 }, /patience.*whole number/],
    [{ kind: 'oneCycle', maxRate: 0.1, warmup: 0 }, /warmup.*\(0, 1\)/],
    [{ kind: 'oneCycle', rate: 0.1 }, /unknown option.*"rate"/],
  ])('%j is refused', (spec, message) => {
    expect(() => createSchedule(spec as never)).toThrow(message);
  });
});
