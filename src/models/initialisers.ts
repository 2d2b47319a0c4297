import type { Random } from '../support/random.js';
import { heNormal, product } from './heNormal.js';

/** How kernels and biases begin; see {@link NetworkOptions.initialiser}. */
export const INITIALISERS = ['heNormal', 'heFanOut', 'pytorch'] as const;

/** One of {@link INITIALISERS}. */
export type Initialiser = (typeof INITIALISERS)[number];

/** What a first value depends on. */
export interface WeightFacts {
  shape: readonly number[];
  /** How many inputs each output of the layer sums. */
  fanIn: number;
  /** How many outputs each input goes into, for a convolution that is not transposed; undefined for other layers. */
  fanOut: number | undefined;
}

type Draw = (random: Random, weight: WeightFacts) => Float32Array;

/** The first values of kernels and of biases, by the initialiser's name. */
export const DRAWS: Readonly<Record<Initialiser, { kernel: Draw; bias: Draw }>> = {
  heNormal: {
    kernel: (random, { shape, fanIn }) => heNormal(random, shape, fanIn),
    bias: (_, { shape }) => new Float32Array(product(shape)),
  },
  heFanOut: {
    kernel: (random, weight) =>
      weight.fanOut === undefined ? uniform(random, weight) : heNormal(random, weight.shape, weight.fanOut),
    bias: uniform,
  },
  pytorch: { kernel: uniform, bias: uniform },
};

/** Even between -1 / sqrt(fan-in) and that: PyTorch's start of convolutions and dense layers (He's uniform with a = sqrt(5)). */
function uniform(random: Random, { shape, fanIn }: WeightFacts): Float32Array {
  const limit = 1 / Math.sqrt(fanIn);
  const values = new Float32Array(product(shape));
  for (let at = 0; at < values.length; at++) values[at] = random.uniform(-limit, limit);
  return values;
}
