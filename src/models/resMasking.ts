import { layers, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { FacePerturbError, show } from '../support/errors.js';
import { basicBlock } from './basicBlock.js';
import { chain, convolution, zeros } from './blocks.js';
import { masking } from './masking.js';
import { checkMultiplier, checkNetworkOptions, scaledWidth, type NetworkOptions } from './networkOptions.js';
import { classifierOf, gatedStages, normAndRelu, type ResidualHeadOptions } from './residual.js';

/** Options of {@link resMasking}. */
export interface ResMaskingOptions extends NetworkOptions, Pick<ResidualHeadOptions, 'dropout'> {
  /**
   * Scales the channels of all convolutions (rounded, at least 1); above 0, at most 4.
   * @default 1
   */
  widthMultiplier?: number;
  /**
   * Name of the model; begins the names of its layers.
   * @default 'resMasking'
   */
  name?: string;
}

/** Blocks and channels of each stage, and how often the block that masks it goes down and up. */
const STAGES = [
  { blocks: 3, width: 64, depth: 4 },
  { blocks: 4, width: 128, depth: 3 },
  { blocks: 6, width: 256, depth: 2 },
  { blocks: 3, width: 512, depth: 1 },
];
const SMALLEST_SIDE = 64;

/**
 * The residual masking network as arXiv:2411.00824 uses it: a picture of less than 64 pixels gets zeros around it up to 64; a
 * ResNet34 (7x7 convolution of 64 with stride 2, 3x3 max pool with stride 2; blocks 3, 4, 6, 3 of 64, 128, 256, 512
 * channels); after each stage features * (1 + mask), the mask from a small U-shaped network of depth 4, 3, 2, 1 that ends in a
 * softmax over channels; the mean over the picture and one dense layer.
 *
 * Images `[B, inputSize, inputSize, channels]` to logits `[B, classes]`. With the defaults the 64 pixels become 16, 8, 4, 2,
 * and the network has 137 787 975 trained weights (137 865 799 with the moving statistics); each gate adds 100 (102). What a
 * batch norm follows has no bias, which the norm would cancel. Only a gate on the `input` sees the picture alone; the
 * others see it with the zeros around, and so do maps of attention from inside.
 *
 * Source: Pham et al. 2020, "Facial Expression Recognition Using Residual Masking Network".
 *
 * @throws FacePerturbError `invalid-option` for an unknown option or a value out of its range, also for a picture of more than
 *   64 pixels that the masks cannot halve evenly.
 */
export function resMasking(options: ResMaskingOptions = {}): LayersModel {
  const checked = checkNetworkOptions('resMasking', options, {
    defaults: { dropout: 0, name: 'resMasking', initialiser: 'heFanOut' },
    ownNames: ['widthMultiplier'],
    poolings: 0,
  });
  const multiplier = checkMultiplier('resMasking', options.widthMultiplier ?? 1);
  const { name, inputSize } = checked;
  const margin = checkMargin(inputSize);
  const around = margin > 0 ? [zeros('input', margin, name)] : [];
  const first = convolution(0, scaledWidth(64, multiplier), { kernel: 7, stride: 2 }, checked);
  const stem = (picture: SymbolicTensor): SymbolicTensor =>
    chain(picture, ...around, ...first, ...normAndRelu(0, checked));
  const stages = STAGES.map(({ blocks, width, depth }, at) => (features: SymbolicTensor): SymbolicTensor => {
    let inner = at === 0 ? chain(features, ...stemPooling(name)) : features;
    for (let block = 1; block <= blocks; block++) {
      const shape = { filters: scaledWidth(width, multiplier), stride: at > 0 && block === 1 ? 2 : 1 };
      inner = basicBlock(inner, `${at + 1}_${block}`, shape, checked);
    }
    return masking(inner, at + 1, depth, checked);
  });
  return classifierOf(gatedStages(checked, stem, stages), checked);
}

/** What is pooled is not negative, so zeros around it never win. */
function stemPooling(name: string): layers.Layer[] {
  return [zeros('pool', 1, name), layers.maxPooling2d({ name: `${name}_pool`, poolSize: 3, strides: 2 })];
}

/** Zeros on each side of the picture. The masks must come back to the size they began with after being halved thrice. */
function checkMargin(inputSize: number): number {
  const margin = Math.max(0, Math.floor((SMALLEST_SIDE - inputSize) / 2));
  const afterStem = Math.ceil((inputSize + 2 * margin) / 4);
  if (afterStem % 8 === 0) return margin;
  throw new FacePerturbError('resMasking: inputSize', {
    code: 'invalid-option',
    expected: 'at most 64 pixels, or a multiple of 32, or up to three fewer',
    received: show(inputSize),
  });
}
