import * as tf from '@tensorflow/tfjs-core';
import { openClassifier, type ClassifierHandle } from '../attention/classifier.js';
import type { Classifier } from '../attention/types.js';
import { batchIndices } from '../data/batches.js';
import { checkDataset } from '../data/checkDataset.js';
import { centerCrops, tenCrops } from '../data/crops.js';
import type { ImageDataset } from '../data/dataset.js';
import { checkChoice, checkNotAborted, checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import { changedCopy } from './copies.js';
import { highestClass, meanCrossEntropy } from './loss.js';
import { classificationReport, confusionMatrix, type ClassificationReport } from './metrics.js';
import { turnGiver } from './turn.js';
import type { ImageChange } from './types.js';

/** Options of {@link evaluate}. */
export interface EvaluateOptions {
  /**
   * Side in pixels of the square crops that the classifier takes.
   * @default the data set's height
   */
  inputSize?: number;
  /**
   * 'center': the middle crop; 'ten': the mean logits of the ten crops of `tenCrops`.
   * @default 'center'
   */
  crops?: 'center' | 'ten';
  /**
   * Changed copies whose logits are added to those of the images.
   * @default []
   */
  copies?: readonly ImageChange[];
  /**
   * Pictures a forward pass; the last batch is filled up, so that shapes stay the same.
   * @default 64
   */
  batchSize?: number;
  /**
   * Stops between two batches.
   * @default none: it runs to its end
   */
  signal?: AbortSignal;
}

/** What a classifier did on a data set. */
export interface Evaluation extends ClassificationReport {
  /** Mean cross-entropy of the logits. */
  loss: number;
  /** Rows true classes, columns predicted ones. */
  confusion: number[][];
  /** Predicted class of each picture. */
  predictions: Uint8Array;
  /** Logits [size, classes], summed over the copies, averaged over the crops. */
  logits: Float32Array;
}

/**
 * Classifies every picture of a data set once and counts.
 *
 * @param classifier - A `tf.LayersModel`, or an object `{ predict(images) -> logits }`.
 * @param dataset - Pictures with labels.
 * @throws FacePerturbError `invalid-data` for an empty data set, `invalid-shape` when the classifier's logits are not one for each class name,
 *   `diverged` for logits that are not finite, `aborted` when stopped.
 */
export async function evaluate(
  classifier: Classifier,
  dataset: ImageDataset,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const { inputSize = dataset.height, crops = 'center', copies = [], batchSize = 64, signal } = options;
  checkOptionNames('evaluate', options, ['inputSize', 'crops', 'copies', 'batchSize', 'signal']);
  checkNumber('evaluate: batchSize', batchSize, { min: 1, integer: true });
  checkChoice('evaluate: crops', crops, ['center', 'ten']);
  checkNotEmpty('evaluate: data set', dataset);
  const handle = openClassifier('evaluate', classifier);
  const classes = dataset.classNames.length;
  const logits = new Float32Array(dataset.size * classes);
  const giveTurn = turnGiver();

  let done = 0;
  for (const batch of batchIndices(dataset.size, batchSize)) {
    checkNotAborted('evaluate', signal);
    const indices = filledUp(batch, Math.min(batchSize, dataset.size));
    const values = crops === 'ten' ? tenCrops(dataset, indices, inputSize) : centerCrops(dataset, indices, inputSize);
    const shape: Shape = [indices.length, inputSize, inputSize, dataset.channels];
    const rows = await batchLogits(handle, values, shape, copies, `evaluate/${done}`);
    checkClasses(rows.length / indices.length, dataset);
    logits.set(rows.subarray(0, batch.length * classes), done * classes);
    done += batch.length;
    await giveTurn();
  }
  return summarise(logits, dataset);
}

type Shape = [number, number, number, number];

/** Mean over the crops of the sum over the copies, [B·classes]. `values` holds whole crops [B,H,W,C] one after the other. */
async function batchLogits(
  handle: ClassifierHandle,
  values: Float32Array,
  shape: Shape,
  copies: readonly ImageChange[],
  seed: string,
): Promise<Float32Array> {
  const length = shape.reduce((product, side) => product * side, 1);
  const crops = values.length / length;
  let total: Float32Array | undefined;
  for (let crop = 0; crop < crops; crop++) {
    const images = values.subarray(crop * length, (crop + 1) * length);
    const summed = tf.tidy(() => summedLogits(handle, tf.tensor4d(images, shape), copies, `${seed}/${crop}`));
    const rows = await summed.data<'float32'>();
    summed.dispose();
    const sum = (total ??= new Float32Array(rows.length));
    rows.forEach((value, at) => (sum[at] = (sum[at] as number) + value / crops));
  }
  return total as Float32Array;
}

/**
 * The logits of the images plus those of each changed copy: a prediction of the Perturb Scheme.
 *
 * @param images - [B,H,W,C]; not disposed.
 * @returns [B,K].
 */
export function summedLogits(
  handle: ClassifierHandle,
  images: tf.Tensor4D,
  copies: readonly ImageChange[],
  seed: string,
): tf.Tensor2D {
  return tf.tidy(() =>
    copies.reduce<tf.Tensor2D>(
      (sum, _, at) => tf.tidy(() => tf.add(sum, handle.classify(changedCopy(images, copies, at, seed)))),
      handle.classify(images),
    ),
  );
}

function summarise(logits: Float32Array, dataset: ImageDataset): Evaluation {
  const classes = dataset.classNames.length;
  const bad = logits.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new FacePerturbError(`evaluate: logits of picture ${Math.floor(bad / classes)}`, {
      code: 'diverged',
      expected: 'finite numbers',
      received: String(logits[bad]),
      fix: 'The weights are not finite: lower the learning rate, or load weights that are.',
    });
  }
  const predictions = highestClass(logits, classes);
  const confusion = confusionMatrix(dataset.labels, predictions, classes);
  const loss = meanCrossEntropy(logits, dataset.labels);
  return { ...classificationReport(confusion), loss, confusion, predictions, logits };
}

/** The indices, and as many of them again as the batch lacks. */
function filledUp(indices: Int32Array, count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, at) => indices[at % indices.length] as number);
}

/** Throws unless the data set is sound and has pictures. */
export function checkNotEmpty(what: string, dataset: ImageDataset): void {
  checkDataset(dataset);
  if (dataset.size > 0) return;
  throw new FacePerturbError(what, { code: 'invalid-data', expected: 'at least one picture', received: 'none' });
}

function checkClasses(received: number, { classNames }: ImageDataset): void {
  if (received === classNames.length) return;
  throw new FacePerturbError("evaluate: the classifier's logits", {
    code: 'invalid-shape',
    expected: `${classNames.length} for each picture (${classNames.join(', ')})`,
    received: String(received),
  });
}
