import * as tf from '@tensorflow/tfjs-core';

/** What is measured before and after a region is hidden. */
export const SCORE_KINDS = ['log-odds', 'probability'] as const;

/** One of {@link SCORE_KINDS}. */
export type ScoreKind = (typeof SCORE_KINDS)[number];

/** What a model's outputs are: numbers of any size, a softmax, or a probability for each class by itself. */
export type OutputKind = 'logits' | 'softmax' | 'sigmoid';

/** Probabilities are told apart from 0 and 1 by so much at least: float32 has no more. */
const SMALLEST = 1e-7;

/** Tells what outputs are by their numbers, [rows, classes] in a row. */
export function outputKind(values: ArrayLike<number>, classes: number): OutputKind {
  const all = Array.from(values);
  if (!all.every((value) => value >= 0 && value <= 1)) return 'logits';
  for (let at = 0; at < all.length; at += classes) {
    const sum = all.slice(at, at + classes).reduce((total, value) => total + value, 0);
    if (Math.abs(sum - 1) > 1e-3) return 'sigmoid';
  }
  return 'softmax';
}

/**
 * Turns outputs [B,K] into the score of each class, [B,K], differentiably: its probability, or its log-odds, log p / (1 - p), which do not
 * saturate where a model is sure. From logits they are exact; of a softmax that has rounded to 0 or 1 they end at 16.
 */
export function classScores(outputs: tf.Tensor2D, of: OutputKind, wanted: ScoreKind): tf.Tensor2D {
  return tf.tidy(() => {
    if (wanted === 'probability') return of === 'logits' ? tf.softmax(outputs) : tf.clone(outputs);
    const classes = outputs.shape[1];
    const own = tf.eye(classes);
    if (of === 'logits') {
      // The sum over all other classes: their own would swallow them in a class that is sure.
      const others = tf.add<tf.Tensor3D>(tf.expandDims(outputs, 1), tf.mul(own, -1e9));
      return tf.sub<tf.Tensor2D>(outputs, tf.logSumExp(others, 2));
    }
    const against =
      of === 'sigmoid' ? tf.sub(1, outputs) : tf.matMul(outputs, tf.sub<tf.Tensor2D>(tf.onesLike(own), own));
    return tf.sub<tf.Tensor2D>(tf.log(tf.add(outputs, SMALLEST)), tf.log(tf.add(against, SMALLEST)));
  });
}
