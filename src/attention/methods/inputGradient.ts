import * as tf from '@tensorflow/tfjs-core';
// tfjs-core alone registers no gradients; a classifier that is not a layered model may not have brought them.
import '@tensorflow/tfjs-layers';
import { FacePerturbError } from '../../support/errors.js';
import type { AttentionMethod, MethodContext } from '../types.js';

/**
 * The gradient of the target's score with respect to the input (saliency): Simonyan, Vedaldi and Zisserman,
 * "Deep inside convolutional networks" (2014).
 *
 * With several channels a pixel's raw value is its channel gradient of the largest magnitude, sign kept; so the
 * unsigned map is the paper's, the largest |gradient| over the channels.
 */
export const inputGradient: AttentionMethod = {
  name: 'inputGradient',
  reads: 'magnitude',
  compute: (context) => tf.tidy(() => strongestChannel(gradientOfScore(context))),
};

/** Gradient of each image's score with respect to that image, [B,H,W,C]: the images don't touch each other's score. */
export function gradientOfScore({ images, classify, score }: MethodContext): tf.Tensor4D {
  const total = (input: tf.Tensor): tf.Scalar => tf.sum(score(classify(input as tf.Tensor4D)));
  try {
    return tf.grad(total)(images) as tf.Tensor4D;
  } catch (cause) {
    if (cause instanceof FacePerturbError) throw cause;
    throw notDifferentiable(cause);
  }
}

function strongestChannel(gradient: tf.Tensor4D): tf.Tensor3D {
  const [batch, height, width, channels] = gradient.shape;
  if (channels === 1) return tf.reshape(gradient, [batch, height, width]);
  const largest = tf.max(gradient, 3);
  const smallest = tf.min(gradient, 3);
  const strongest = tf.where(tf.greaterEqual(largest, tf.neg(smallest)), largest, smallest);
  // max and min may pass over NaN, differently on each backend; 0 * NaN brings it back.
  return tf.add(strongest, tf.sum(tf.mul(gradient, 0), 3)) as tf.Tensor3D;
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
