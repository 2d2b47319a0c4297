import { checkChoice, checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import type {
  ConstantRateOptions,
  OneCycleOptions,
  ReduceOnPlateauOptions,
  Schedule,
  ScheduleSpec,
  ScheduleState,
} from './schedule.js';

/** The same learning rate from beginning to end. */
export function constantRate(options: ConstantRateOptions): Schedule {
  checkOptionNames('constantRate', options, ['rate']);
  const rate = checkRate('constantRate: rate', options.rate);
  return {
    spec: { kind: 'constant', rate },
    start: () => ({}),
    rate: () => rate,
    afterStep: (state) => state,
    afterEpoch: (state) => state,
  };
}

/**
 * Lowers the learning rate when validation has not got better for more than `patience` epochs, as PyTorch's `ReduceLROnPlateau` does
 * (relative threshold, no cooldown). The defaults of factor and patience are those of the paper's code.
 */
export function reduceOnPlateau(options: ReduceOnPlateauOptions): Schedule {
  const { rate, factor = 0.75, patience = 5, mode = 'max', threshold = 1e-4, minRate = 0 } = options;
  const what = 'reduceOnPlateau';
  checkOptionNames(what, options, ['rate', 'factor', 'patience', 'mode', 'threshold', 'minRate']);
  checkRate(`${what}: rate`, rate);
  checkShare(`${what}: factor`, factor);
  checkNumber(`${what}: patience`, patience, { min: 0, integer: true });
  checkChoice(`${what}: mode`, mode, ['max', 'min']);
  checkNumber(`${what}: threshold`, threshold, { min: 0 });
  checkNumber(`${what}: minRate`, minRate, { min: 0 });

  const isBetter = (value: number, best: number | undefined) => {
    if (best === undefined) return true;
    return mode === 'max' ? value > best * (1 + threshold) : value < best * (1 - threshold);
  };

  return {
    spec: { kind: 'reduceOnPlateau', rate, factor, patience, mode, threshold, minRate },
    start: () => ({ rate, bad: 0 }),
    rate: (state) => field(state, 'rate'),
    afterStep: (state) => state,
    afterEpoch(state, metrics) {
      const value = mode === 'max' ? metrics.validationAccuracy : metrics.validationLoss;
      if (isBetter(value, state.best)) return { ...state, best: value, bad: 0 };
      const bad = field(state, 'bad') + 1;
      if (bad <= patience) return { ...state, bad };
      return { ...state, bad: 0, rate: lowered(field(state, 'rate'), factor, minRate) };
    },
  };
}

/** PyTorch leaves a rate as it is when it would fall by no more than 1e-8. */
function lowered(rate: number, factor: number, minRate: number): number {
  const next = Math.max(rate * factor, minRate);
  return rate - next > 1e-8 ? next : rate;
}

/**
 * Raises the learning rate along a cosine from `maxRate / startDivisor` to `maxRate`, then lowers it along another to nearly nothing, as
 * PyTorch's `OneCycleLR` with cosine annealing and steady momentum does. Further steps keep the last rate.
 */
export function oneCycle(options: OneCycleOptions): Schedule {
  const { maxRate, totalSteps, warmup = 0.3, startDivisor = 25, endDivisor = 1e4 } = options;
  const what = 'oneCycle';
  checkOptionNames(what, options, ['maxRate', 'totalSteps', 'warmup', 'startDivisor', 'endDivisor']);
  checkRate(`${what}: maxRate`, maxRate);
  if (totalSteps !== undefined) checkNumber(`${what}: totalSteps`, totalSteps, { min: 1, integer: true });
  checkShare(`${what}: warmup`, warmup);
  checkNumber(`${what}: startDivisor`, startDivisor, { min: 1 });
  checkNumber(`${what}: endDivisor`, endDivisor, { min: 1 });
  const first = maxRate / startDivisor;
  const last = first / endDivisor;

  return {
    spec: { kind: 'oneCycle', maxRate, totalSteps, warmup, startDivisor, endDivisor },
    start: (steps) => ({ step: 0, steps: totalSteps ?? steps }),
    rate(state) {
      const end = field(state, 'steps') - 1;
      const top = warmup * field(state, 'steps') - 1;
      const step = Math.min(field(state, 'step'), end);
      return step <= top ? cosine(first, maxRate, step, top) : cosine(maxRate, last, step - top, end - top);
    },
    afterStep: (state) => ({ ...state, step: field(state, 'step') + 1 }),
    afterEpoch: (state) => state,
  };
}

function cosine(from: number, to: number, done: number, span: number): number {
  const share = span > 0 ? done / span : 1;
  return to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share));
}

/**
 * Makes the schedule that a plain spec describes; a schedule is returned as it is.
 *
 * @throws FacePerturbError `invalid-option` for an unknown kind or an option out of range.
 */
export function createSchedule(spec: Schedule | ScheduleSpec): Schedule {
  if ('spec' in spec) return spec;
  const { kind, ...options } = spec;
  switch (checkChoice('schedule: kind', kind, ['constant', 'reduceOnPlateau', 'oneCycle'])) {
    case 'constant':
      return constantRate(options as ConstantRateOptions);
    case 'reduceOnPlateau':
      return reduceOnPlateau(options as ReduceOnPlateauOptions);
    case 'oneCycle':
      return oneCycle(options as OneCycleOptions);
  }
}

function checkRate(what: string, rate: number): number {
  return checkNumber(what, rate, { min: Number.MIN_VALUE });
}

function checkShare(what: string, share: number): void {
  if (share > 0 && share < 1) return;
  throw new FacePerturbError(what, { code: 'invalid-option', expected: 'a number in (0, 1)', received: show(share) });
}

function field(state: ScheduleState, name: string): number {
  const value = state[name];
  if (typeof value === 'number') return value;
  throw new FacePerturbError(`schedule state: ${name}`, {
    code: 'invalid-data',
    expected: 'a number, as start() gives it',
    received: show(value),
  });
}
