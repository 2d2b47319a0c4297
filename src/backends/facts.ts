import * as tf from '@tensorflow/tfjs-core';

/** A backend this library can start, by the name tfjs registers it under. */
export type BackendName = 'wasm' | 'cpu' | 'webgl' | 'webgpu' | 'tensorflow';

/** What is known of the backend in use. */
export interface BackendFacts {
  /** The name tfjs registers it under. */
  readonly name: BackendName;
  /** Whether it computes with SIMD; only the wasm backend says so, others give undefined. */
  readonly simd: boolean | undefined;
  /** Threads of the wasm backend (1 in Node); undefined for the others. */
  readonly threads: number | undefined;
  /** Bits of a float: 32, or 16 on some graphics hardware. */
  readonly floatPrecision: 16 | 32;
  /** Whether every kernel that training this library's networks needs is there. */
  readonly canTrain: boolean;
  /** Names of the kernels that training needs and that are not there. */
  readonly missingKernels: readonly string[];
  /** Names of the kernels that are ours: added, corrected or faster. Empty but on wasm and webgpu. */
  readonly ownKernels: readonly string[];
}

/** Kernels that a training step of the networks in `face-perturb/models` runs. */
const TRAINING_KERNELS = [
  'Add', 'AddN', 'AvgPool', 'AvgPoolGrad', 'BatchMatMul', 'Cast', 'Concat', 'Conv2D', 'Conv2DBackpropFilter',
  'Conv2DBackpropInput', 'DepthwiseConv2dNative', 'DepthwiseConv2dNativeBackpropFilter',
  'DepthwiseConv2dNativeBackpropInput', 'Exp', 'Fill', 'FusedBatchNorm', 'GatherV2', 'Identity', 'Log', 'Max', 'MaxPool',
  'MaxPoolGrad', 'Mean', 'Multiply', 'PadV2', 'RealDiv', 'Relu', 'Reshape', 'ResizeBilinear', 'ResizeBilinearGrad',
  'Rsqrt', 'Select', 'Sigmoid', 'Slice', 'Softmax', 'SplitV', 'Sqrt', 'Square', 'SquaredDifference', 'Step', 'Sub', 'Sum',
  'Tile', 'Transpose', 'UnsortedSegmentSum', 'ZerosLike',
]; // prettier-ignore

/** The part of the wasm backend that knows its threads; its package's own function needs the package at hand. */
interface WithThreads {
  readonly wasm: { readonly tfjs: { getThreadsCount(): number } };
}

/** Reads the facts of the active backend. */
export async function readFacts(name: BackendName, own: readonly string[]): Promise<BackendFacts> {
  const missingKernels = TRAINING_KERNELS.filter((kernel) => !tf.getKernel(kernel, name));
  return Object.freeze({
    name,
    simd: name === 'wasm' ? Boolean(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) : undefined,
    threads: name === 'wasm' ? (tf.backend() as unknown as WithThreads).wasm.tfjs.getThreadsCount() : undefined,
    floatPrecision: tf.backend().floatPrecision(),
    canTrain: missingKernels.length === 0,
    missingKernels: Object.freeze(missingKernels),
    ownKernels: Object.freeze([...own]),
  });
}
