import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ImageDataset } from '../../src/data/dataset.js';
import { subset } from '../../src/data/subset.js';
import { evaluate } from '../../src/training/evaluate.js';
import { highestClass } from '../../src/training/loss.js';
import type { ImageChange } from '../../src/training/types.js';

/** The two ways a network is tested: on the middle crop, and on ten crops whose logits are averaged. */
export const VIEWS = ['plain', 'tenCrop'] as const;

/** How a network is tested. */
export type View = (typeof VIEWS)[number];

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
  return highestClass(await testLogits(test, options), test.classNames.length);
}

/** Classifies a test split: logits [faces, classes], in its order. */
export async function testLogits(test: ImageDataset, options: TestOptions): Promise<Float32Array> {
  const { model, copies, view, inputSize, signal, onProgress } = options;
  const classes = test.classNames.length;
  const logits = new Float32Array(test.size * classes);
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
    logits.set(outcome.logits, start * classes);
    onProgress?.((start + count) / test.size);
  }
  return logits;
}
