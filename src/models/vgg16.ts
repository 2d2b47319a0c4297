import { layers, model, type LayersModel } from '@tensorflow/tfjs-layers';
import { chain, convolutionBlock, denseBlock, logits } from './blocks.js';
import { initialiseWeights } from './initialiseWeights.js';
import { checkMultiplier, checkNetworkOptions, scaledWidth, type NetworkOptions } from './networkOptions.js';
import { pooledStages } from './stages.js';

/** Options of {@link vgg16}. */
export interface Vgg16Options extends NetworkOptions {
  /**
   * Part of the features dropped after each convolution's ReLU, in [0, 1).
   * @default 0.4
   */
  dropout?: number;
  /**
   * Scales the channels of the convolutions and the units of the dense layers (rounded, at least 1); above 0, at most 4.
   * @default 1
   */
  widthMultiplier?: number;
  /**
   * Name of the model; begins the names of its layers.
   * @default 'vgg16'
   */
  name?: string;
}

/** Channels of the convolutions, group by group. */
const GROUPS = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];
const DENSE_UNITS = [4096, 4096];

/**
 * VGG16 as arXiv:2411.00824 uses it: 3x3 convolutions 64,64 / 128,128 / 256x3 / 512x3 / 512x3, each with batch norm, ReLU
 * and dropout, a 2x2 max pool after each group; two dense layers of 4096 with batch norm and ReLU; one dense layer of logits.
 *
 * Images `[B, inputSize, inputSize, channels]` to logits `[B, classes]`. With the defaults 40 pixels become 20, 10, 5, 2, 1,
 * and the network has 33 637 191 trained weights (33 662 023 with the moving statistics); each gate adds 100 (102). What a
 * batch norm follows has no bias, which the norm would cancel.
 *
 * Source: Simonyan and Zisserman 2015, configuration D, with the changes above.
 *
 * @throws FacePerturbError `invalid-option` for an unknown option or a value out of its range.
 */
export function vgg16(options: Vgg16Options = {}): LayersModel {
  const checked = checkNetworkOptions('vgg16', options, {
    defaults: { dropout: 0.4, name: 'vgg16', initialiser: 'heNormal' },
    ownNames: ['widthMultiplier'],
    poolings: GROUPS.length,
  });
  const multiplier = checkMultiplier('vgg16', options.widthMultiplier ?? 1);
  const scaled = (width: number): number => scaledWidth(width, multiplier);
  const { name, classes, seed, initialiser } = checked;
  const stages = GROUPS.map((group, at) =>
    group.flatMap((width, within) => convolutionBlock(`${at + 1}_${within + 1}`, scaled(width), checked)),
  );
  const { picture, features } = pooledStages(stages, checked);
  const dense = DENSE_UNITS.flatMap((units, at) => denseBlock(at + 1, scaled(units), checked));
  const row = layers.flatten({ name: `${name}_flatten` });
  const outputs = chain(features, row, ...dense, logits(classes, checked));
  const network = model({ name, inputs: picture, outputs });
  initialiseWeights(network, seed, initialiser);
  return network;
}
