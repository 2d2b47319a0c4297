import { layers, model, type LayersModel } from '@tensorflow/tfjs-layers';
import { checkChoice, checkNumber } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { chain, convolutionBlock, dropout, logits } from './blocks.js';
import { initialiseWeights } from './initialiseWeights.js';
import { checkNetworkOptions, type NetworkOptions } from './networkOptions.js';
import { pooledStages } from './stages.js';

/** Options of {@link slimNetwork}. */
export interface SlimNetworkOptions extends NetworkOptions {
  /**
   * Channels of each stage's convolution; as many stages as numbers.
   * @default [16, 32, 64, 128]
   */
  widths?: readonly number[];
  /**
   * What the last convolution's features become before the dense layer: all of them in a row, or their mean over the picture.
   * @default 'flatten'
   */
  head?: 'flatten' | 'average';
  /**
   * Part of the features dropped before the dense layer, in [0, 1).
   * @default 0
   */
  dropout?: number;
  /**
   * Name of the model; begins the names of its layers.
   * @default 'slim'
   */
  name?: string;
}

/**
 * A small VGG-style classifier for two processor cores: for each stage a 3x3 convolution, batch norm, ReLU and a 2x2 max
 * pool, then one dense layer.
 *
 * Images `[B, inputSize, inputSize, channels]` to logits `[B, classes]`. With the defaults 40 pixels become 20, 10, 5, 2,
 * and the network has 100 983 trained weights (101 463 with the moving statistics); each gate adds 100 (102).
 *
 * @throws FacePerturbError `invalid-option` for an unknown option or a value out of its range.
 */
export function slimNetwork(options: SlimNetworkOptions = {}): LayersModel {
  const widths = checkWidths(options.widths ?? [16, 32, 64, 128]);
  const checked = checkNetworkOptions('slimNetwork', options, {
    defaults: { dropout: 0, name: 'slim', initialiser: 'heNormal' },
    ownNames: ['widths', 'head'],
    poolings: widths.length,
  });
  const head = checkChoice('slimNetwork: head', options.head ?? 'flatten', ['flatten', 'average']);
  const { name, classes, seed, initialiser } = checked;
  const stages = widths.map((width, at) => convolutionBlock(at + 1, width, { ...checked, dropout: 0 }));
  const { picture, features } = pooledStages(stages, checked);
  const row =
    head === 'flatten'
      ? layers.flatten({ name: `${name}_flatten` })
      : layers.globalAveragePooling2d({ name: `${name}_average`, dataFormat: 'channelsLast' });
  const outputs = chain(features, row, ...dropout('', checked), logits(classes, checked));
  const network = model({ name, inputs: picture, outputs });
  initialiseWeights(network, seed, initialiser);
  return network;
}

function checkWidths(widths: unknown): readonly number[] {
  if (!Array.isArray(widths) || widths.length === 0) {
    throw new FacePerturbError('slimNetwork: widths', {
      code: 'invalid-option',
      expected: 'a list of at least one number of channels',
      received: show(widths),
    });
  }
  return widths.map((width, at) => checkNumber(`slimNetwork: widths[${at}]`, width, { min: 1, integer: true }));
}
