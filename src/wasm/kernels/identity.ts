import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { KernelCall, TrainingKernel } from './kernel.js';

/** A second reference to the same data, as the cpu backend does it; the stock kernel copies, for every saved activation. */
function identity({ inputs, backend }: KernelCall): TensorInfo {
  const { x } = inputs as { x: TensorInfo };
  backend.incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
}

/** Clones. */
export const IDENTITY_KERNELS: TrainingKernel[] = [
  { name: 'Identity', reason: 'slow', probes: [], make: () => identity },
];
