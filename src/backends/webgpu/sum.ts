import { backend_util, util, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import { channelSum, shareSums } from './channelSums.js';
import type { ProgramRunner } from './program.js';

interface Attributes {
  axis: number | number[] | null;
  keepDims: boolean;
}

/**
 * The sum over the first axes on webgpu, as in the gradient of a bias. tfjs's own moves all values so that those of a channel stand
 * together, and then keeps one group of threads a channel busy, of the hundreds of a card.
 *
 * @param stock - tfjs's kernel, for all other sums.
 */
export function sumOfRows(stock: KernelFunc): KernelFunc {
  return (params) => {
    const { x } = params.inputs as { x: TensorInfo };
    const { axis, keepDims } = params.attrs as unknown as Attributes;
    const axes = util.parseAxisParam(axis ?? x.shape.map((_, at) => at), x.shape).sort((a, b) => a - b);
    const first = axes.length > 0 && axes.length < x.shape.length && axes.every((each, at) => each === at);
    const size = util.sizeFromShape(x.shape);
    if (!first || x.dtype !== 'float32' || size === 0) return stock(params);
    const [kept] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    const channels = util.sizeFromShape(kept);
    const runner = params.backend as unknown as ProgramRunner;
    const rows = { ...x, shape: [size / channels, channels] };
    const sum = channelSum(runner, shareSums(runner, { x: rows }, ['x[at]'], 0), 0, 1);
    return { ...sum, shape: keepDims ? backend_util.expandShapeToKeepDim(kept, axes) : kept };
  };
}
