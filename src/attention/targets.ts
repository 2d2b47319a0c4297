import * as tf from '@tensorflow/tfjs-core';
import { FacePerturbError, show } from '../support/errors.js';
import { looksLikeProbabilities } from './outputs.js';
import type { OutputRow } from './outputs.js';
import type { AttentionTarget, TargetFunction } from './types.js';

/** The target for one chunk of images. */
export interface ChunkTarget {
  /** Class ids, one an image; undefined for a target function. */
  readonly ids: number[] | undefined;
  /** The score of each row, [n*B], out of the outputs of n passes, [n*B,K]; differentiable. */
  score(logits: tf.Tensor2D): tf.Tensor1D;
  /** As `score`, but the probability of the class; of a target function the same. */
  confidence(logits: tf.Tensor2D): tf.Tensor1D;
}

/**
 * Throws unless the target is of a known kind and, when it is a list, has one class id for each image.
 *
 * @param batch - Number of images.
 */
export function checkTarget(what: string, target: unknown, batch: number): asserts target is AttentionTarget {
  if (target === 'predicted' || typeof target === 'function') return;
  if (typeof target === 'number') return checkId(what, target);
  if (!isList(target)) {
    throw new FacePerturbError(`${what}: target`, {
      code: 'invalid-option',
      expected: "'predicted', a class id, a class id for each image, or a function of the logits",
      received: show(target),
    });
  }
  if (target.length !== batch) {
    throw new FacePerturbError(`${what}: target`, {
      code: 'invalid-option',
      expected: `one class id for all images, or ${batch} of them, one for each image`,
      received: `${target.length} class ids`,
    });
  }
  for (const id of Array.from(target)) checkId(what, id);
}

/**
 * The target for a chunk, once the classifier's outputs are known.
 *
 * @param rows - The outputs of each image of the chunk.
 * @param start - Index of the chunk's first image in the batch.
 */
export function targetOfChunk(
  what: string,
  target: AttentionTarget,
  rows: readonly OutputRow[],
  start: number,
): ChunkTarget {
  if (typeof target === 'function') {
    const score = (logits: tf.Tensor2D): tf.Tensor1D => callTarget(what, target, logits);
    return { ids: undefined, score, confidence: score };
  }
  const classes = rows[0]?.length ?? 0;
  const ids = rows.map((row, at) => {
    if (target === 'predicted') return largest(row);
    const id = (typeof target === 'number' ? target : target[start + at]) as number;
    if (id >= classes) throw wrongId(what, `a class id from 0 to ${classes - 1}`, id);
    return id;
  });
  const areLogits = !rows.every(looksLikeProbabilities);
  return {
    ids,
    score: (logits) => pick(logits, ids),
    confidence: (logits) => tf.tidy(() => pick(areLogits ? tf.softmax(logits) : logits, ids)),
  };
}

/** Index of the largest number, or -1 when one of them is not finite. */
function largest(row: ArrayLike<number>): number {
  let best = 0;
  for (let at = 0; at < row.length; at++) {
    if (!Number.isFinite(row[at])) return -1;
    if ((row[at] as number) > (row[best] as number)) best = at;
  }
  return best;
}

/** Picks by multiplication with one-hot rows: the gradient of a gather differs between backends. */
function pick(logits: tf.Tensor2D, ids: readonly number[]): tf.Tensor1D {
  return tf.tidy(() => {
    const [rows, classes] = logits.shape;
    const chosen = new Float32Array(rows * classes);
    for (let row = 0; row < rows; row++) {
      const id = ids[row % ids.length] as number;
      if (id >= 0) chosen[row * classes + id] = 1;
    }
    return tf.sum(tf.mul(logits, tf.tensor2d(chosen, [rows, classes])), 1);
  });
}

function callTarget(what: string, target: TargetFunction, logits: tf.Tensor2D): tf.Tensor1D {
  const batch = logits.shape[0];
  const score: unknown = target(logits);
  const shape = (score as Partial<tf.Tensor> | null | undefined)?.shape;
  if (Array.isArray(shape) && shape.length === 1 && shape[0] === batch) return score as tf.Tensor1D;
  throw new FacePerturbError(`${what}: what the target function returned`, {
    code: 'invalid-shape',
    expected: `a tensor [${batch}], one score for each image`,
    received: Array.isArray(shape) ? `shape [${shape.join(', ')}]` : show(score),
  });
}

function isList(value: unknown): value is ArrayLike<number> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function checkId(what: string, id: number): void {
  if (!Number.isInteger(id) || id < 0) throw wrongId(what, 'class ids that are whole numbers from 0 on', id);
}

function wrongId(what: string, expected: string, id: unknown): FacePerturbError {
  return new FacePerturbError(`${what}: target`, { code: 'invalid-option', expected, received: show(id) });
}
