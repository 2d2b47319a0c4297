import * as tf from '@tensorflow/tfjs-core';
import { checkFits, openClassifier } from '../attention/classifier.js';
import type { ClassifierHandle } from '../attention/classifier.js';
import { looksLikeProbabilities, probabilityOf, rowsOf } from '../attention/outputs.js';
import type { OutputRow } from '../attention/outputs.js';
import { targetOfChunk } from '../attention/targets.js';
import type { AttentionTarget, Classifier } from '../attention/types.js';
import { checkNotAborted } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import type { ScoreKind } from './types.js';

/** Scores pictures that are changed copies of some images. */
export interface Scorer {
  /** The score of each image as it is; NaN where the classifier's outputs are not finite. */
  readonly full: readonly number[];
  /**
   * The score of each picture.
   *
   * @param pictures - [n,H,W,C]; not disposed.
   * @param owners - Index of the image that each is a copy of: its class is scored.
   */
  score(pictures: tf.Tensor4D, owners: readonly number[]): Promise<number[]>;
}

/** What a {@link Scorer} is made of. */
export interface ScorerSettings {
  readonly classifier: Classifier;
  readonly images: tf.Tensor4D;
  readonly target: AttentionTarget;
  readonly kind: ScoreKind;
  readonly batchSize: number;
  readonly signal: AbortSignal | undefined;
}

/** What the classifier gives for the images as they are. */
interface First {
  readonly rows: OutputRow[];
  /** None for a target function. */
  readonly ids: number[];
  /** Those of a target function. */
  readonly scores: number[];
}

/** Runs the classifier on the images as they are, `batchSize` at a time, to know their classes and scores. */
export async function openScorer(what: string, settings: ScorerSettings): Promise<Scorer> {
  const { classifier, images, target, kind } = settings;
  const handle = openClassifier(what, classifier);
  if (handle.model) checkFits(what, handle.model, images);
  const { rows, ids, scores } = await firstPass(what, handle, settings);
  if (typeof target === 'function') {
    return { full: scores, score: (pictures) => scoresByFunction(what, handle, target, pictures) };
  }
  const classes = rows[0]?.length ?? 0;
  if (kind !== 'output' && classes < 2) throw oneOutput(what, kind);
  const finite = rows.filter((row) => row.every(Number.isFinite));
  const outputs = finite.length > 0 && finite.every(looksLikeProbabilities) ? 'probabilities' : 'logits';
  const read = (row: OutputRow, owner: number): number => readRow(row, ids[owner] as number, kind, outputs);
  return {
    full: rows.map(read),
    score: async (pictures, owners) => {
      const logits = outputsOf(handle, pictures);
      try {
        const copies = rowsOf((await logits.data()) as OutputRow, owners.length);
        return copies.map((row, at) => read(row, owners[at] as number));
      } finally {
        logits.dispose();
      }
    },
  };
}

async function firstPass(what: string, handle: ClassifierHandle, settings: ScorerSettings): Promise<First> {
  const { images, target, batchSize, signal } = settings;
  const first: First = { rows: [], ids: [], scores: [] };
  for (let start = 0; start < images.shape[0]; start += batchSize) {
    checkNotAborted(what, signal);
    const count = Math.min(batchSize, images.shape[0] - start);
    const logits = tf.tidy(() => outputsOf(handle, tf.slice(images, [start, 0, 0, 0], [count, -1, -1, -1])));
    try {
      const rows = rowsOf((await logits.data()) as OutputRow, count);
      const { ids, score } = targetOfChunk(what, target, rows, start);
      first.rows.push(...rows);
      first.ids.push(...(ids ?? []));
      if (!ids) first.scores.push(...(await numbersOf(() => score(logits))));
    } finally {
      logits.dispose();
    }
  }
  return first;
}

async function scoresByFunction(
  what: string,
  handle: ClassifierHandle,
  target: AttentionTarget,
  pictures: tf.Tensor4D,
): Promise<number[]> {
  return numbersOf(() => targetOfChunk(what, target, [], 0).score(outputsOf(handle, pictures)));
}

/** Outputs [n,K]; passes a tidy, since a user's `predict` may leave tensors of its own behind. */
function outputsOf(handle: ClassifierHandle, pictures: tf.Tensor4D): tf.Tensor2D {
  return tf.tidy(() => tf.cast(tf.clone(handle.classify(pictures)), 'float32'));
}

async function numbersOf(make: () => tf.Tensor): Promise<number[]> {
  const tensor = tf.tidy(() => tf.clone(make()));
  try {
    return Array.from(await tensor.data());
  } finally {
    tensor.dispose();
  }
}

function readRow(row: OutputRow, id: number, kind: ScoreKind, outputs: 'logits' | 'probabilities'): number {
  if (kind === 'output') return row[id] ?? NaN;
  if (kind === 'probability') return probabilityOf(row, id, outputs);
  if (id < 0 || !row.every(Number.isFinite)) return NaN;
  return row.indexOf(Math.max(...row)) === id ? 1 : 0;
}

function oneOutput(what: string, kind: ScoreKind): FacePerturbError {
  return new FacePerturbError(`${what}: score '${kind}'`, {
    code: 'invalid-option',
    expected: 'a classifier of at least two classes',
    received: 'one output',
    fix: "Take { score: 'output' }.",
  });
}
