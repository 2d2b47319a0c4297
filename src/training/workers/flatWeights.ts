import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import type { WeightsSummary } from './protocol.js';

/** The weights of a network in the order of `model.weights`: all, those that are trained, and the rest. */
export interface WeightGroups {
  all: LayerVariable[];
  trained: LayerVariable[];
  /** Running statistics, and the weights of layers that are frozen. */
  rest: LayerVariable[];
}

/** Groups a network's weights; `trained` is in the order of `model.trainableWeights`. */
export function weightGroups(model: LayersModel): WeightGroups {
  const trained = model.trainableWeights;
  return { all: model.weights, trained, rest: model.weights.filter((weight) => !trained.includes(weight)) };
}

/** What two networks must have in common to stand for each other. */
export function summariseWeights({ all, trained }: WeightGroups): WeightsSummary {
  return { shapes: all.map(shapeOf), trained: all.map((weight) => trained.includes(weight)) };
}

/** Values in all these weights together. */
export function countValues(weights: readonly LayerVariable[]): number {
  return weights.reduce((sum, weight) => sum + tf.util.sizeFromShape(shapeOf(weight)), 0);
}

/** The part of a list of values that belongs to each weight. */
export function partsOf(values: Float32Array, weights: readonly LayerVariable[]): Float32Array[] {
  let from = 0;
  return weights.map((weight) => {
    const start = from;
    from += tf.util.sizeFromShape(shapeOf(weight));
    return values.subarray(start, from);
  });
}

/** Writes the weights' values into a list, one after the other. */
export async function readFlat(weights: readonly LayerVariable[], into: Float32Array): Promise<Float32Array> {
  const parts = partsOf(into, weights);
  for (const [at, weight] of weights.entries()) await copyValues(weight.read(), parts[at] as Float32Array);
  return into;
}

/** Sets the weights to a list's values, of which they keep no view. */
export function writeFlat(weights: readonly LayerVariable[], values: Float32Array): void {
  const parts = partsOf(values, weights);
  weights.forEach((weight, at) => {
    const part = parts[at] as Float32Array;
    tf.tidy(() => {
      weight.write(tf.tensor(copiesWhatItIsGiven() ? part : part.slice(), shapeOf(weight)));
    });
  });
}

/** Copies a tensor's values: from wasm's heap at once, since fresh arrays between cost more than the copying. */
export async function copyValues(tensor: tf.Tensor, into: Float32Array): Promise<void> {
  const { typedArrayFromHeap } = tf.backend() as Partial<WasmHeap>;
  into.set(typedArrayFromHeap?.call(tf.backend(), tensor) ?? (await tensor.data<'float32'>()));
}

/** Whether a tensor keeps no view of the array it is made from: only on the wasm backend, which has a heap. */
export function copiesWhatItIsGiven(): boolean {
  return tf.getBackend() === 'wasm';
}

/** What tfjs's wasm backend has beside the methods of all backends. */
interface WasmHeap {
  typedArrayFromHeap(tensor: tf.Tensor): Float32Array;
}

function shapeOf(weight: LayerVariable): number[] {
  return weight.shape as number[];
}
