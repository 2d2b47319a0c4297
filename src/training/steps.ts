import { augmentBatch } from '../data/augment.js';
import type { Random } from '../support/random.js';
import type { TrainingPlan } from './settings.js';
import { trainStep, type Learner, type Pass, type StepPlan, type StepResult } from './step.js';
import type { ImageChange } from './types.js';

/** An epoch under way. */
export interface Epoch {
  /** Its stream. */
  random: Random;
  /** Numbers of the training pictures, in the order they are shown. */
  order: Int32Array;
  /** The copies shown beside each. */
  changes: readonly ImageChange[];
}

/** Whoever makes the updates of a training. */
export interface Steps {
  /** Makes the update of one step of an epoch, counted from 0. */
  step(epoch: Epoch, step: number): Promise<StepResult>;
  /** Ends whatever was started for it. */
  close(): Promise<void>;
}

/**
 * Makes the updates in this thread. Once an update is handed to the backend, the pictures of the next are prepared: a graphics processor
 * computes meanwhile.
 */
export function stepsHere(plan: TrainingPlan, learner: Learner): Steps {
  let ahead: { epoch: Epoch; step: number; passes: Pass[] } | undefined;
  return {
    async step(epoch, step) {
      const prepared = ahead?.epoch === epoch && ahead.step === step;
      const passes = prepared && ahead ? ahead.passes : passesOf(plan, epoch, step);
      const update = trainStep(learner, passes, stepPlan(plan, epoch, step));
      const next = step + 1;
      ahead = next < plan.stepsPerEpoch ? { epoch, step: next, passes: passesOf(plan, epoch, next) } : undefined;
      return update;
    },
    close: () => Promise.resolve(),
  };
}

/** What all passes of a step have in common. */
export function stepPlan(
  { classes, labelSmoothing }: TrainingPlan,
  { changes, random }: Epoch,
  step: number,
): StepPlan {
  return { changes, classes, smoothing: labelSmoothing, seed: random.fork('step', step).path };
}

/**
 * The augmented images of one step, cut into passes. Where the epoch's order ends inside a batch, it is filled up from the order's beginning:
 * other pictures than its own, so that batch norm sees a usual batch. A pass of nothing but filling is left out.
 *
 * @param room - Where the images of a pass are to stand; without it in arrays of their own.
 */
export function passesOf(
  plan: TrainingPlan,
  { order, random: epochRandom }: Epoch,
  step: number,
  room?: (pass: number) => Float32Array,
): Pass[] {
  const { train, inputSize: size, batchSize, microBatch, augmentation } = plan;
  const random = epochRandom.fork('augment');
  const first = step * batchSize;
  const end = Math.min(first + batchSize, order.length);
  const passes: Pass[] = [];
  for (let start = first; start < end; start += microBatch) {
    const indices = Int32Array.from({ length: microBatch }, (_, at) => order[(start + at) % order.length] as number);
    passes.push({
      images: augmentBatch(train, indices, { random, size, ...augmentation, out: room?.(passes.length) }),
      shape: [microBatch, size, size, train.channels],
      labels: Uint8Array.from(indices, (index) => train.labels[index] as number),
      counted: Math.min(microBatch, end - start),
    });
  }
  return passes;
}
