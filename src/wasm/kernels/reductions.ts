import { util, type TensorInfo } from '@tensorflow/tfjs-core';
import { addressOf, withScratch } from '../backend.js';
import { companionOf } from '../companion.js';
import { attributes, type Compute, type KernelCall, type TrainingKernel } from './kernel.js';

interface ReductionAttributes {
  axis: number | number[];
  keepDims: boolean;
}

/** The fast case: float32, all axes but the last. Everything else stays with the stock kernel. */
function overLeadingAxes(stock: Compute | undefined, scale: (rows: number) => number): Compute {
  return (call) => {
    const { x } = call.inputs as { x: TensorInfo };
    const { axis, keepDims } = attributes<ReductionAttributes>(call);
    const axes = util.parseAxisParam(axis, x.shape);
    const leading = x.shape.length > 1 && axes.length === x.shape.length - 1 && !axes.includes(x.shape.length - 1);
    if (stock && (!leading || x.dtype !== 'float32')) return stock(call);
    return channelSums(call, x, keepDims, scale);
  };
}

function channelSums(
  { backend }: KernelCall,
  x: TensorInfo,
  keepDims: boolean,
  scale: (rows: number) => number,
): TensorInfo {
  const channels = x.shape[x.shape.length - 1] as number;
  const rows = util.sizeFromShape(x.shape.slice(0, -1));
  const shape = keepDims ? [...x.shape.slice(0, -1).map(() => 1), channels] : [channels];
  const out = backend.makeOutput(shape, 'float32');
  const [from, to] = [addressOf(backend, x), addressOf(backend, out)];
  withScratch(backend, 8 * channels, (totals) => {
    companionOf(backend).channelSums(from, to, rows, channels, scale(rows), totals);
  });
  return out;
}

/** Sums and means over all axes but the last. */
export const REDUCTION_KERNELS: TrainingKernel[] = [
  { name: 'Sum', reason: 'slow', probes: [], make: (stock) => overLeadingAxes(stock, () => 1) },
  { name: 'Mean', reason: 'slow', probes: [], make: (stock) => overLeadingAxes(stock, (rows) => 1 / rows) },
];
