import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { CheckedNetworkOptions } from './networkOptions.js';
import { SeededDropout } from './seededDropout.js';
import { SpatialGate } from './spatialGate.js';

type Layer = layers.Layer;

/** PyTorch's defaults in tfjs's words: what stays of the moving statistics is 1 - 0.1. */
const BATCH_NORM = { momentum: 0.9, epsilon: 1e-5 };

/** What the blocks need to know of their network. */
export type BlockOptions = Pick<CheckedNetworkOptions, 'name' | 'seed' | 'dropout'>;

/** The layers one after the other. */
export function chain(input: SymbolicTensor, ...steps: Layer[]): SymbolicTensor {
  return steps.reduce((at, layer) => layer.apply(at) as SymbolicTensor, input);
}

/** 3x3 convolution without bias (the batch norm has one), batch norm, ReLU, and dropout where there is any. */
export function convolutionBlock(key: string | number, filters: number, options: BlockOptions): Layer[] {
  const { name } = options;
  return [
    layers.conv2d({
      name: `${name}_conv${key}`,
      filters,
      kernelSize: 3,
      padding: 'same',
      useBias: false,
      kernelInitializer: 'zeros',
    }),
    layers.batchNormalization({ name: `${name}_norm${key}`, ...BATCH_NORM }),
    layers.reLU({ name: `${name}_relu${key}` }),
    ...dropout(key, options),
  ];
}

/** Dense layer without bias (the batch norm has one), batch norm, ReLU. */
export function denseBlock(key: string | number, units: number, { name }: BlockOptions): Layer[] {
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
export function dropout(key: string | number, { name, seed, dropout: rate }: BlockOptions): Layer[] {
  if (rate === 0) return [];
  return [new SeededDropout({ name: `${name}_dropout${key}`, rate, seed: `${seed}/dropout${key}` })];
}

/** A spatial gate. */
export function gate(key: string | number, { name, seed }: BlockOptions): Layer {
  return new SpatialGate({ name: `${name}_gate${key}`, seed });
}

/** Halves height and width, rounding down. */
export function pooling(key: string | number, { name }: BlockOptions): Layer {
  return layers.maxPooling2d({ name: `${name}_pool${key}`, poolSize: 2, strides: 2 });
}
