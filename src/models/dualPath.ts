import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { checkNumber, checkOptionNames } from '../support/checks.js';
import { LAYER_ARGUMENT_NAMES, type LayerArguments } from './layerArguments.js';

/** Options of {@link DualPath}. */
export interface DualPathOptions extends LayerArguments {
  /** How many channels, from the first on, are added up; the others stand one behind the other. */
  residual: number;
}

/**
 * How a block of a dual path network joins what it was given, `[B,H,W,r+c]`, and what it made of it, `[B,H,W,r+d]`:
 * the first r channels of both are added, as in a residual network; the others are kept side by side, as in a dense one,
 * the older first. The result is `[B,H,W,r+c+d]`.
 *
 * Source: Chen et al. 2017, "Dual Path Networks", section 3.2.
 */
export class DualPath extends layers.Layer {
  /** The name tfjs saves and loads the layer under. */
  static readonly className = 'DualPath';
  /** How many channels, from the first on, are added up. */
  readonly residual: number;

  /** @throws FacePerturbError `invalid-option` for a number of channels that is none. */
  constructor(options: DualPathOptions) {
    super(options);
    checkOptionNames('DualPath', options, ['residual', ...LAYER_ARGUMENT_NAMES]);
    this.residual = checkNumber('DualPath: residual', options.residual, { min: 1, integer: true });
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [given, made] = inputs as [tf.Tensor4D, tf.Tensor4D];
    return tf.tidy(() => {
      const [before, after] = [given, made].map((each) => this.parts(each)) as [Parts, Parts];
      return tf.concat([tf.add(before.residual, after.residual), before.dense, after.dense], 3);
    });
  }

  override computeOutputShape(inputShapes: (number | null)[] | (number | null)[][]): (number | null)[] {
    const [given, made] = inputShapes as [(number | null)[], (number | null)[]];
    const channels = (given.at(-1) as number) + (made.at(-1) as number) - this.residual;
    return [...given.slice(0, -1), channels];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), residual: this.residual };
  }

  private parts(features: tf.Tensor4D): Parts {
    const dense = features.shape[3] - this.residual;
    const [residual, rest] = tf.split(features, [this.residual, dense], 3) as [tf.Tensor4D, tf.Tensor4D];
    return { residual, dense: rest };
  }
}
tf.serialization.registerClass(DualPath);

interface Parts {
  residual: tf.Tensor4D;
  dense: tf.Tensor4D;
}
