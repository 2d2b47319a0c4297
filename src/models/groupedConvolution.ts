import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import { checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { LAYER_ARGUMENT_NAMES, type LayerArguments } from './layerArguments.js';

/** Options of {@link GroupedConvolution}. */
export interface GroupedConvolutionOptions extends LayerArguments {
  /** Channels that come out; a multiple of `groups`. */
  filters: number;
  /** How many groups the channels fall into, in their order; must divide the channels that go in, too. */
  groups: number;
  /**
   * Height and width of the kernel, an odd number of pixels. There are (kernelSize - 1) / 2 zeros around the picture.
   * @default 3
   */
  kernelSize?: number;
  /**
   * Pixels from one place to the next.
   * @default 1
   */
  stride?: number;
}

/** So many input channels are convolved at a time, where the groups let it: the fastest for the shapes of DPN26 on wasm. */
const BLOCK_CHANNELS = 48;

/**
 * A convolution without bias in groups: the channels of each group see those of the same group alone. Features
 * `[B,H,W,C]` to `[B, ceil(H / stride), ceil(W / stride), filters]`. One weight, `kernel`
 * `[kernelSize, kernelSize, C / groups, filters]`.
 *
 * tfjs has no such convolution. Neighbouring groups are convolved together by one kernel that is zero between them, as many
 * as make about 48 channels: fewer would make products too small to be fast, more would multiply too many zeros.
 *
 * Source: Krizhevsky et al. 2012, section 3.5; Xie et al. 2017, "Aggregated Residual Transformations".
 */
export class GroupedConvolution extends layers.Layer {
  /** The name tfjs saves and loads the layer under. */
  static readonly className = 'GroupedConvolution';
  /** Channels that come out. */
  readonly filters: number;
  /** Groups of channels. */
  readonly groups: number;
  /** Height and width of the kernel in pixels. */
  readonly kernelSize: number;
  /** Pixels from one place to the next. */
  readonly stride: number;
  private kernel: LayerVariable | undefined;

  /** @throws FacePerturbError `invalid-option` for a value out of its range. */
  constructor(options: GroupedConvolutionOptions) {
    super(options);
    const own = ['filters', 'groups', 'kernelSize', 'stride'];
    checkOptionNames('GroupedConvolution', options, [...own, ...LAYER_ARGUMENT_NAMES]);
    const { filters, groups, kernelSize = 3, stride = 1 } = options;
    const whole = (name: string, value: unknown): number =>
      checkNumber(`GroupedConvolution: ${name}`, value, { min: 1, integer: true });
    this.groups = whole('groups', groups);
    this.filters = checkDivides('filters', whole('filters', filters), this.groups);
    this.kernelSize = whole('kernelSize', kernelSize);
    this.stride = whole('stride', stride);
    if (this.kernelSize % 2 === 0) {
      const details = { code: 'invalid-option', expected: 'an odd number', received: show(kernelSize) } as const;
      throw new FacePerturbError('GroupedConvolution: kernelSize', details);
    }
  }

  /**
   * Makes the kernel for features of this shape, [B,H,W,C].
   * @param inputShape - Of the features.
   * @throws FacePerturbError `invalid-option` when the groups do not divide the channels.
   */
  override build(inputShape: (number | null)[]): void {
    const channels = checkDivides('channels of the features', inputShape.at(-1) as number, this.groups);
    const shape = [this.kernelSize, this.kernelSize, channels / this.groups, this.filters];
    this.kernel = this.addWeight('kernel', shape, 'float32', initializers.zeros());
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor4D {
    const features = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    return tf.tidy(() => this.convolve(features, this.kernel?.read() as tf.Tensor4D));
  }

  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    const [batch, height, width] = inputShape as [number | null, number | null, number | null];
    const strided = (side: number | null): number | null => (side === null ? null : Math.ceil(side / this.stride));
    return [batch, strided(height), strided(width), this.filters];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { filters, groups, kernelSize, stride } = this;
    return { ...super.getConfig(), filters, groups, kernelSize, stride };
  }

  private convolve(features: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
    const [size, , depth] = kernel.shape;
    const together = groupsTogether(this.groups, depth);
    const blocks = this.groups / together;
    const pieces = blocks === 1 ? [features] : (tf.split(features, blocks, 3) as tf.Tensor4D[]);
    const kernels = blocks === 1 ? [kernel] : (tf.split(kernel, blocks, 3) as tf.Tensor4D[]);
    const convolved = pieces.map((piece, at) =>
      tf.conv2d(piece, withZerosBetween(kernels[at] as tf.Tensor4D, together), this.stride, (size - 1) / 2),
    );
    return blocks === 1 ? (convolved[0] as tf.Tensor4D) : (tf.concat(convolved, 3) as tf.Tensor4D);
  }
}
tf.serialization.registerClass(GroupedConvolution);

/** The most groups that divide all groups and have no more channels than a block. */
function groupsTogether(groups: number, depth: number): number {
  for (let together = Math.floor(BLOCK_CHANNELS / depth); together > 1; together--) {
    if (groups % together === 0) return together;
  }
  return 1;
}

/** The kernel [k,k,depth,F] of some groups as one [k,k,groups * depth,F] that is zero from one group to another. */
function withZerosBetween(kernel: tf.Tensor4D, groups: number): tf.Tensor4D {
  if (groups === 1) return kernel;
  const [height, width, depth, filters] = kernel.shape;
  const own = filters / groups;
  const same = Float32Array.from({ length: groups * filters }, (_, at) =>
    Math.floor((at % filters) / own) === Math.floor(at / filters) ? 1 : 0,
  );
  const repeated = tf.mul(
    tf.reshape(kernel, [height * width, 1, depth, filters]),
    tf.tensor(same, [1, groups, 1, filters]),
  );
  return tf.reshape(repeated, [height, width, groups * depth, filters]);
}

function checkDivides(what: string, count: number, groups: number): number {
  if (count % groups === 0) return count;
  throw new FacePerturbError(`GroupedConvolution: ${what}`, {
    code: 'invalid-option',
    expected: `a multiple of the ${groups} groups`,
    received: show(count),
  });
}
