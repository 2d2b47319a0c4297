/** Options of {@link constantRate}. */
export interface ConstantRateOptions {
  /** Learning rate, above 0. */
  rate: number;
}

/** Options of {@link reduceOnPlateau}; the meaning is that of PyTorch's `ReduceLROnPlateau`. */
export interface ReduceOnPlateauOptions {
  /** First learning rate, above 0. */
  rate: number;
  /**
   * The rate is multiplied by it, in (0, 1).
   * @default 0.75
   */
  factor?: number;
  /**
   * Epochs without improvement that are borne before the rate falls.
   * @default 5
   */
  patience?: number;
  /**
   * 'max' watches validation accuracy, 'min' validation loss.
   * @default 'max'
   */
  mode?: 'max' | 'min';
  /**
   * Relative change that counts as an improvement.
   * @default 1e-4
   */
  threshold?: number;
  /**
   * The rate falls no lower.
   * @default 0
   */
  minRate?: number;
}

/** Options of {@link oneCycle}; the meaning is that of PyTorch's `OneCycleLR` with cosine annealing. */
export interface OneCycleOptions {
  /** Highest learning rate, above 0. */
  maxRate: number;
  /**
   * Steps of the whole cycle.
   * @default all steps of the training
   */
  totalSteps?: number;
  /**
   * Share of the steps in which the rate rises, in (0, 1).
   * @default 0.3
   */
  warmup?: number;
  /**
   * The first rate is `maxRate / startDivisor`.
   * @default 25
   */
  startDivisor?: number;
  /**
   * The last rate is the first divided by this.
   * @default 1e4
   */
  endDivisor?: number;
}

/** A schedule as plain JSON. */
export type ScheduleSpec =
  | ({ kind: 'constant' } & ConstantRateOptions)
  | ({ kind: 'reduceOnPlateau' } & ReduceOnPlateauOptions)
  | ({ kind: 'oneCycle' } & OneCycleOptions);

/** Where a schedule stands: plain JSON, kept in checkpoints. */
export type ScheduleState = Readonly<Record<string, number>>;

/** Results of an epoch that a schedule may look at. */
export interface ScheduleMetrics {
  /** Share of validation pictures classified right. */
  validationAccuracy: number;
  /** Mean validation loss. */
  validationLoss: number;
}

/** The learning rate over time, as functions of a state that is plain JSON. */
export interface Schedule {
  /** What the schedule was made from. */
  readonly spec: ScheduleSpec;
  /**
   * The state before the first step of a training of so many steps.
   *
   * @param totalSteps - Steps of the whole training.
   */
  start(totalSteps: number): ScheduleState;
  /**
   * Learning rate of the next step.
   *
   * @param state - Where the schedule stands.
   */
  rate(state: ScheduleState): number;
  /** The state after one more step. */
  afterStep(state: ScheduleState): ScheduleState;
  /**
   * The state after an epoch with these results.
   *
   * @param state - Where the schedule stood.
   * @param metrics - What the epoch came to.
   */
  afterEpoch(state: ScheduleState, metrics: ScheduleMetrics): ScheduleState;
}
