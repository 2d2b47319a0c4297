import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';

/** What tfjs hands a kernel of this backend. */
export interface KernelCall {
  inputs: Record<string, TensorInfo>;
  attrs: NamedAttrMap;
  backend: WasmBackend;
}

/** Computes one kernel call. */
export type Compute = (call: KernelCall) => TensorInfo;

/** Computes a kernel call with several results. */
export type ComputeMany = (call: KernelCall) => TensorInfo[];

/** A small call on which the stock kernel and ours must agree for the stock one to be trusted. */
export interface Probe {
  /** Input tensors by name: shape and values. */
  inputs: Record<string, { shape: number[]; dtype?: 'float32' | 'int32'; values: number[] }>;
  attrs: NamedAttrMap;
}

/**
 * Why a kernel is ours.
 *
 * `missing`: tfjs 4.22 has none. `wrong`: the stock one gives wrong numbers for some inputs. For both, the stock kernel
 * of a future tfjs is kept when it passes the probe. `slow`: the stock one is right, ours is faster.
 */
export type Reason = 'missing' | 'wrong' | 'slow';

/** One kernel of ours, and when it is to be used. */
export interface TrainingKernel {
  /** tfjs's kernel name. */
  name: string;
  reason: Reason;
  /** Calls that tell a right stock kernel from a wrong one; for `missing` and `wrong` kernels, which have one result. */
  probes: Probe[];
  /** Makes the kernel; `stock` is what was registered before, for calls that ours leaves alone. */
  make(stock: Compute | undefined, uses: Uses): Compute | ComputeMany;
}

/** Whether a part of a kernel, by its name in {@link PARTS}, is to be used. */
export type Uses = (part: (typeof PARTS)[number]) => boolean;

/** Parts of kernels that can be left out by themselves: `Winograd`, the way of convolving with 3x3 filters. */
export const PARTS = ['Winograd'] as const;

/** The names of the attributes a kernel reads, with their types; tfjs hands them over untyped. */
export function attributes<T>(call: KernelCall): T {
  return call.attrs as unknown as T;
}
