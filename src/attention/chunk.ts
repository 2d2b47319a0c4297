import * as tf from '@tensorflow/tfjs-core';
import { createBreather } from '../support/breather.js';
import { FacePerturbError, show } from '../support/errors.js';
import { featureMaps } from './features.js';
import { watchLayer } from './layers.js';
import { rowsOf } from './outputs.js';
import type { OutputRow } from './outputs.js';
import { WHAT } from './plan.js';
import type { Plan } from './plan.js';
import { targetOfChunk } from './targets.js';
import type { ChunkTarget } from './targets.js';
import type { MethodContext, MethodResult, WatchedLayer } from './types.js';

/** What one chunk gave, read back. */
export interface ChunkResult {
  raw: Float32Array;
  rows: OutputRow[];
  scores: number[];
  ids: number[];
  details: Readonly<Record<string, readonly number[]>>;
}

/** Maps the images from `start` on; leaves no tensor behind. */
export async function mapChunk(plan: Plan, images: tf.Tensor4D, start: number, count: number): Promise<ChunkResult> {
  const owned: tf.Tensor[] = [];
  try {
    const chunk = tf.slice(images, [start, 0, 0, 0], [count, -1, -1, -1]);
    owned.push(chunk);
    const { logits, watched, features } = forward(plan, chunk);
    owned.push(logits, ...(features ? [features] : []), ...(watched ? [watched.input, watched.output] : []));
    const rows = rowsOf((await logits.data()) as Float32Array, count);
    const target = targetOfChunk(WHAT, plan.target, rows, start);
    const { ids = [] } = target;
    // Before the map: an error of the target function inside a gradient would leave tfjs's saved tensors behind.
    const scores = await scoresOf(rows, ids, logits, target);
    const context = contextOf(plan, { images: chunk, logits, watched, start }, target, features);
    const { raw, details } = unpack(await plan.method.compute(context));
    owned.push(raw);
    checkRaw(plan, raw, count);
    checkDetails(plan, details, count);
    return { raw: (await raw.data()) as Float32Array, rows, scores, ids, details };
  } finally {
    tf.dispose(owned);
  }
}

interface Pass {
  logits: tf.Tensor2D;
  watched?: WatchedLayer;
  features?: tf.Tensor4D;
}

/** The chunk's outputs, which pass a tidy: a user's `predict` may leave tensors of its own behind. */
function forward({ classifier, layer, tap }: Plan, chunk: tf.Tensor4D): Pass {
  const pass = (): tf.Tensor2D => tf.tidy(() => tf.cast(tf.clone(classifier.classify(chunk)), 'float32'));
  if (tap) return tap.read(chunk);
  return layer ? watchLayer(WHAT, layer.layer, pass) : { logits: pass() };
}

function contextOf(
  plan: Plan,
  pass: Pick<MethodContext, 'images' | 'logits' | 'watched' | 'start'>,
  { score, confidence }: ChunkTarget,
  features: tf.Tensor4D | undefined,
): MethodContext {
  const { tap, classifier, batchSize, signal, onProgress, total } = plan;
  const [count] = pass.images.shape;
  const breathe = createBreather(WHAT, signal);
  return {
    ...pass,
    classify: classifier.classify,
    score,
    confidence,
    batchSize,
    features: tap && features && featureMaps(tap, pass.images, features, score),
    signal,
    pause: async (share) => {
      if (share < 1) onProgress?.({ done: pass.start + count * share, total });
      await breathe();
    },
  };
}

async function scoresOf(
  rows: OutputRow[],
  ids: number[],
  logits: tf.Tensor2D,
  { score }: ChunkTarget,
): Promise<number[]> {
  if (ids.length > 0) return rows.map((row, at) => row[ids[at] as number] ?? NaN);
  const scores = tf.tidy(() => tf.clone(score(logits)));
  const numbers = Array.from(await scores.data());
  scores.dispose();
  return numbers;
}

function unpack(result: MethodResult): { raw: tf.Tensor3D; details: ChunkResult['details'] } {
  return 'raw' in result ? result : { raw: result, details: {} };
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

function checkDetails({ method }: Plan, details: ChunkResult['details'], count: number): void {
  for (const [name, numbers] of Object.entries(details)) {
    if (Array.isArray(numbers) && numbers.length === count) continue;
    throw new FacePerturbError(`${WHAT}: details.${name} of the method '${method.name}'`, {
      code: 'invalid-shape',
      expected: `a list of ${count} numbers, one for each image`,
      received: show(numbers),
    });
  }
}
