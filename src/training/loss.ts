import * as tf from '@tensorflow/tfjs-core';

/**
 * Targets of a cross-entropy: one-hot rows, with a share of each spread evenly over all classes.
 *
 * Made in plain code: an engine's one-hot needs a gather, which is slow or missing on some backends.
 *
 * @param labels - Class ids.
 * @param classes - Number of classes.
 * @param smoothing - Share spread, in [0, 1).
 * @returns Float32Array [labels.length, classes].
 */
export function crossEntropyTargets(labels: ArrayLike<number>, classes: number, smoothing = 0): Float32Array {
  const targets = new Float32Array(labels.length * classes).fill(smoothing / classes);
  for (let at = 0; at < labels.length; at++) {
    targets[at * classes + (labels[at] as number)] = 1 - smoothing + smoothing / classes;
  }
  return targets;
}

/**
 * Softmax cross-entropy of logits, numerically stable, summed with a weight for each sample.
 *
 * @param logits - [B,K], any finite values.
 * @param targets - [B,K], rows that sum to 1.
 * @param weights - [B], 0 for a sample that only fills the batch; weights that sum to 1 give the mean.
 * @returns A scalar.
 */
export function weightedCrossEntropy(logits: tf.Tensor2D, targets: tf.Tensor2D, weights: tf.Tensor1D): tf.Scalar {
  return tf.tidy(() => {
    const losses = tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits, -1)), -1));
    return tf.sum(tf.mul(losses, weights));
  });
}

/**
 * Mean softmax cross-entropy of logits that have been read back, in double precision.
 *
 * @param logits - [B,K], row-major.
 * @param labels - B class ids.
 */
export function meanCrossEntropy(logits: Float32Array, labels: ArrayLike<number>): number {
  const classes = logits.length / labels.length;
  let total = 0;
  for (let at = 0; at < labels.length; at++) {
    const row = logits.subarray(at * classes, (at + 1) * classes);
    const top = Math.max(...row);
    const normaliser = row.reduce((sum, value) => sum + Math.exp(value - top), 0);
    total += top + Math.log(normaliser) - (row[labels[at] as number] as number);
  }
  return labels.length === 0 ? 0 : total / labels.length;
}

/**
 * The class with the highest logit in each row, the first of equals.
 *
 * @param logits - [rows,K], row-major.
 * @param classes - K.
 */
export function highestClass(logits: Float32Array, classes: number): Uint8Array {
  const winners = new Uint8Array(logits.length / classes);
  for (let at = 0; at < winners.length; at++) {
    const row = logits.subarray(at * classes, (at + 1) * classes);
    for (let id = 1; id < classes; id++) {
      if ((row[id] as number) > (row[winners[at] as number] as number)) winners[at] = id;
    }
  }
  return winners;
}
