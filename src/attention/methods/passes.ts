import * as tf from '@tensorflow/tfjs-core';
import type { MethodContext } from '../types.js';

/** Scores of changed images: what one of many changes does to every image of the chunk. */
export interface Passes {
  /** How many changes. */
  readonly count: number;
  /** The chunk's images after change number `at`, [B,H,W,C]; a new tensor. */
  change(at: number): tf.Tensor4D;
  /** Reads the classifier's outputs. */
  read(logits: tf.Tensor2D): tf.Tensor1D;
  /** Takes the scores of all images of the chunk after change number `at`. */
  take(at: number, scores: Float32Array): void;
}

/** Runs all changes, as many of them in one forward pass as the batch size allows. */
export async function runPasses(context: MethodContext, { count, change, read, take }: Passes): Promise<void> {
  const [batch] = context.images.shape;
  const together = Math.max(1, Math.floor(context.batchSize / batch));
  for (let from = 0; from < count; from += together) {
    const to = Math.min(count, from + together);
    const scores = tf.tidy(() => {
      const changed = Array.from({ length: to - from }, (_, at) => change(from + at));
      return tf.clone(
        read(context.classify(changed.length === 1 ? (changed[0] as tf.Tensor4D) : tf.concat(changed, 0))),
      );
    });
    try {
      const numbers = (await scores.data()) as Float32Array;
      for (let at = from; at < to; at++) take(at, numbers.subarray((at - from) * batch, (at - from + 1) * batch));
    } finally {
      scores.dispose();
    }
    await context.pause(to / count);
  }
}

/** The score of each image of the chunk as it is. */
export async function scoresOfChunk({ logits }: MethodContext, read: Passes['read']): Promise<Float32Array> {
  const scores = tf.tidy(() => tf.clone(read(logits)));
  try {
    return Float32Array.from(await scores.data());
  } finally {
    scores.dispose();
  }
}
