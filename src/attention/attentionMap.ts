import * as tf from '@tensorflow/tfjs-core';
import { checkNotAborted } from '../support/checks.js';
import { mapChunk } from './chunk.js';
import type { ChunkResult } from './chunk.js';
import { ZERO, normaliseMap } from './normalise.js';
import { looksLikeProbabilities, probabilityOf } from './outputs.js';
import { makePlan, WHAT } from './plan.js';
import type { AttentionOptions, Plan } from './plan.js';
import type { AttentionMap, Classifier } from './types.js';

/**
 * Says for each pixel how much a classifier attends to it.
 *
 * Every image is treated alone: its map is the same in a batch of one as in any other.
 *
 * @param classifier - A `tf.LayersModel`, a `tf.GraphModel`, an object `{ predict(images) -> logits }`, or one in two functions,
 * `{ features(images), head(features) -> logits }`.
 * @param images - Float32 [B,H,W,C], C 1 or 3, values in [0, 1]; not disposed.
 * @returns Attention in [0, 1], raw values, and a note for each image that has nothing to show. Dispose it.
 * @throws FacePerturbError `invalid-shape` for wrong images or outputs, `invalid-option` for wrong options,
 *   `invalid-argument` for a classifier that fails or that the method cannot use, `aborted` when stopped.
 */
export async function attentionMap(
  classifier: Classifier,
  images: tf.Tensor4D,
  options: AttentionOptions = {},
): Promise<AttentionMap> {
  const plan = makePlan(classifier, images, options);
  const { total, height, width, batchSize } = plan;
  const raw = new Float32Array(total * height * width);
  const outcome: ChunkResult = { raw, rows: [], scores: [], ids: [], details: {} };
  for (let start = 0; start < total; start += batchSize) {
    checkNotAborted(WHAT, options.signal);
    const count = Math.min(batchSize, total - start);
    const chunk = await mapChunk(plan, images, start, count);
    raw.set(chunk.raw, start * height * width);
    outcome.rows.push(...chunk.rows);
    outcome.scores.push(...chunk.scores);
    outcome.ids.push(...chunk.ids);
    outcome.details = joined(outcome.details, chunk.details);
    options.onProgress?.({ done: start + count, total });
  }
  checkNotAborted(WHAT, options.signal);
  return finish(plan, outcome);
}

type Details = ChunkResult['details'];

function joined(before: Details, chunk: Details): Details {
  return Object.fromEntries(
    Object.entries(chunk).map(([name, numbers]) => [name, [...(before[name] ?? []), ...numbers]]),
  );
}

function finish(plan: Plan, { raw, rows, scores, ids, details }: ChunkResult): AttentionMap {
  const { method, signed, total, height, width } = plan;
  const values = new Float32Array(raw.length);
  const targets = ids.length > 0 ? ids : undefined;
  const outputs = rows.every(looksLikeProbabilities) ? 'probabilities' : 'logits';
  const maps = rows.map((_, at) => {
    const [from, to] = [at * height * width, (at + 1) * height * width];
    return normaliseMap(raw.subarray(from, to), values.subarray(from, to), method.reads, signed);
  });
  const notes = maps.map((note, at) => {
    if (note && targets?.[at] === -1) return 'the outputs are not finite';
    return note === ZERO && outputs === 'probabilities'
      ? `${note}; a softmax far from its middle has no slope: explain logits`
      : note;
  });
  const shape: [number, number, number] = [total, height, width];
  const [valuesTensor, rawTensor] = [tf.tensor3d(values, shape), tf.tensor3d(raw, shape)];
  return {
    method: method.name,
    signed,
    values: valuesTensor,
    raw: rawTensor,
    layer: plan.layer?.path ?? plan.tap?.name,
    details,
    degenerate: notes.map((note) => note !== undefined),
    notes,
    targets,
    scores,
    probabilities: targets && rows.map((row, at) => probabilityOf(row, targets[at] as number, outputs)),
    outputs,
    dispose: () => tf.dispose([valuesTensor, rawTensor]),
  };
}
