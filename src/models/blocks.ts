import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { CheckedNetworkOptions } from './networkOptions.js';
import { SeededDropout } from './seededDropout.js';
import { SpatialGate } from './spatialGate.js';

type Layer = layers.Layer;

/** PyTorch's defaults in tfjs's words: what stays of the moving statistics is 1 - 0.1. */
const BATCH_NORM = { momentum: 0.9, epsilon: 1e-5 };

/** What the blocks need to know of their network. */
export type BlockOptions = Pick<CheckedNetworkOptions, 'name' | 'seed' | 'dropout'>;

/** Names a layer within its network. */
export type Key = string | number;

/** The layers one after the other. */
export function chain(input: SymbolicTensor, ...steps: Layer[]): SymbolicTensor {
  return steps.reduce((at, layer) => layer.apply(at) as SymbolicTensor, input);
}

/** How many channels there are. */
export function channelsOf(features: SymbolicTensor): number {
  return features.shape.at(-1) as number;
}

/**
 * A convolution without bias (the batch norm that follows has one), with (kernel - 1) / 2 zeros around the picture.
 *
 * With a stride the zeros are a layer of their own: tfjs's 'same' would put them below and to the right alone where PyTorch
 * puts them all around.
 */
export function convolution(
  key: Key,
  filters: number,
  { kernel = 3, stride = 1 }: { kernel?: number; stride?: number },
  { name }: BlockOptions,
): Layer[] {
  const aside = stride > 1 && kernel > 1;
  const layer = layers.conv2d({
    name: `${name}_conv${key}`,
    filters,
    kernelSize: kernel,
    strides: stride,
    padding: aside ? 'valid' : 'same',
    useBias: false,
    kernelInitializer: 'zeros',
  });
  return aside ? [zeros(`conv${key}`, (kernel - 1) / 2, name), layer] : [layer];
}

/** Zeros around the picture, as many pixels wide on each side. */
export function zeros(key: Key, width: number, name: string): Layer {
  return layers.zeroPadding2d({ name: `${name}_zeros_${key}`, padding: [width, width], dataFormat: 'channelsLast' });
}

/** Batch norm, whose gammas may begin at zero. */
export function norm(key: Key, { name }: BlockOptions, gammas: 'ones' | 'zeros' = 'ones'): Layer {
  return layers.batchNormalization({ name: `${name}_norm${key}`, ...BATCH_NORM, gammaInitializer: gammas });
}

/** ReLU. */
export function relu(key: Key, { name }: BlockOptions): Layer {
  return layers.reLU({ name: `${name}_relu${key}` });
}

/** 3x3 convolution without bias, batch norm, ReLU, and dropout where there is any. */
export function convolutionBlock(key: Key, filters: number, options: BlockOptions): Layer[] {
  return [...convolution(key, filters, {}, options), norm(key, options), relu(key, options), ...dropout(key, options)];
}

/** Dense layer without bias (the batch norm has one), batch norm, ReLU. */
export function denseBlock(key: Key, units: number, { name }: BlockOptions): Layer[] {
  return [
    layers.dense({ name: `${name}_dense${key}`, units, useBias: false, kernelInitializer: 'zeros' }),
    layers.batchNormalization({ name: `${name}_denseNorm${key}`, ...BATCH_NORM }),
    layers.reLU({ name: `${name}_denseRelu${key}` }),
  ];
}

/** The last layer: one logit a class, no softmax. */
export function logits(classes: number, { name }: BlockOptions): Layer {
  return layers.dense({ name: `${name}_logits`, units: classes, kernelInitializer: 'zeros' });
}

/** A dropout layer, or nothing where the rate is 0. */
export function dropout(key: Key, { name, seed, dropout: rate }: BlockOptions): Layer[] {
  if (rate === 0) return [];
  return [new SeededDropout({ name: `${name}_dropout${key}`, rate, seed: `${seed}/dropout${key}` })];
}

/** A spatial gate. */
export function gate(key: Key, { name, seed }: BlockOptions): Layer {
  return new SpatialGate({ name: `${name}_gate${key}`, seed });
}

/** Halves height and width, rounding down. */
export function pooling(key: Key, { name }: BlockOptions): Layer {
  return layers.maxPooling2d({ name: `${name}_pool${key}`, poolSize: 2, strides: 2 });
}
