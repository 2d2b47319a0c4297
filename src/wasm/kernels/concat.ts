import { util, type TensorInfo } from '@tensorflow/tfjs-core';
import { addressOf } from '../backend.js';
import { companionOf } from '../companion.js';
import { attributes, type Compute, type KernelCall, type TrainingKernel } from './kernel.js';

/** Joining along an inner axis; the stock kernel makes a JavaScript view of every row, and keeps all other calls. */
function concat(stock: Compute | undefined): Compute {
  return (call) => {
    const tensors = Object.values(call.inputs);
    const { axis } = attributes<{ axis: number }>(call);
    const [first] = tensors;
    const along = first ? util.parseAxisParam(axis, first.shape)[0] : undefined;
    const plain = tensors.length > 1 && tensors.every(({ dtype }) => dtype === 'float32');
    if (!first || along === undefined || !plain || along === 0) return (stock as Compute)(call);
    return joined(call, tensors, along);
  };
}

function joined({ backend }: KernelCall, tensors: TensorInfo[], axis: number): TensorInfo {
  const shape = [...(tensors[0] as TensorInfo).shape];
  shape[axis] = tensors.reduce((sum, tensor) => sum + (tensor.shape[axis] as number), 0);
  const result = backend.makeOutput(shape, 'float32');
  const rows = util.sizeFromShape(shape.slice(0, axis));
  const step = util.sizeFromShape(shape.slice(axis)) * 4;
  let to = addressOf(backend, result);
  for (const tensor of tensors) {
    const count = util.sizeFromShape(tensor.shape.slice(axis));
    companionOf(backend).copyRows(addressOf(backend, tensor), rows, count, to, step);
    to += count * 4;
  }
  return result;
}

/** Concatenation, as a spatial gate joins its two summaries of the channels. */
export const CONCAT_KERNELS: TrainingKernel[] = [{ name: 'Concat', reason: 'slow', probes: [], make: concat }];
