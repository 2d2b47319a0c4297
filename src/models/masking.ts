import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { basicBlock } from './basicBlock.js';
import { chain, channelsOf, pooling, type BlockOptions } from './blocks.js';
import { normAndRelu } from './residual.js';

/**
 * Features `[B,H,W,C]` times one plus their mask: blocks of 2C, 4C, ... channels go down `depth` levels and up again, each level
 * joined with what was there on the way down; a last block of C channels and a softmax over channels give the mask.
 *
 * Source: Pham et al. 2020, "Facial Expression Recognition Using Residual Masking Network", figure 2.
 *
 * @param features - Of sides that can be halved evenly `depth - 1` times.
 */
export function masking(features: SymbolicTensor, stage: number, depth: number, options: BlockOptions): SymbolicTensor {
  const { name } = options;
  const width = channelsOf(features);
  let blocks = 0;
  const block = (at: SymbolicTensor, filters: number): SymbolicTensor =>
    basicBlock(at, `_mask${stage}_${++blocks}`, { filters, stride: 1, gammas: 'zeros' }, options);

  const levels: SymbolicTensor[] = [];
  for (let level = 1; level <= depth; level++) {
    const above = levels.at(-1);
    const from = above ? chain(above, pooling(`_mask${stage}_${level}`, options)) : features;
    levels.push(block(from, width * 2 ** level));
  }
  let back = levels.at(-1) as SymbolicTensor;
  for (let level = depth - 1; level >= 1; level--) {
    const key = `_mask${stage}_${level}`;
    const join = layers.concatenate({ name: `${name}_join${key}`, axis: -1 });
    const risen = chain(back, ...twiceAsLarge(key, width * 2 ** level, options));
    back = block(join.apply([risen, levels[level - 1] as SymbolicTensor]) as SymbolicTensor, width * 2 ** level);
  }
  const mask = chain(block(back, width), layers.softmax({ name: `${name}_mask${stage}`, axis: -1 }));
  const masked = layers.multiply({ name: `${name}_masked${stage}` }).apply([features, mask]) as SymbolicTensor;
  return layers.add({ name: `${name}_unmasked${stage}` }).apply([features, masked]) as SymbolicTensor;
}

/** A transposed 2x2 convolution with stride 2, batch norm, ReLU. */
function twiceAsLarge(key: string, filters: number, options: BlockOptions): layers.Layer[] {
  const rise = layers.conv2dTranspose({
    name: `${options.name}_rise${key}`,
    filters,
    kernelSize: 2,
    strides: 2,
    padding: 'valid',
    useBias: false,
    kernelInitializer: 'zeros',
  });
  return [rise, ...normAndRelu(`_rise${key}`, options)];
}
