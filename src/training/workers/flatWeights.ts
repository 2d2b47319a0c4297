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
  for (const [at, weight] of weights.entries()) parts[at]?.set(await weight.read().data<'float32'>());
  return into;
}

/** Sets the weights to a list's values, of which they keep no view. */
export function writeFlat(weights: readonly LayerVariable[], values: Float32Array): void {
  const parts = partsOf(values, weights);
  weights.forEach((weight, at) => {
    tf.tidy(() => {
      weight.write(tf.tensor((parts[at] as Float32Array).slice(), shapeOf(weight)));
    });
  });
}

function shapeOf(weight: LayerVariable): number[] {
  return weight.shape as number[];
}
