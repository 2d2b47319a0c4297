import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { attributes, type Compute, type KernelCall, type TrainingKernel } from './kernel.js';

/** A second reference to the same data, as the cpu backend does it; the stock kernel copies, for every saved activation. */
function identity({ inputs, backend }: KernelCall): TensorInfo {
  const { x } = inputs as { x: TensorInfo };
  backend.incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
}

/** A cast to the type a tensor has already is a clone; tfjs-layers asks for one in every batch normalisation. */
function cast(stock: Compute | undefined): Compute {
  return (call) => {
    const { x } = call.inputs as { x: TensorInfo };
    const same = attributes<{ dtype: DataType }>(call).dtype === x.dtype;
    return same || !stock ? identity(call) : stock(call);
  };
}

/** Clones, and casts that change nothing. */
export const IDENTITY_KERNELS: TrainingKernel[] = [
  { name: 'Identity', reason: 'slow', probes: [], make: () => identity },
  { name: 'Cast', reason: 'slow', probes: [], make: cast },
];
