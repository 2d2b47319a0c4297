import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { addressOf, requireFloat32 } from '../backend.js';
import { companionOf } from '../companion.js';
import { attributes, type Compute, type KernelCall, type TrainingKernel } from './kernel.js';
import { sizes, steps, type Geometry } from './shapes.js';

interface PoolAttributes {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  pad: Parameters<typeof backend_util.computePool2DInfo>[4];
  dimRoundingMode?: Parameters<typeof backend_util.computePool2DInfo>[5];
}

function geometry(call: KernelCall, input: number[]): Geometry {
  const { filterSize, strides, pad, dimRoundingMode } = attributes<PoolAttributes>(call);
  const shape = input as [number, number, number, number];
  return backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
}

function maxPool(stock: Compute | undefined): Compute {
  return (call) => {
    const { inputs, backend } = call;
    const { x } = inputs as { x: TensorInfo };
    if (stock && x.dtype !== 'float32') return stock(call);
    const info = geometry(call, x.shape);
    const y = backend.makeOutput(info.outShape, 'float32');
    const numbers = [info.batchSize, ...sizes(info), ...steps(info)];
    companionOf(backend).maxPool(addressOf(backend, x), addressOf(backend, y), ...numbers);
    return y;
  };
}

function maxPoolGradient(call: KernelCall): TensorInfo {
  const { inputs, backend } = call;
  const { input, dy } = inputs as { input: TensorInfo; dy: TensorInfo };
  requireFloat32('MaxPoolGrad', 'input', input);
  requireFloat32('MaxPoolGrad', 'dy', dy);
  const info = geometry(call, input.shape);
  const dx = backend.makeOutput(input.shape, 'float32');
  const numbers = [info.batchSize, ...sizes(info), ...steps(info)];
  const [from, gradient, to] = [input, dy, dx].map((each) => addressOf(backend, each)) as [number, number, number];
  companionOf(backend).maxPoolGradient(from, gradient, to, ...numbers);
  return dx;
}

/** Windows without a positive element, where the stock gradient of tfjs 4.22 goes to element 0 of the whole tensor. */
const negatives = {
  inputs: {
    dy: { shape: [2, 1, 1, 1], values: [1, 1] },
    input: { shape: [2, 2, 2, 1], values: [-3, -1, -2, -4, 1, 2, 3, 4] },
    output: { shape: [2, 1, 1, 1], values: [-1, 4] },
  },
  attrs: { filterSize: [2, 2], strides: [2, 2], pad: 'valid' },
};

/** Max pooling and its gradient. */
export const POOLING_KERNELS: TrainingKernel[] = [
  { name: 'MaxPool', reason: 'slow', probes: [], make: maxPool },
  { name: 'MaxPoolGrad', reason: 'wrong', probes: [negatives], make: () => maxPoolGradient },
];
