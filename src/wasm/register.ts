import * as tf from '@tensorflow/tfjs-core';
import { checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import type { WasmBackend } from './backend.js';
import { GRADIENT_NAMES, registerGradients, unregisterGradients } from './gradients/register.js';
import { loadCompanion } from './companion.js';
import { CONCAT_KERNELS } from './kernels/concat.js';
import { FUSED_KERNELS } from './kernels/fused.js';
import { CONVOLUTION_KERNELS } from './kernels/convolution.js';
import { DEPTHWISE_KERNELS } from './kernels/depthwise.js';
import { PARTS, type Compute, type ComputeMany, type TrainingKernel, type Uses } from './kernels/kernel.js';
import { IDENTITY_KERNELS } from './kernels/identity.js';
import { MATMUL_KERNELS } from './kernels/matMul.js';
import { POOLING_KERNELS } from './kernels/pooling.js';
import { REDUCTION_KERNELS } from './kernels/reductions.js';
import { SAME_PADDING_KERNELS } from './kernels/samePadding.js';
import { SEGMENT_KERNELS } from './kernels/segments.js';
import { SLICE_KERNELS } from './kernels/slice.js';
import { stockIsRight } from './probe.js';

const BACKEND = 'wasm';

/** In the order they are registered: a later kernel of the same name builds on (or replaces) an earlier one. */
const KERNELS: TrainingKernel[] = [
  ...SAME_PADDING_KERNELS,
  ...CONVOLUTION_KERNELS,
  ...DEPTHWISE_KERNELS,
  ...POOLING_KERNELS,
  ...SEGMENT_KERNELS,
  ...MATMUL_KERNELS,
  ...REDUCTION_KERNELS,
  ...CONCAT_KERNELS,
  ...SLICE_KERNELS,
  ...IDENTITY_KERNELS,
  ...FUSED_KERNELS,
];

/** Options of {@link registerTrainingKernels}. */
export interface TrainingKernelOptions {
  /**
   * Also replace stock kernels that are right but slower than ours.
   * @default true
   */
  fast?: boolean;
  /**
   * Kernels of ours, and parts of kernels, to leave out, each by its name in {@link TRAINING_KERNEL_NAMES}: the stock kernel
   * (where there is one) and tfjs's own gradient then stay. For comparing, and for going around a fault.
   * @default []
   */
  without?: readonly string[];
}

/** All names that {@link TrainingKernelOptions.without} takes. */
export const TRAINING_KERNEL_NAMES: readonly string[] = [
  ...new Set([...KERNELS.map((kernel) => kernel.name), ...GRADIENT_NAMES, ...PARTS]),
].sort();

/** What {@link registerTrainingKernels} did. */
export interface TrainingKernelReport {
  /** Kernels of ours that tfjs lacks. */
  readonly added: readonly string[];
  /** Kernels of ours in place of stock ones that fail a probe. */
  readonly corrected: readonly string[];
  /** Kernels of ours in place of slower stock ones. */
  readonly accelerated: readonly string[];
}

/** What stood under each name before ours, to go back to. */
const replaced = new Map<string, tf.KernelConfig | undefined>();

let active: TrainingKernelOptions | false = false;

/** The options that the training kernels are registered with; false where they are not. */
export function activeTrainingKernels(): TrainingKernelOptions | false {
  return active;
}

/**
 * Registers the training kernels on tfjs's wasm backend, which must be the active one.
 *
 * Kernels that tfjs lacks are added, stock kernels that give wrong numbers on a probe are replaced, and, unless `fast`
 * is off, right ones that are slow are replaced too. A stock kernel that a future tfjs brings is kept when it passes
 * the probe. Calling it again starts from the stock kernels anew.
 *
 * @returns The names in each group.
 * @throws FacePerturbError `missing-backend` when the active backend is not tfjs's WebAssembly backend, `invalid-option` for
 *   names it does not know.
 */
export async function registerTrainingKernels(options: TrainingKernelOptions = {}): Promise<TrainingKernelReport> {
  checkOptionNames('registerTrainingKernels', options, ['fast', 'without']);
  const { fast = true, without = [] } = options;
  checkNames(without);
  const uses: Uses = (part) => fast && !without.includes(part);
  const backend = tf.backend() as unknown as WasmBackend;
  await loadCompanion(backend);
  unregisterTrainingKernels();
  const report = { added: [] as string[], corrected: [] as string[], accelerated: [] as string[] };
  for (const kernel of KERNELS) {
    if ((kernel.reason === 'slow' && !fast) || without.includes(kernel.name)) continue;
    const stock = tf.getKernel(kernel.name, BACKEND) as tf.KernelConfig | undefined;
    const stockCompute = stock?.kernelFunc as unknown as Compute | undefined;
    const ours = kernel.make(stockCompute, uses);
    if (kernel.reason !== 'slow' && stockCompute && stockIsRight(kernel, stockCompute, ours as Compute, backend))
      continue;
    install(kernel.name, stock, ours);
    const group = kernel.reason === 'slow' ? report.accelerated : stock ? report.corrected : report.added;
    group.push(kernel.name);
  }
  if (fast) registerGradients(without);
  active = { fast, without: [...without] };
  return report;
}

function checkNames(without: readonly string[]): void {
  const unknown = without.filter((name) => !TRAINING_KERNEL_NAMES.includes(name));
  if (unknown.length === 0) return;
  throw new FacePerturbError('registerTrainingKernels: without', {
    code: 'invalid-option',
    expected: `names of training kernels: ${TRAINING_KERNEL_NAMES.join(', ')}`,
    received: unknown.map(show).join(', '),
  });
}

/** Puts the stock kernels and gradients back. */
export function unregisterTrainingKernels(): void {
  active = false;
  unregisterGradients();
  for (const [name, stock] of replaced) {
    tf.unregisterKernel(name, BACKEND);
    if (stock) tf.registerKernel(stock);
  }
  replaced.clear();
}

function install(name: string, stock: tf.KernelConfig | undefined, compute: Compute | ComputeMany): void {
  if (!replaced.has(name)) replaced.set(name, stock);
  if (stock) tf.unregisterKernel(name, BACKEND);
  tf.registerKernel({ kernelName: name, backendName: BACKEND, kernelFunc: compute as unknown as tf.KernelFunc });
}
