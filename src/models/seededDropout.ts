import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import { OWN_KERNELS } from '../support/ownKernels.js';
import { createRandom } from '../support/random.js';
import { dropoutDraw, dropoutMask, type DropoutDraw } from './dropoutMask.js';
import { LAYER_ARGUMENT_NAMES, type LayerArguments } from './layerArguments.js';

/** Options of {@link SeededDropout}. */
export interface SeededDropoutOptions extends LayerArguments {
  /** The part of the values that is dropped, in [0, 1). */
  rate: number;
  /**
   * Where the masks are drawn from until the first `reseed`: a whole number in [0, 2^53), or any text.
   * @default 0
   */
  seed?: number | string;
}

/**
 * Dropout whose masks are the same on every backend, and can be drawn again.
 *
 * In training each value is set to 0 with probability `rate` and divided by `1 - rate` otherwise (inverted dropout), so
 * that its expectation stays; in inference the values pass unchanged. The n-th training call after `reseed(key)` always
 * draws the same mask for the same shape; until the first `reseed` the key is the seed. Saved with a model are rate and
 * seed, not the place in the stream.
 *
 * Source: Srivastava et al. 2014, "Dropout".
 */
export class SeededDropout extends layers.Layer {
  /** The name tfjs saves and loads the layer under. */
  static readonly className = 'SeededDropout';
  /** The part of the values that is dropped. */
  readonly rate: number;
  /** Where the masks are drawn from until the first `reseed`. */
  readonly seed: number | string;
  private key: string;
  private calls = 0;

  /** @throws FacePerturbError `invalid-option` for a rate outside [0, 1), `invalid-argument` for a bad seed. */
  constructor(options: SeededDropoutOptions) {
    super(options);
    checkOptionNames('SeededDropout', options, ['rate', 'seed', ...LAYER_ARGUMENT_NAMES]);
    const { rate, seed = 0 } = options;
    this.rate = checkDropoutRate('SeededDropout: rate', rate);
    this.seed = seed;
    this.key = createRandom(seed).path;
  }

  /** From now on the masks are those that this key names, from the first on. */
  reseed(key: string): void {
    this.key = key;
    this.calls = 0;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean } = {}): tf.Tensor {
    const input = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor;
    if (kwargs.training !== true || this.rate === 0) return tf.clone(input);
    return drop(input, dropoutDraw(this.rate, this.key, 'dropout', this.calls++));
  }

  override computeOutputShape<Shape>(inputShape: Shape): Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate, seed: this.seed };
  }
}
tf.serialization.registerClass(SeededDropout);

/** The values that stay, scaled; where the active backend has a kernel for it without a mask in memory, forward and back. */
function drop(input: tf.Tensor, draw: DropoutDraw): tf.Tensor {
  if (!tf.getKernel(OWN_KERNELS.dropout, tf.getBackend()) || input.dtype !== 'float32')
    return tf.tidy(() => tf.mul(input, tf.tensor(dropoutMask(input.size, draw), input.shape)));
  const run = (x: tf.Tensor) => tf.engine().runKernel(OWN_KERNELS.dropout, { x }, { ...draw }) as tf.Tensor;
  return tf.customGrad((x) => ({ value: run(x as tf.Tensor), gradFunc: run }))(input);
}

/** Returns the rate when it is a number in [0, 1), and throws `invalid-option` otherwise. */
export function checkDropoutRate(what: string, rate: unknown): number {
  if (checkNumber(what, rate, { min: 0, max: 1 }) < 1) return rate as number;
  throw new FacePerturbError(what, { code: 'invalid-option', expected: 'a number in [0, 1)', received: '1' });
}
