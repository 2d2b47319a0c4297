import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { chain, channelsOf, convolution, norm, type BlockOptions } from './blocks.js';
import { addAndRelu, normAndRelu } from './residual.js';

/** Shape of a {@link basicBlock}. */
export interface BasicBlockShape {
  filters: number;
  stride: number;
  /** What the gammas of the last norm begin at: at zeros the block begins as what goes around it. */
  gammas?: 'ones' | 'zeros';
}

/**
 * Two 3x3 convolutions with the input added, which is convolved where its shape differs.
 *
 * Source: He et al. 2016, "Deep Residual Learning for Image Recognition", figure 5 (left).
 */
export function basicBlock(
  features: SymbolicTensor,
  key: string,
  { filters, stride, gammas = 'ones' }: BasicBlockShape,
  options: BlockOptions,
): SymbolicTensor {
  const own = chain(
    features,
    ...convolution(`${key}_1`, filters, { stride }, options),
    ...normAndRelu(`${key}_1`, options),
    ...convolution(`${key}_2`, filters, {}, options),
    norm(`${key}_2`, options, gammas),
  );
  const skip = `${key}_skip`;
  const around =
    stride === 1 && channelsOf(features) === filters
      ? features
      : chain(features, ...convolution(skip, filters, { kernel: 1, stride }, options), norm(skip, options));
  return addAndRelu(key, [own, around], options);
}
