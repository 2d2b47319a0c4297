import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { crc32 } from './checksum.js';
import type { NamedVariables } from './optimizer.js';

/**
 * The trained weights of a model, by their number: names of layers count up within a process and so differ between runs.
 */
export function trainedVariables(model: LayersModel): NamedVariables {
  return Object.fromEntries(model.trainableWeights.map((weight, at) => [`trained${at}`, weight.read() as tf.Variable]));
}

/** A copy of all weights, moving statistics included, in the order of `model.weights`. */
export async function readWeights(model: LayersModel): Promise<Float32Array[]> {
  const values: Float32Array[] = [];
  for (const weight of model.weights) values.push(Float32Array.from(await weight.read().data()));
  return values;
}

/** Puts back what {@link readWeights} gave. */
export function writeWeights(model: LayersModel, values: readonly Float32Array[]): void {
  model.weights.forEach((weight, at) => {
    tf.tidy(() => {
      weight.write(tf.tensor((values[at] as Float32Array).slice(), weight.shape as number[]));
    });
  });
}

/** A checksum of all weights, to tell models apart. */
export async function weightsChecksum(model: LayersModel): Promise<number> {
  const values = await readWeights(model);
  return values.reduce((sum, each) => crc32(new Uint8Array(each.buffer), sum), 0);
}
