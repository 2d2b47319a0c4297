import * as tf from '@tensorflow/tfjs-core';
import type { Prepared, Setting, TimedTask } from '../task.js';
import { settle, tensor } from '../tensors.js';
import { nameOf, RESNET50_SHAPES, VGG16_SHAPES, type ConvolutionShape } from './shapes.js';

/** The three products of a convolution's training. */
export const CONVOLUTION_WORK = ['forward', 'inputGradient', 'filterGradient'] as const;

type Work = (typeof CONVOLUTION_WORK)[number];

/** Every distinct convolution of both networks, forward and both gradients, by their kernels alone. */
export const CONVOLUTION_TASKS: TimedTask[] = [...VGG16_SHAPES, ...RESNET50_SHAPES].flatMap((shape) =>
  CONVOLUTION_WORK.map((work) => ({
    name: `convolution/${nameOf(shape)}/${work}`,
    unit: 'GFLOP',
    setup: (setting: Setting) => setup(shape, work, setting),
  })),
);

function setup(shape: ConvolutionShape, work: Work, { quick, slow }: Setting): Prepared {
  const { side, channels, filters, kernel, stride } = shape;
  const batch = quick || slow ? 1 : shape.batch;
  const pad = (kernel - 1) / 2;
  const out = Math.floor((side + 2 * pad - kernel) / stride) + 1;
  const x = tensor<tf.Rank.R4>([batch, side, side, channels]);
  const filter = tensor<tf.Rank.R4>([kernel, kernel, channels, filters]);
  const dy = tensor<tf.Rank.R4>([batch, out, out, filters]);
  const attributes = { strides: stride, pad, dataFormat: 'NHWC', dilations: 1 };
  const compute: Record<Work, () => tf.Tensor> = {
    forward: () => kernelOf('Conv2D', { x, filter }, attributes),
    inputGradient: () => kernelOf('Conv2DBackpropInput', { dy, filter }, { ...attributes, inputShape: x.shape }),
    filterGradient: () => kernelOf('Conv2DBackpropFilter', { x, dy }, { ...attributes, filterShape: filter.shape }),
  };
  return {
    // A multiplication and an addition for each pair of an output and a weight it sees, the padding counted in.
    work: (2 * batch * out * out * filters * kernel * kernel * channels) / 1e9,
    given: { batch, side, out, channels, filters, kernel, stride, pad, work },
    run: () => settle(compute[work]()),
    check: () => meanMagnitude(compute[work]),
    dispose: () => tf.dispose([x, filter, dy]),
  };
}

function kernelOf(name: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap) as tf.Tensor;
}

async function meanMagnitude(compute: () => tf.Tensor): Promise<number[]> {
  const result = compute();
  const values = await result.data();
  result.dispose();
  let sum = 0;
  for (const value of values) sum += Math.abs(value);
  return [sum / values.length];
}
