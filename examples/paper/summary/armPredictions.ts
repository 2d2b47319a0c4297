import { highestClass } from '../../../src/training/loss.js';
import { unpackLogits } from '../logits.js';
import type { View } from '../../shared/predict.js';
import type { Faces, RunResult } from '../records.js';

/** Logits of a run on one kind of faces [faces, classes]; undefined when it was not tested on them. */
export function logitsOf({ tests }: RunResult, testedOn: Faces, view: View): Float32Array | undefined {
  const packed = tests[testedOn]?.[view];
  return packed === undefined ? undefined : unpackLogits(packed);
}

/** Predicted class of each face. */
export function predictionsOf(logits: Float32Array, classes: number): Uint8Array {
  return highestClass(logits, classes);
}

/** Logits of several networks added up: the paper's ensemble. */
export function summedLogits(all: readonly Float32Array[]): Float32Array {
  return all[0]!.map((_, at) => all.reduce((sum, logits) => sum + logits[at]!, 0));
}
