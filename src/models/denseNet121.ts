import { layers, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { checkChoice } from '../support/checks.js';
import { chain, channelsOf, convolution, type BlockOptions } from './blocks.js';
import { checkMultiplier, checkNetworkOptions, scaledWidth, type NetworkOptions } from './networkOptions.js';
import { classifierOf, gatedStages, HEADS, normAndRelu, type ResidualHeadOptions } from './residual.js';

/** Options of {@link denseNet121}. */
export interface DenseNet121Options extends NetworkOptions, ResidualHeadOptions {
  /**
   * Scales the growth (rounded, at least 1), on which all other numbers of channels hang; above 0, at most 4.
   * @default 1
   */
  widthMultiplier?: number;
  /**
   * Name of the model; begins the names of its layers.
   * @default 'denseNet121'
   */
  name?: string;
}

/** Layers of each dense block. */
const BLOCKS = [6, 12, 24, 16];
const GROWTH = 32;
const REDUCTION = 0.5;

/**
 * DenseNet121 as arXiv:2411.00824 uses it: a 3x3 convolution of 64 with stride 1 and neither norm nor pooling as stem, dense
 * blocks of 6, 12, 24 and 16 layers that add 32 channels each, between them transitions that halve channels and picture;
 * batch norm, ReLU, means over 4x4 pixels and one dense layer. What a layer adds stands before what it was given.
 *
 * Images `[B, inputSize, inputSize, channels]` to logits `[B, classes]`. With the defaults 40 pixels become 40, 20, 10, 5,
 * and the network has 6 952 071 trained weights (7 035 591 with the moving statistics); each gate adds 100 (102). Gates of
 * `stages` stand at the end of each dense block; those of `stem` and `stages` see features without norm and ReLU.
 *
 * Source: Huang et al. 2017, "Densely Connected Convolutional Networks", table 1 (DenseNet-BC), with the changes above.
 *
 * @throws FacePerturbError `invalid-option` for an unknown option or a value out of its range.
 */
export function denseNet121(options: DenseNet121Options = {}): LayersModel {
  const checked = checkNetworkOptions('denseNet121', options, {
    defaults: { dropout: 0, name: 'denseNet121', initialiser: 'pytorch' },
    ownNames: ['widthMultiplier', 'head'],
    poolings: BLOCKS.length - 1,
  });
  const growth = scaledWidth(GROWTH, checkMultiplier('denseNet121', options.widthMultiplier ?? 1));
  const head = checkChoice('denseNet121: head', options.head ?? 'average4', HEADS);
  const stem = (picture: SymbolicTensor): SymbolicTensor => chain(picture, ...convolution(0, 2 * growth, {}, checked));
  const stages = BLOCKS.map((count, at) => (features: SymbolicTensor): SymbolicTensor => {
    let grown = at === 0 ? features : transition(features, at, checked);
    for (let layer = 1; layer <= count; layer++) grown = denseLayer(grown, `${at + 1}_${layer}`, growth, checked);
    return grown;
  });
  const { picture, features } = gatedStages(checked, stem, stages);
  return classifierOf({ picture, features: chain(features, ...normAndRelu('_last', checked)) }, checked, head);
}

/** Norm, ReLU, 1x1 convolution, norm, ReLU, 3x3 convolution; the input behind what comes out. */
function denseLayer(features: SymbolicTensor, key: string, growth: number, options: BlockOptions): SymbolicTensor {
  const added = chain(
    features,
    ...normAndRelu(`${key}_1`, options),
    ...convolution(`${key}_1`, 4 * growth, { kernel: 1 }, options),
    ...normAndRelu(`${key}_2`, options),
    ...convolution(`${key}_2`, growth, {}, options),
  );
  const join = layers.concatenate({ name: `${options.name}_join${key}`, axis: -1 });
  return join.apply([added, features]) as SymbolicTensor;
}

/** Norm, ReLU, 1x1 convolution to half of the channels, 2x2 means. */
function transition(features: SymbolicTensor, at: number, options: BlockOptions): SymbolicTensor {
  const key = `_transition${at}`;
  const filters = Math.max(1, Math.floor(channelsOf(features) * REDUCTION));
  return chain(
    features,
    ...normAndRelu(key, options),
    ...convolution(key, filters, { kernel: 1 }, options),
    layers.averagePooling2d({ name: `${options.name}_pool${at}`, poolSize: 2, strides: 2 }),
  );
}
