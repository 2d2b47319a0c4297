import * as tf from '@tensorflow/tfjs-core';
import { OWN_KERNELS } from '../../support/ownKernels.js';
import { registerGradients } from '../../wasm/gradients/register.js';
import { batchNorm, batchNormGradient } from './batchNorm.js';
import { dropout } from './dropout.js';
import { filterGradient } from './filterGradient.js';
import type { ProgramRunner } from './program.js';
import { reluGradient } from './reluGradient.js';
import { giveSameBits } from './sameBits.js';
import { sgdStep } from './sgd.js';
import { sumOfRows } from './sum.js';

/** Kernels that build on tfjs's own. */
const REPLACED: Readonly<Record<string, (stock: tf.KernelFunc) => tf.KernelFunc>> = {
  Conv2DBackpropFilter: filterGradient,
  Sum: sumOfRows,
};

/** Kernels that tfjs has no name for. */
const ADDED: Readonly<Record<string, tf.KernelFunc>> = {
  [OWN_KERNELS.batchNorm]: batchNorm,
  [OWN_KERNELS.batchNormGradient]: batchNormGradient,
  [OWN_KERNELS.reluGradient]: reluGradient,
  [OWN_KERNELS.dropout]: dropout,
  [OWN_KERNELS.sgd]: sgdStep,
};

const ours = new WeakSet<tf.KernelFunc>();

/**
 * Readies the active webgpu backend for training. The gradients that ours replace, for all backends, fill tensors with ones in JavaScript
 * and hand them to the card.
 *
 * @returns Names of the kernels that are ours.
 */
export function registerWebgpuKernels(): string[] {
  giveSameBits(tf.backend() as unknown as ProgramRunner);
  registerGradients([]);
  for (const [name, make] of Object.entries(REPLACED)) {
    const stock = tf.getKernel(name, 'webgpu').kernelFunc;
    if (ours.has(stock)) continue;
    tf.unregisterKernel(name, 'webgpu');
    add(name, make(stock));
  }
  for (const [name, compute] of Object.entries(ADDED)) if (!tf.getKernel(name, 'webgpu')) add(name, compute);
  return [...Object.keys(REPLACED), ...Object.keys(ADDED)].sort();
}

function add(kernelName: string, kernelFunc: tf.KernelFunc): void {
  ours.add(kernelFunc);
  tf.registerKernel({ kernelName, backendName: 'webgpu', kernelFunc });
}
