import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { createRandom } from '../support/random.js';
import { heNormal } from './heNormal.js';
import { LAYER_ARGUMENT_NAMES, type LayerArguments } from './layerArguments.js';

/** Options of {@link SpatialGate}. */
export interface SpatialGateOptions extends LayerArguments {
  /**
   * Height and width of the convolution, an odd number of pixels.
   * @default 7
   */
  kernelSize?: number;
  /**
   * How much of the moving statistics stays at each training step, in [0, 1].
   * @default 0.9
   */
  momentum?: number;
  /**
   * Added to the variance before the root is taken, at least 0.
   * @default 1e-5
   */
  epsilon?: number;
  /**
   * Seed of the convolution's first weights: a whole number in [0, 2^53), or any text.
   * @default 0
   */
  seed?: number | string;
}

type Statistics = { mean: tf.Tensor1D; variance: tf.Tensor1D };

/**
 * The spatial gate of CBAM: how much each pixel counts, learned, and the features multiplied by it.
 *
 * `[channel mean; channel max] -> convolution without bias -> batch norm -> sigmoid` gives the attention `[B,H,W,1]` in
 * (0, 1); the output is `features * attention`, of the features' shape `[B,H,W,C]`. Weights, in this order: `kernel`
 * `[7,7,2,1]` (input channel 0 is the mean, 1 the maximum), `gamma` `[1]`, `beta` `[1]`, and, not trained,
 * `moving_mean` `[1]` and `moving_variance` `[1]`, which training calls update as tfjs's batch norm does (biased variance).
 *
 * Source: Woo et al. 2018, "CBAM", section 3.2, equation 3, with the order of its descriptors; the batch norm is that of
 * the authors' code, which puts the maximum first and keeps 0.99 of the moving statistics.
 */
export class SpatialGate extends layers.Layer {
  /** The name tfjs saves and loads the layer under. */
  static readonly className = 'SpatialGate';
  /** Height and width of the convolution in pixels. */
  readonly kernelSize: number;
  /** How much of the moving statistics stays at each training step. */
  readonly momentum: number;
  /** Added to the variance before the root is taken. */
  readonly epsilon: number;
  /** Seed of the convolution's first weights. */
  readonly seed: number | string;
  private kernel: LayerVariable | undefined;
  private gamma: LayerVariable | undefined;
  private beta: LayerVariable | undefined;
  private movingMean: LayerVariable | undefined;
  private movingVariance: LayerVariable | undefined;

  /** @throws FacePerturbError `invalid-option` for a value out of its range. */
  constructor(options: SpatialGateOptions = {}) {
    super(options);
    const own = ['kernelSize', 'momentum', 'epsilon', 'seed'];
    checkOptionNames('SpatialGate', options, [...own, ...LAYER_ARGUMENT_NAMES]);
    const { kernelSize = 7, momentum = 0.9, epsilon = 1e-5, seed = 0 } = options;
    this.kernelSize = checkOddSize(kernelSize);
    this.momentum = checkNumber('SpatialGate: momentum', momentum, { min: 0, max: 1 });
    this.epsilon = checkNumber('SpatialGate: epsilon', epsilon, { min: 0 });
    createRandom(seed);
    this.seed = seed;
  }

  override build(inputShape: (number | null)[] | (number | null)[][]): void {
    checkFeatureShape(this.name, inputShape);
    const shape = [this.kernelSize, this.kernelSize, 2, 1];
    const { zeros, ones } = initializers;
    this.kernel = this.addWeight('kernel', shape, 'float32', zeros());
    this.gamma = this.addWeight('gamma', [1], 'float32', ones());
    this.beta = this.addWeight('beta', [1], 'float32', zeros());
    this.movingMean = this.addWeight('moving_mean', [1], 'float32', zeros(), undefined, false);
    this.movingVariance = this.addWeight('moving_variance', [1], 'float32', ones(), undefined, false);
    const first = tf.tensor(heNormal(createRandom(this.seed).fork('kernel'), shape), shape);
    this.kernel.write(first);
    first.dispose();
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean } = {}): tf.Tensor4D {
    const features = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    checkFeatureShape(this.name, features.shape);
    return tf.tidy(() => {
      if (kwargs.training !== true) return tf.mul(features, this.attention(features));
      const summary = this.summarise(features);
      const batch = tf.moments(summary, [0, 1, 2]) as Statistics;
      this.updateMovingStatistics(batch);
      return tf.mul(features, this.squash(summary, batch));
    });
  }

  /**
   * The attention of each pixel, with the moving statistics (as in inference).
   *
   * @param features - What the gate is given in its network: `[B,H,W,C]`, of any C.
   * @returns The attention `[B,H,W,1]`, in [0, 1]. The caller disposes it.
   * @throws FacePerturbError `invalid-argument` before the layer is built, `invalid-shape` for a tensor of another rank.
   */
  attention(features: tf.Tensor4D): tf.Tensor4D {
    checkFeatureShape(this.name, features.shape);
    return tf.tidy(() => {
      const moving = { mean: read(this.movingMean), variance: read(this.movingVariance) } as Statistics;
      return this.squash(this.summarise(features), moving);
    });
  }

  override computeOutputShape<Shape>(inputShape: Shape): Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { kernelSize, momentum, epsilon, seed } = this;
    return { ...super.getConfig(), kernelSize, momentum, epsilon, seed };
  }

  /** Channel mean and maximum, and their convolution: [B,H,W,1], not yet normalised. */
  private summarise(features: tf.Tensor4D): tf.Tensor4D {
    const channels = -1;
    const descriptors = tf.concat([tf.mean(features, channels, true), tf.max(features, channels, true)], channels);
    return tf.conv2d(descriptors as tf.Tensor4D, read(this.kernel) as tf.Tensor4D, 1, 'same');
  }

  private squash(summary: tf.Tensor4D, { mean, variance }: Statistics): tf.Tensor4D {
    const [beta, gamma] = [read(this.beta) as tf.Tensor1D, read(this.gamma) as tf.Tensor1D];
    return tf.sigmoid(tf.batchNorm4d(summary, mean, variance, beta, gamma, this.epsilon));
  }

  /** The statistics are only assigned, never read again in this call, so no gradient runs through them. */
  private updateMovingStatistics({ mean, variance }: Statistics): void {
    for (const [moving, batch] of [
      [this.movingMean, mean],
      [this.movingVariance, variance],
    ] as const) {
      const before = read(moving);
      moving?.write(tf.add(before, tf.mul(tf.sub(batch, before), 1 - this.momentum)));
    }
  }
}
tf.serialization.registerClass(SpatialGate);

function read(weight: LayerVariable | undefined): tf.Tensor {
  if (weight) return weight.read();
  throw new FacePerturbError('SpatialGate: attention', {
    code: 'invalid-argument',
    expected: 'a gate that is built',
    received: 'a gate without weights',
    fix: 'Use the layer in a model, or call gate.apply(features), first.',
  });
}

function checkOddSize(size: unknown): number {
  if (checkNumber('SpatialGate: kernelSize', size, { min: 1, integer: true }) % 2 === 1) return size as number;
  const details = { code: 'invalid-option', expected: 'an odd number', received: show(size) } as const;
  throw new FacePerturbError('SpatialGate: kernelSize', details);
}

function checkFeatureShape(name: string, shape: readonly unknown[]): void {
  if (shape.length === 4 && !Array.isArray(shape[0])) return;
  throw new FacePerturbError(`SpatialGate ${show(name)}: features`, {
    code: 'invalid-shape',
    expected: 'one tensor [batch, height, width, channels]',
    received: `shape ${show(shape)}`,
  });
}
