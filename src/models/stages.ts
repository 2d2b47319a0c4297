import { input, type layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { chain, gate, pooling } from './blocks.js';
import type { CheckedNetworkOptions } from './networkOptions.js';

/**
 * The convolutional part of a VGG-like network: for each stage its layers, a spatial gate where one is asked for, and a
 * 2x2 max pool.
 *
 * @param stages - The layers of each stage, in order.
 * @returns The network's input [B, size, size, channels] and the features after the last pooling.
 */
export function pooledStages(
  stages: readonly layers.Layer[][],
  options: CheckedNetworkOptions,
): { picture: SymbolicTensor; features: SymbolicTensor } {
  const { name, inputSize, channels, gate: place } = options;
  const picture = input({ name: `${name}_input`, shape: [inputSize, inputSize, channels] });
  let features = place === 'input' ? chain(picture, gate(0, options)) : picture;
  stages.forEach((steps, at) => {
    const key = at + 1;
    const gated = place === 'stages' || (place === 'stem' && at === 0);
    features = chain(features, ...steps, ...(gated ? [gate(key, options)] : []), pooling(key, options));
  });
  return { picture, features };
}
