import * as tf from '@tensorflow/tfjs-core';
import type { layers, LayerVariable } from '@tensorflow/tfjs-layers';
import type { LayerCall } from './layerCall.js';

/** What tfjs-layers keeps on a two-dimensional convolution. */
interface ConvolutionLayer extends layers.Layer {
  kernel: LayerVariable;
  bias: LayerVariable | null;
  strides: [number, number];
  padding: 'same' | 'valid';
  dilationRate: [number, number];
  dataFormat: string;
  activation: { getClassName(): string } | null;
}

/**
 * The call of a convolution whose gradients are computed only where they are asked for. tfjs-layers takes the fused convolution, which
 * always computes the gradient of the picture as well: for the first convolution of a network, nobody's.
 */
export function lazyConvolution(each: layers.Layer, original: LayerCall): LayerCall {
  const layer = each as ConvolutionLayer;
  const linear = !layer.activation || layer.activation.getClassName() === 'linear';
  if (!linear || layer.dataFormat !== 'channelsLast') return original;
  return (inputs, kwargs) => {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (kwargs?.training !== true || x?.rank !== 4) return original.call(layer, inputs, kwargs);
    const { strides, padding, dilationRate } = layer;
    return tf.tidy(() => {
      const filter = layer.kernel.read() as tf.Tensor4D;
      const y = tf.conv2d(x as tf.Tensor4D, filter, strides, padding, 'NHWC', dilationRate);
      return layer.bias ? tf.add(y, layer.bias.read()) : y;
    });
  };
}
