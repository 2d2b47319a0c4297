import { input, layers, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { chain, dropout, gate, logits, norm, relu, type BlockOptions, type Key } from './blocks.js';
import { initialiseWeights } from './initialiseWeights.js';
import type { CheckedNetworkOptions } from './networkOptions.js';

/** From features to features. */
export type Step = (features: SymbolicTensor) => SymbolicTensor;

/** What the features become before the dense layer; see {@link ResidualHeadOptions.head}. */
export const HEADS = ['average4', 'average'] as const;

/** Options of networks that end in a mean over the picture. */
export interface ResidualHeadOptions {
  /**
   * What the last features become before the dense layer. `average4`: means of squares of 4x4 pixels, as in the code of
   * arXiv:2411.00824; of the 5x5 pixels that are left of 40x40 the last row and column then count for nothing. `average`: the
   * mean over all of them.
   * @default 'average4'
   */
  head?: (typeof HEADS)[number];
  /**
   * Part of the features dropped before the dense layer, in [0, 1).
   * @default 0
   */
  dropout?: number;
}

/** The stem, the stages, and the gates where they are asked for. */
export function gatedStages(
  options: CheckedNetworkOptions,
  stem: Step,
  stages: readonly Step[],
): { picture: SymbolicTensor; features: SymbolicTensor } {
  const { name, inputSize, channels, gate: place } = options;
  const gated = (features: SymbolicTensor, at: number, here: boolean): SymbolicTensor =>
    here ? chain(features, gate(at, options)) : features;
  const picture = input({ name: `${name}_input`, shape: [inputSize, inputSize, channels] });
  const first = gated(stem(gated(picture, 0, place === 'input')), 0, place === 'stem');
  const features = stages.reduce((at, stage, index) => gated(stage(at), index + 1, place === 'stages'), first);
  return { picture, features };
}

/** Mean over the picture or its squares, dropout, dense layer; the whole network with its first weights. */
export function classifierOf(
  { picture, features }: { picture: SymbolicTensor; features: SymbolicTensor },
  options: CheckedNetworkOptions,
  head: (typeof HEADS)[number] = 'average',
): LayersModel {
  const { name, classes, seed, initialiser } = options;
  const row = chain(features, ...means(features, head, name));
  const outputs = chain(row, ...dropout('', options), logits(classes, options));
  const network = model({ name, inputs: picture, outputs });
  initialiseWeights(network, seed, initialiser);
  return network;
}

/** The sum of a block's own features and what goes around it, and ReLU. */
export function addAndRelu(key: Key, parts: SymbolicTensor[], options: BlockOptions): SymbolicTensor {
  const sum = layers.add({ name: `${options.name}_add${key}` }).apply(parts) as SymbolicTensor;
  return chain(sum, relu(key, options));
}

/** Pairs of batch norm and ReLU. */
export function normAndRelu(key: Key, options: BlockOptions): layers.Layer[] {
  return [norm(key, options), relu(key, options)];
}

function means(features: SymbolicTensor, head: (typeof HEADS)[number], name: string): layers.Layer[] {
  const side = features.shape[1] as number;
  if (head === 'average')
    return [layers.globalAveragePooling2d({ name: `${name}_average`, dataFormat: 'channelsLast' })];
  const poolSize = Math.min(4, side);
  return [
    layers.averagePooling2d({ name: `${name}_average`, poolSize, strides: poolSize }),
    layers.flatten({ name: `${name}_flatten` }),
  ];
}
