import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ImageDataset } from '../../src/data/dataset.js';
import { subset } from '../../src/data/subset.js';
import { evaluate } from '../../src/training/evaluate.js';
import type { ImageChange } from '../../src/training/types.js';
import type { ArmScore, TestRecord, View } from './results.js';
import { compare, score, wilson } from './statistics.js';

/** The two networks that are compared. */
export const ARMS = ['baseline', 'perturb'] as const;

/** One of the two networks that are compared. */
export type Arm = (typeof ARMS)[number];

/** Pictures between two reports of progress; a multiple of the batch, so that all batches but the last have one shape. */
const PIECE = 256;
const BATCH = 64;

/** A network that is tested one way. */
export interface TestOptions {
  model: LayersModel;
  /** Changes whose copies' logits are summed with the picture's own; none for the baseline. */
  copies: readonly ImageChange[];
  view: View;
  inputSize: number;
  signal?: AbortSignal;
  onProgress?: (share: number) => void;
}

/** Classifies a test split: predicted class of each face, in its order. */
export async function predict(test: ImageDataset, options: TestOptions): Promise<Uint8Array> {
  const { model, copies, view, inputSize, signal, onProgress } = options;
  const predictions = new Uint8Array(test.size);
  for (let start = 0; start < test.size; start += PIECE) {
    const count = Math.min(PIECE, test.size - start);
    const indices = Array.from({ length: count }, (_, at) => start + at);
    const crops = view === 'tenCrop' ? 'ten' : 'center';
    const outcome = await evaluate(model, subset(test, indices), {
      inputSize,
      crops,
      copies,
      batchSize: BATCH,
      signal,
    });
    predictions.set(outcome.predictions, start);
    onProgress?.((start + count) / test.size);
  }
  return predictions;
}

/** Scores both arms both ways and compares them. */
export function scoreTest(
  test: ImageDataset,
  repeated: readonly boolean[],
  predictions: Record<Arm, Record<View, Uint8Array>>,
): TestRecord {
  const classes = test.classNames.length;
  const scored = (arm: Arm): Record<View, ArmScore> => ({
    plain: armScore(test.labels, repeated, predictions[arm].plain, classes),
    tenCrop: armScore(test.labels, repeated, predictions[arm].tenCrop, classes),
  });
  const difference = (view: View) =>
    compare(predictions.baseline[view], predictions.perturb[view], test.labels, classes);
  return {
    count: test.size,
    labels: toBase64(test.labels),
    baseline: scored('baseline'),
    perturb: scored('perturb'),
    difference: { plain: difference('plain'), tenCrop: difference('tenCrop') },
  };
}

function armScore(
  labels: Uint8Array,
  repeated: readonly boolean[],
  predictions: Uint8Array,
  classes: number,
): ArmScore {
  const scored = score(predictions, labels, classes);
  const fresh = (_: number, at: number) => !repeated[at];
  return {
    ...scored,
    interval: wilson(scored.accuracy, labels.length),
    accuracyWithoutRepeats: score(predictions.filter(fresh), labels.filter(fresh), classes).accuracy,
    predictions: toBase64(predictions),
  };
}

/** Bytes as base64 text. */
export function toBase64(bytes: Uint8Array | Int8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** Bytes of a base64 text. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}
