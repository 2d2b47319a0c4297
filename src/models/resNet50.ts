import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { checkChoice } from '../support/checks.js';
import { chain, channelsOf, convolution, norm, type BlockOptions } from './blocks.js';
import { checkMultiplier, checkNetworkOptions, scaledWidth, type NetworkOptions } from './networkOptions.js';
import { addAndRelu, classifierOf, gatedStages, HEADS, normAndRelu, type ResidualHeadOptions } from './residual.js';

/** Options of {@link resNet50}. */
export interface ResNet50Options extends NetworkOptions, ResidualHeadOptions {
  /**
   * Scales the channels of all convolutions (rounded, at least 1); above 0, at most 4.
   * @default 1
   */
  widthMultiplier?: number;
  /**
   * Name of the model; begins the names of its layers.
   * @default 'resNet50'
   */
  name?: string;
}

/** Blocks and inner channels of each stage. */
const STAGES = [
  { blocks: 3, width: 64 },
  { blocks: 4, width: 128 },
  { blocks: 6, width: 256 },
  { blocks: 3, width: 512 },
];
const EXPANSION = 4;

/**
 * ResNet50 as arXiv:2411.00824 uses it: a 3x3 convolution of 64 with stride 1 and no pooling as stem, then bottleneck blocks
 * 3, 4, 6, 3 with 64, 128, 256, 512 inner channels and four times as many outer ones; each stage but the first halves
 * the picture in its first block; means over 4x4 pixels and one dense layer.
 *
 * Images `[B, inputSize, inputSize, channels]` to logits `[B, classes]`. With the defaults 40 pixels become 40, 20, 10, 5,
 * and the network has 23 513 543 trained weights (23 566 663 with the moving statistics); each gate adds 100 (102).
 *
 * Source: He et al. 2016, "Deep Residual Learning for Image Recognition", table 1, with the changes above; the stride is in
 * the 3x3 convolution.
 *
 * @throws FacePerturbError `invalid-option` for an unknown option or a value out of its range.
 */
export function resNet50(options: ResNet50Options = {}): LayersModel {
  const checked = checkNetworkOptions('resNet50', options, {
    defaults: { dropout: 0, name: 'resNet50', initialiser: 'pytorch' },
    ownNames: ['widthMultiplier', 'head'],
    poolings: STAGES.length - 1,
  });
  const multiplier = checkMultiplier('resNet50', options.widthMultiplier ?? 1);
  const head = checkChoice('resNet50: head', options.head ?? 'average4', HEADS);
  const stem = (picture: SymbolicTensor): SymbolicTensor =>
    chain(picture, ...convolution(0, scaledWidth(64, multiplier), {}, checked), ...normAndRelu(0, checked));
  const stages = STAGES.map(({ blocks, width }, at) => (features: SymbolicTensor): SymbolicTensor => {
    const inner = scaledWidth(width, multiplier);
    for (let block = 1; block <= blocks; block++) {
      const stride = at > 0 && block === 1 ? 2 : 1;
      features = bottleneck(features, `${at + 1}_${block}`, { inner, stride }, checked);
    }
    return features;
  });
  return classifierOf(gatedStages(checked, stem, stages), checked, head);
}

/** 1x1, 3x3 and 1x1 convolutions with the input added, which is convolved where its shape differs. */
function bottleneck(
  features: SymbolicTensor,
  key: string,
  { inner, stride }: { inner: number; stride: number },
  options: BlockOptions,
): SymbolicTensor {
  const outer = inner * EXPANSION;
  const own = chain(
    features,
    ...convolution(`${key}_1`, inner, { kernel: 1 }, options),
    ...normAndRelu(`${key}_1`, options),
    ...convolution(`${key}_2`, inner, { stride }, options),
    ...normAndRelu(`${key}_2`, options),
    ...convolution(`${key}_3`, outer, { kernel: 1 }, options),
    norm(`${key}_3`, options),
  );
  const skip = `${key}_skip`;
  const around =
    stride === 1 && channelsOf(features) === outer
      ? features
      : chain(features, ...convolution(skip, outer, { kernel: 1, stride }, options), norm(skip, options));
  return addAndRelu(key, [own, around], options);
}
