import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { checkChoice } from '../support/checks.js';
import { chain, convolution, norm, relu, type BlockOptions } from './blocks.js';
import { DualPath } from './dualPath.js';
import { GroupedConvolution } from './groupedConvolution.js';
import { checkMultiplier, checkNetworkOptions, scaledWidth, type NetworkOptions } from './networkOptions.js';
import { classifierOf, gatedStages, HEADS, normAndRelu, type ResidualHeadOptions } from './residual.js';

/** Options of {@link dpn26}. */
export interface Dpn26Options extends NetworkOptions, ResidualHeadOptions {
  /**
   * Scales the channels and the groups of the 3x3 convolutions (rounded, at least 1), so that each group keeps its 3, 6, 12 or 24
   * channels; above 0, at most 4.
   * @default 1
   */
  widthMultiplier?: number;
  /**
   * Name of the model; begins the names of its layers.
   * @default 'dpn26'
   */
  name?: string;
}

/** Channels of each stage: in each group, added up, and put side by side. */
const STAGES = [
  { inGroup: 3, residual: 256, dense: 16 },
  { inGroup: 6, residual: 512, dense: 32 },
  { inGroup: 12, residual: 1024, dense: 24 },
  { inGroup: 24, residual: 2048, dense: 128 },
];
const GROUPS = 32;
const BLOCKS = 2;

/**
 * DPN26, a small dual path network, as arXiv:2411.00824 uses it: a 3x3 convolution of 64 with stride 1 and no pooling as stem,
 * then four stages of two blocks with 96, 192, 384, 768 inner channels in 32 groups, of which 256, 512, 1024, 2048 channels
 * are added up and 16, 32, 24, 128 put side by side; each stage but the first halves the picture in its first block; means over
 * 4x4 pixels and one dense layer.
 *
 * Images `[B, inputSize, inputSize, channels]` to logits `[B, classes]`. With the defaults 40 pixels become 40, 20, 10, 5,
 * and the network has 11 566 391 trained weights (11 602 279 with the moving statistics); each gate adds 100 (102).
 *
 * Source: Chen et al. 2017, "Dual Path Networks".
 *
 * @throws FacePerturbError `invalid-option` for an unknown option or a value out of its range.
 */
export function dpn26(options: Dpn26Options = {}): LayersModel {
  const checked = checkNetworkOptions('dpn26', options, {
    defaults: { dropout: 0, name: 'dpn26', initialiser: 'pytorch' },
    ownNames: ['widthMultiplier', 'head'],
    poolings: STAGES.length - 1,
  });
  const multiplier = checkMultiplier('dpn26', options.widthMultiplier ?? 1);
  const scaled = (width: number): number => scaledWidth(width, multiplier);
  const head = checkChoice('dpn26: head', options.head ?? 'average4', HEADS);
  const groups = scaled(GROUPS);
  const stem = (picture: SymbolicTensor): SymbolicTensor =>
    chain(picture, ...convolution(0, scaled(64), {}, checked), ...normAndRelu(0, checked));
  const stages = STAGES.map(({ inGroup, residual, dense }, at) => (features: SymbolicTensor): SymbolicTensor => {
    const widths = { groups, inner: groups * inGroup, residual: scaled(residual), dense: scaled(dense) };
    for (let block = 1; block <= BLOCKS; block++) {
      const place = { first: block === 1, stride: at > 0 && block === 1 ? 2 : 1 };
      features = dualPathBlock(features, `${at + 1}_${block}`, { ...widths, ...place }, checked);
    }
    return features;
  });
  return classifierOf(gatedStages(checked, stem, stages), checked, head);
}

/** What a block is made from. */
interface BlockPlan {
  groups: number;
  inner: number;
  residual: number;
  dense: number;
  stride: number;
  /** The first of its stage convolves what goes around it. */
  first: boolean;
}

/** 1x1, grouped 3x3 and 1x1 convolutions, joined with the input on two paths. */
function dualPathBlock(
  features: SymbolicTensor,
  key: string,
  { groups, inner, residual, dense, stride, first }: BlockPlan,
  options: BlockOptions,
): SymbolicTensor {
  const { name } = options;
  const outer = residual + dense;
  const made = chain(
    features,
    ...convolution(`${key}_1`, inner, { kernel: 1 }, options),
    ...normAndRelu(`${key}_1`, options),
    new GroupedConvolution({ name: `${name}_conv${key}_2`, filters: inner, groups, stride }),
    ...normAndRelu(`${key}_2`, options),
    ...convolution(`${key}_3`, outer, { kernel: 1 }, options),
    norm(`${key}_3`, options),
  );
  const skip = `${key}_skip`;
  const given = first
    ? chain(features, ...convolution(skip, outer, { kernel: 1, stride }, options), norm(skip, options))
    : features;
  const joined = new DualPath({ name: `${name}_join${key}`, residual }).apply([given, made]) as SymbolicTensor;
  return chain(joined, relu(key, options));
}
