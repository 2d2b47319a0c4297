import * as tf from '@tensorflow/tfjs-core';
import { FacePerturbError, show } from '../support/errors.js';
import { createRandom, type Random } from '../support/random.js';
import type { CopiesContext, ImageChange } from './types.js';

/**
 * The images and all their changed copies in one batch.
 *
 * @param images - [B,H,W,C].
 * @param changes - n of them.
 * @param seed - Names the random streams that the changes may draw from.
 * @returns [(n+1)·B,H,W,C]: the images, then the first copy of all, then the second, …
 */
export function withCopies(images: tf.Tensor4D, changes: readonly ImageChange[], seed: string): tf.Tensor4D {
  if (changes.length === 0) return tf.clone(images);
  return tf.tidy(() => tf.concat([images, ...changes.map((_, at) => changedCopy(images, changes, at, seed))], 0));
}

/**
 * One changed copy of the images.
 *
 * @throws FacePerturbError `invalid-shape` when the change does not give a batch of the same shape.
 */
export function changedCopy(
  images: tf.Tensor4D,
  changes: readonly ImageChange[],
  at: number,
  seed: string,
): tf.Tensor4D {
  const change = changes[at] as ImageChange;
  const copy = change(images, { key: `${seed}/copy/${at}` });
  if (String(copy?.shape) === String(images.shape)) return copy;
  throw new FacePerturbError(`copies: change ${at}`, {
    code: 'invalid-shape',
    expected: `images of shape [${images.shape.join(', ')}], as it was given`,
    received: copy?.shape ? `[${copy.shape.join(', ')}]` : show(copy),
  });
}

/** Values repeated once for each copy: labels in the order of {@link withCopies}. */
export function repeated<T>(values: ArrayLike<T>, times: number): T[] {
  return Array.from({ length: values.length * times }, (_, at) => values[at % values.length] as T);
}

/** The random stream of an epoch. */
export function epochRandom(seed: number, phase: string, epoch: number): Random {
  return createRandom(seed).fork(phase, 'epoch', epoch);
}

/** What the provider of an epoch's copies is told: the same in a run in one piece and in a resumed one. */
export function copiesContext(options: Omit<CopiesContext, 'random'> & { seed: number; phase: string }): CopiesContext {
  const { seed, phase, ...context } = options;
  return { ...context, random: epochRandom(seed, phase, context.epoch).fork('copies') };
}
