import * as tf from '@tensorflow/tfjs-core';
// tfjs-core alone registers no gradients; a classifier that is not a layered model may not have brought them.
import '@tensorflow/tfjs-layers';
import { FacePerturbError } from '../support/errors.js';

/**
 * The gradient of each image's score with respect to its own part of a batch: no image touches another's score, so the gradient of the
 * sum is all of them at once.
 *
 * @param score - [B,...] to one score for each image, [B].
 * @throws FacePerturbError `missing-kernel` when the backend lacks a kernel, `invalid-argument` when the classifier has no gradient.
 */
export function differentiate<T extends tf.Tensor>(score: (at: T) => tf.Tensor1D, at: T): T {
  try {
    return tf.grad((x) => tf.sum(score(x as T)))(at) as T;
  } catch (cause) {
    if (cause instanceof FacePerturbError) throw cause;
    throw notDifferentiable(cause);
  }
}

function notDifferentiable(cause: unknown): FacePerturbError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const missing = /Kernel '\w+' not registered/.test(reason);
  return new FacePerturbError(`attentionMap: the classifier cannot be differentiated: ${reason}`, {
    code: missing ? 'missing-kernel' : 'invalid-argument',
    fix: missing
      ? "Start the backend by useBackend('wasm'), which brings the kernels that training and gradients need."
      : "Make 'predict' of tfjs operations alone, or use a method that needs no gradient.",
    cause,
  });
}
