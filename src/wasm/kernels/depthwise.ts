import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { addressOf, requireFloat32 } from '../backend.js';
import { companionOf } from '../companion.js';
import { attributes, type KernelCall, type TrainingKernel } from './kernel.js';
import { sizes, steps, type Geometry } from './shapes.js';

type Shape4 = [number, number, number, number];

interface DepthwiseAttributes {
  strides: [number, number] | number;
  pad: Parameters<typeof backend_util.computeConv2DInfo>[4];
  dilations?: [number, number] | number;
  dimRoundingMode?: Parameters<typeof backend_util.computeConv2DInfo>[5];
  filterShape: Shape4;
  inputShape: Shape4;
}

function geometry(call: KernelCall, input: number[], filter: number[]): Geometry {
  const { strides, pad, dilations, dimRoundingMode } = attributes<DepthwiseAttributes>(call);
  const [x, w] = [input as Shape4, filter as Shape4];
  return backend_util.computeConv2DInfo(x, w, strides, dilations ?? 1, pad, dimRoundingMode, true);
}

/** Sizes with the channel multiplier, which stands between channels and filter size in the companion's order. */
function depthwiseSizes(info: Geometry, multiplier: number): number[] {
  const [height, width, channels, ...rest] = sizes(info);
  return [height, width, channels, multiplier, ...rest] as number[];
}

function filterGradient(call: KernelCall): TensorInfo {
  const { inputs, backend } = call;
  const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
  const { filterShape } = attributes<DepthwiseAttributes>(call);
  requireFloat32('DepthwiseConv2dNativeBackpropFilter', 'x', x);
  requireFloat32('DepthwiseConv2dNativeBackpropFilter', 'dy', dy);
  const info = geometry(call, x.shape, filterShape);
  const dw = backend.makeOutput(filterShape, 'float32');
  const [from, gradient, to] = [x, dy, dw].map((each) => addressOf(backend, each)) as [number, number, number];
  const numbers = [info.batchSize, ...depthwiseSizes(info, filterShape[3]), ...steps(info)];
  companionOf(backend).depthwiseFilterGradient(from, gradient, to, ...numbers);
  return dw;
}

function inputGradient(call: KernelCall): TensorInfo {
  const { inputs, backend } = call;
  const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
  const { inputShape } = attributes<DepthwiseAttributes>(call);
  requireFloat32('DepthwiseConv2dNativeBackpropInput', 'dy', dy);
  requireFloat32('DepthwiseConv2dNativeBackpropInput', 'filter', filter);
  const info = geometry(call, inputShape, filter.shape);
  const dx = backend.makeOutput(inputShape, 'float32');
  const [gradient, weights, to] = [dy, filter, dx].map((each) => addressOf(backend, each)) as [number, number, number];
  const numbers = [info.batchSize, ...depthwiseSizes(info, filter.shape[3] as number), ...steps(info)];
  companionOf(backend).depthwiseInputGradient(gradient, weights, to, ...numbers);
  return dx;
}

const picture = { shape: [1, 3, 3, 2], values: Array.from({ length: 18 }, (_, k) => ((k * 7) % 11) - 5) };
const filter = { shape: [2, 2, 2, 2], values: Array.from({ length: 16 }, (_, k) => ((k * 5) % 7) - 3) };
const gradient = { shape: [1, 2, 2, 4], values: Array.from({ length: 16 }, (_, k) => ((k * 3) % 5) - 2) };
const attrs = { strides: [1, 1], pad: 'valid', dilations: [1, 1] };

/** Both gradients of the depthwise convolution. */
export const DEPTHWISE_KERNELS: TrainingKernel[] = [
  {
    name: 'DepthwiseConv2dNativeBackpropFilter',
    reason: 'missing',
    probes: [{ inputs: { x: picture, dy: gradient }, attrs: { ...attrs, filterShape: filter.shape } }],
    make: () => filterGradient,
  },
  {
    name: 'DepthwiseConv2dNativeBackpropInput',
    reason: 'missing',
    probes: [{ inputs: { dy: gradient, filter }, attrs: { ...attrs, inputShape: picture.shape } }],
    make: () => inputGradient,
  },
];
