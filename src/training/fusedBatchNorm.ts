import * as tf from '@tensorflow/tfjs-core';
import type { layers, LayerVariable } from '@tensorflow/tfjs-layers';
import { OWN_KERNELS } from '../support/ownKernels.js';
import type { LayerCall } from './layerCall.js';

/** What tfjs-layers keeps on a batch normalisation layer. */
interface BatchNormLayer extends layers.Layer {
  axis: number;
  momentum: number;
  epsilon: number;
  gamma?: LayerVariable;
  beta?: LayerVariable;
  movingMean: LayerVariable;
  movingVariance: LayerVariable;
}

/**
 * The call of a batch normalisation layer that trains in two passes over memory forward and two back, where the active backend has
 * kernels for it; tfjs composes them of about twenty-five.
 */
export function fusedBatchNorm(each: layers.Layer, original: LayerCall): LayerCall {
  const layer = each as BatchNormLayer;
  const kernels = [OWN_KERNELS.batchNorm, OWN_KERNELS.batchNormGradient];
  if (!kernels.every((name) => tf.getKernel(name, tf.getBackend()))) return original;
  return (inputs, kwargs) => {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const { gamma, beta, axis } = layer;
    const last = axis === -1 || axis === (x?.rank ?? 0) - 1;
    if (kwargs?.training !== true || !gamma || !beta || !last || x?.dtype !== 'float32')
      return original.call(layer, inputs, kwargs);
    return tf.tidy(() => {
      const { y, mean, variance } = normalise(x, gamma.read(), beta.read(), layer.epsilon);
      moveTowards(layer.movingMean, mean, layer.momentum);
      moveTowards(layer.movingVariance, variance, layer.momentum);
      tf.dispose([mean, variance]);
      return y;
    });
  };
}

/** Batch normalisation by the batch's own (biased) statistics, which the caller disposes. */
function normalise(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number,
): Record<'y' | 'mean' | 'variance', tf.Tensor> {
  let statistics: tf.Tensor[] = [];
  const op = tf.customGrad((...args) => {
    const [input, scale, offset, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const inputs = { x: input, gamma: scale, beta: offset };
    const [y, mean, variance] = tf.engine().runKernel(OWN_KERNELS.batchNorm, inputs, { epsilon }) as Tensors;
    // tfjs disposes all that its gradient function leaves behind but the value.
    statistics = [tf.keep(mean), tf.keep(variance)];
    save([input, scale, mean, variance]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [savedX, savedGamma, savedMean, savedVariance] = saved as [...Tensors, tf.Tensor];
      const all = { dy, x: savedX, gamma: savedGamma, mean: savedMean, variance: savedVariance };
      return tf.engine().runKernel(OWN_KERNELS.batchNormGradient, all, { epsilon }) as Tensors;
    };
    return { value: y, gradFunc };
  });
  const y = op(x, gamma, beta);
  const [mean, variance] = statistics as [tf.Tensor, tf.Tensor];
  return { y, mean, variance };
}

type Tensors = [tf.Tensor, tf.Tensor, tf.Tensor];

function moveTowards(moving: LayerVariable, value: tf.Tensor, momentum: number): void {
  const before = moving.read();
  moving.write(tf.add(before, tf.mul(tf.sub(value, before), 1 - momentum)));
}
