import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { FacePerturbError, show } from '../support/errors.js';
import { createRandom, type Random } from '../support/random.js';
import { heNormal } from './heNormal.js';

type Layer = layers.Layer;

/** How a weight begins, by its name within its layer. */
const FIRST_VALUES: Readonly<Record<string, (random: Random, shape: readonly number[]) => Float32Array>> = {
  kernel: (random, shape) => heNormal(random, shape),
  pointwise_kernel: (random, shape) => heNormal(random, shape),
  depthwise_kernel: (random, shape) =>
    heNormal(
      random,
      shape,
      shape.slice(0, -2).reduce((all, size) => all * size, 1),
    ),
  bias: filled(0),
  gamma: filled(1),
  beta: filled(0),
  moving_mean: filled(0),
  moving_variance: filled(1),
};

/**
 * Gives every weight of a model its first value, drawn from the seed alone: the same on every backend and machine, and
 * whatever was built before in this process.
 *
 * Kernels are He normal by fan-in (He et al. 2015, variance 2 / fan-in); biases, beta and moving means are 0; gamma and
 * moving variances are 1.
 * Each kernel is drawn from `createRandom(seed).fork(layer name, weight name)`, without the model's own name where that
 * begins the layer's, so that two networks that differ in name alone begin alike. The layers of a nested model have its
 * name before theirs.
 *
 * @param model - A model of convolutions, dense layers, batch norms and spatial gates.
 * @param seed - A whole number in [0, 2^53), or any text.
 * @throws FacePerturbError `invalid-argument` when a layer has a weight of another kind; no weight is changed then.
 */
export function initialiseWeights(model: LayersModel, seed: number | string): void {
  const weights = [...namedWeights(model, createRandom(seed))];
  for (const { variable, values } of weights) {
    const value = tf.tensor(values(), variable.shape as number[]);
    variable.write(value);
    value.dispose();
  }
}

interface NamedWeight {
  variable: LayerVariable;
  values: () => Float32Array;
}

function* namedWeights(model: { name: string; layers: Layer[] }, random: Random): Generator<NamedWeight> {
  for (const layer of model.layers) {
    const key = withoutPrefix(layer.name, `${model.name}_`);
    if (isModel(layer)) yield* namedWeights(layer, random.fork(key));
    else yield* weightsOfLayer(layer, random.fork(key));
  }
}

function* weightsOfLayer(layer: Layer, random: Random): Generator<NamedWeight> {
  for (const variable of layer.weights) {
    const name = variable.originalName.split('/').at(-1) ?? '';
    const first = FIRST_VALUES[name];
    if (first === undefined) {
      throw new FacePerturbError(`initialiseWeights: layer ${show(layer.name)}`, {
        code: 'invalid-argument',
        expected: `weights named ${Object.keys(FIRST_VALUES).join(', ')}`,
        received: show(name),
        fix: 'Set the weights of such a layer yourself.',
      });
    }
    yield { variable, values: () => first(random.fork(name), variable.shape as number[]) };
  }
}

function isModel(layer: Layer): layer is Layer & { layers: Layer[] } {
  return 'layers' in layer && Array.isArray(layer.layers);
}

function withoutPrefix(name: string, prefix: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

function filled(value: number): (random: Random, shape: readonly number[]) => Float32Array {
  return (_, shape) => new Float32Array(shape.reduce((all, size) => all * size, 1)).fill(value);
}
