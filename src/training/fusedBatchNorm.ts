import * as tf from '@tensorflow/tfjs-core';
import type { layers, LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { OWN_KERNELS } from '../support/ownKernels.js';

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

type Call = layers.Layer['call'];

/**
 * Lets the batch normalisation layers of a model train in two passes over memory forward and two back, where the active
 * backend has a kernel for it; tfjs composes them of about twenty-five. The layers stay tfjs's own, so that the model saves and
 * loads as ever; only their call is exchanged, and only for training.
 *
 * @returns Puts everything back.
 */
export function fuseBatchNorm(model: LayersModel): () => void {
  if (!tf.getKernel(OWN_KERNELS.batchNorm, tf.getBackend())) return () => {};
  const originals = batchNormLayers(model).map((layer) => [layer, Object.hasOwn(layer, 'call'), layer.call] as const);
  for (const [layer, , original] of originals) layer.call = fusedCall(layer, original);
  return () => {
    for (const [layer, own, original] of originals) {
      if (own) layer.call = original;
      else delete (layer as Partial<BatchNormLayer>).call;
    }
  };
}

function batchNormLayers(model: { layers: layers.Layer[] }): BatchNormLayer[] {
  return model.layers.flatMap((layer) => {
    if ('layers' in layer && Array.isArray(layer.layers)) return batchNormLayers(layer as never);
    return layer.getClassName() === 'BatchNormalization' ? [layer as BatchNormLayer] : [];
  });
}

function fusedCall(layer: BatchNormLayer, original: Call): Call {
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
