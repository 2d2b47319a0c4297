import * as tf from '@tensorflow/tfjs-core';
import { OWN_KERNELS } from '../../support/ownKernels.js';

/** The gradient of ReLU in one pass where the backend has a kernel for it, and otherwise as tfjs composes it. */
export const reluGradient: tf.GradConfig = {
  kernelName: 'Relu',
  inputsToSave: ['x'],
  gradFunc: (dy, saved) => {
    const upstream = dy as tf.Tensor;
    const [x] = saved as [tf.Tensor];
    return { x: () => (canFuse(x, upstream) ? fused(upstream, x) : tf.mul(upstream, tf.cast(tf.step(x), 'float32'))) };
  },
};

function canFuse(x: tf.Tensor, dy: tf.Tensor): boolean {
  const known = tf.getKernel(OWN_KERNELS.reluGradient, tf.getBackend()) !== undefined;
  return known && x.dtype === 'float32' && dy.dtype === 'float32';
}

function fused(dy: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.engine().runKernel(OWN_KERNELS.reluGradient, { dy, x }) as tf.Tensor;
}
