import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { checkChoice } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { createRandom, type Random } from '../support/random.js';
import { product } from './heNormal.js';
import { DRAWS, INITIALISERS, type Initialiser, type WeightFacts } from './initialisers.js';

type Layer = layers.Layer;

/** Kernels, by name within their layer, and how many of their last axes are not summed over. */
const KERNELS: Readonly<Record<string, number>> = { kernel: 1, pointwise_kernel: 1, depthwise_kernel: 2 };

/** What begins at the same value in all elements. */
const CONSTANTS: Readonly<Record<string, (layer: Layer) => number>> = {
  gamma: (layer) => (startsAtZero(layer.getConfig()['gammaInitializer']) ? 0 : 1),
  beta: () => 0,
  moving_mean: () => 0,
  moving_variance: () => 1,
};

const NAMES = [...Object.keys(KERNELS), 'bias', ...Object.keys(CONSTANTS)];

/**
 * Gives every weight of a model its first value, drawn from the seed alone: the same on every backend and machine, and
 * whatever was built before in this process.
 *
 * By default kernels are He normal by fan-in (He et al. 2015, variance 2 / fan-in) and biases 0; beta and moving means are
 * 0; moving variances are 1, and so are gammas but those of a layer whose own `gammaInitializer` is zeros.
 * Each weight is drawn from `createRandom(seed).fork(layer name, weight name)`, without the model's own name where that
 * begins the layer's, so that two networks that differ in name alone begin alike. The layers of a nested model have its
 * name before theirs.
 *
 * @param model - A model of convolutions, dense layers, batch norms and spatial gates.
 * @param seed - A whole number in [0, 2^53), or any text.
 * @param initialiser - How kernels and biases begin, as {@link NetworkOptions.initialiser} says.
 * @throws FacePerturbError `invalid-argument` when a layer has a weight of another kind, `invalid-option` for an initialiser of
 *   another name; no weight is changed then.
 */
export function initialiseWeights(
  model: LayersModel,
  seed: number | string,
  initialiser: Initialiser = 'heNormal',
): void {
  checkChoice('initialiseWeights: initialiser', initialiser, INITIALISERS);
  const weights = [...namedWeights(model, createRandom(seed), initialiser)];
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

function* namedWeights(
  model: { name: string; layers: Layer[] },
  random: Random,
  initialiser: Initialiser,
): Generator<NamedWeight> {
  for (const layer of model.layers) {
    const key = withoutPrefix(layer.name, `${model.name}_`);
    if (isModel(layer)) yield* namedWeights(layer, random.fork(key), initialiser);
    else yield* weightsOfLayer(layer, random.fork(key), initialiser);
  }
}

function* weightsOfLayer(layer: Layer, random: Random, initialiser: Initialiser): Generator<NamedWeight> {
  let fans = { fanIn: 1, fanOut: undefined as number | undefined };
  for (const variable of layer.weights) {
    const name = variable.originalName.split('/').at(-1) ?? '';
    const shape = variable.shape as number[];
    if (name in KERNELS) fans = fansOf(layer, shape, KERNELS[name] as number);
    const facts = { ...fans, shape };
    yield { variable, values: valuesFor(layer, name, facts, initialiser, random) };
  }
}

function valuesFor(
  layer: Layer,
  name: string,
  facts: WeightFacts,
  initialiser: Initialiser,
  random: Random,
): () => Float32Array {
  const { kernel, bias } = DRAWS[initialiser];
  const constant = CONSTANTS[name];
  if (constant) return () => new Float32Array(product(facts.shape)).fill(constant(layer));
  if (name in KERNELS) return () => kernel(random.fork(name), facts);
  if (name === 'bias') return () => bias(random.fork(name), facts);
  throw new FacePerturbError(`initialiseWeights: layer ${show(layer.name)}`, {
    code: 'invalid-argument',
    expected: `weights named ${NAMES.join(', ')}`,
    received: show(name),
    fix: 'Set the weights of such a layer yourself.',
  });
}

/** Of a transposed convolution's kernel [height, width, outputs, inputs] the fan-in is what PyTorch takes for it. */
function fansOf(layer: Layer, shape: number[], kept: number): Pick<WeightFacts, 'fanIn' | 'fanOut'> {
  const convolution = shape.length === 4 && layer.getClassName() !== 'Conv2DTranspose';
  const [height, width] = shape as [number, number];
  const fanOut = convolution ? height * width * (shape.at(-1) as number) : undefined;
  return { fanIn: product(shape.slice(0, -kept)), fanOut };
}

function startsAtZero(initializer: unknown): boolean {
  return (initializer as { className?: unknown } | undefined)?.className === 'Zeros';
}

function isModel(layer: Layer): layer is Layer & { layers: Layer[] } {
  return 'layers' in layer && Array.isArray(layer.layers);
}

function withoutPrefix(name: string, prefix: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}
