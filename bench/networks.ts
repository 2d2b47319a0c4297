import { layers, model, type LayersModel } from '@tensorflow/tfjs-layers';
import { chain, convolutionBlock, logits } from '../src/models/blocks.js';
import { initialiseWeights } from '../src/models/initialiseWeights.js';
import { checkNetworkOptions } from '../src/models/networkOptions.js';
import { slimNetwork } from '../src/models/slimNetwork.js';
import { pooledStages } from '../src/models/stages.js';
import { vgg16 } from '../src/models/vgg16.js';

/** A network whose training step is measured. */
export interface BenchNetwork {
  /** Side of the pictures, which have one channel. */
  size: number;
  batch: number;
  /** The batch on backends that take minutes for the other. */
  smallBatch: number;
  /** Whether a step draws at random, so that another library's loss differs. */
  random: boolean;
  build(): LayersModel;
}

/** The networks by name; bench/peers/pytorch.py has the same. */
export const BENCH_NETWORKS: Record<'slim' | 'wide' | 'vgg16', BenchNetwork> = {
  slim: { size: 40, batch: 128, smallBatch: 2, random: false, build: () => slimNetwork({ seed: 1 }) },
  wide: { size: 48, batch: 64, smallBatch: 1, random: false, build: wideNetwork },
  vgg16: { size: 40, batch: 64, smallBatch: 1, random: true, build: () => vgg16({ seed: 1 }) },
};

/** Convolutions 32,32 / 64,64 / 128,128, each with batch norm and ReLU, a 2x2 max pool after each pair; dense 128 with ReLU; 7 logits. */
function wideNetwork(): LayersModel {
  const rules = { defaults: { dropout: 0, name: 'wide', initialiser: 'heNormal' }, ownNames: [], poolings: 3 } as const;
  const options = checkNetworkOptions('wideNetwork', { inputSize: 48, seed: 1 }, rules);
  const stages = [32, 64, 128].map((width, at) =>
    [1, 2].flatMap((within) => convolutionBlock(`${at + 1}_${within}`, width, options)),
  );
  const { picture, features } = pooledStages(stages, options);
  const dense = layers.dense({ name: 'wide_dense', units: 128, activation: 'relu', kernelInitializer: 'zeros' });
  const outputs = chain(features, layers.flatten({ name: 'wide_flatten' }), dense, logits(7, options));
  const network = model({ name: 'wide', inputs: picture, outputs });
  initialiseWeights(network, options.seed, options.initialiser);
  return network;
}
