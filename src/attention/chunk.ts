import * as tf from '@tensorflow/tfjs-core';
import { FacePerturbError, show } from '../support/errors.js';
import { watchLayer } from './layers.js';
import { rowsOf } from './outputs.js';
import type { OutputRow } from './outputs.js';
import { WHAT } from './plan.js';
import type { Plan } from './plan.js';
import { targetOfChunk } from './targets.js';
import type { WatchedLayer } from './types.js';

/** What one chunk gave, read back. */
export interface ChunkResult {
  raw: Float32Array;
  rows: OutputRow[];
  scores: number[];
  ids: number[];
}

/** Maps the images from `start` on; leaves no tensor behind. */
export async function mapChunk(plan: Plan, images: tf.Tensor4D, start: number, count: number): Promise<ChunkResult> {
  const owned: tf.Tensor[] = [];
  try {
    const chunk = tf.slice(images, [start, 0, 0, 0], [count, -1, -1, -1]);
    owned.push(chunk);
    const { logits, watched } = forward(plan, chunk);
    owned.push(logits, ...(watched ? [watched.input, watched.output] : []));
    const rows = rowsOf((await logits.data()) as Float32Array, count);
    const { ids = [], score } = targetOfChunk(WHAT, plan.target, rows, start);
    const { classify } = plan.classifier;
    const context = { images: chunk, logits, classify, score, watched, signal: plan.signal };
    // Before the map: an error of the target function inside a gradient would leave tfjs's saved tensors behind.
    const scores = await scoresOf(rows, ids, logits, score);
    const raw = await plan.method.compute(context);
    owned.push(raw);
    checkRaw(plan, raw, count);
    return { raw: (await raw.data()) as Float32Array, rows, scores, ids };
  } finally {
    tf.dispose(owned);
  }
}

/** The chunk's outputs, which pass a tidy: a user's `predict` may leave tensors of its own behind. */
function forward({ classifier, layer }: Plan, chunk: tf.Tensor4D): { logits: tf.Tensor2D; watched?: WatchedLayer } {
  const pass = (): tf.Tensor2D => tf.tidy(() => tf.cast(tf.clone(classifier.classify(chunk)), 'float32'));
  if (!layer) return { logits: pass() };
  return watchLayer(WHAT, layer, pass);
}

async function scoresOf(
  rows: OutputRow[],
  ids: number[],
  logits: tf.Tensor2D,
  score: (logits: tf.Tensor2D) => tf.Tensor1D,
): Promise<number[]> {
  if (ids.length > 0) return rows.map((row, at) => row[ids[at] as number] ?? NaN);
  const scores = tf.tidy(() => tf.clone(score(logits)));
  const numbers = Array.from(await scores.data());
  scores.dispose();
  return numbers;
}

function checkRaw({ method, height, width }: Plan, raw: tf.Tensor3D, count: number): void {
  const wanted = [count, height, width];
  const shape = raw?.shape;
  if (shape?.length === 3 && shape.every((size, at) => size === wanted[at])) return;
  throw new FacePerturbError(`${WHAT}: what the method '${method.name}' returned`, {
    code: 'invalid-shape',
    expected: `a tensor [${wanted.join(', ')}]`,
    received: shape ? `shape [${shape.join(', ')}]` : show(raw),
  });
}
