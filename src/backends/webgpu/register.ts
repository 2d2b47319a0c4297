import * as tf from '@tensorflow/tfjs-core';
import { OWN_KERNELS } from '../../support/ownKernels.js';
import { registerGradients } from '../../wasm/gradients/register.js';
import { batchNorm, batchNormGradient } from './batchNorm.js';
import { filterGradient } from './filterGradient.js';
import type { ProgramRunner } from './program.js';
import { reluGradient } from './reluGradient.js';
import { giveSameBits } from './sameBits.js';
import { sgdStep } from './sgd.js';

const FILTER_GRADIENT = 'Conv2DBackpropFilter';

/** Kernels that tfjs has no name for. */
const ADDED: Readonly<Record<string, tf.KernelFunc>> = {
  [OWN_KERNELS.batchNorm]: batchNorm,
  [OWN_KERNELS.batchNormGradient]: batchNormGradient,
  [OWN_KERNELS.reluGradient]: reluGradient,
  [OWN_KERNELS.sgd]: sgdStep,
};

let registered: tf.KernelFunc | undefined;

/**
 * Readies the active webgpu backend for training. The gradients that ours replace, for all backends, fill tensors with ones in JavaScript
 * and hand them to the card.
 *
 * @returns Names of the kernels that are ours.
 */
export function registerWebgpuKernels(): string[] {
  giveSameBits(tf.backend() as unknown as ProgramRunner);
  registerGradients([]);
  const stock = tf.getKernel(FILTER_GRADIENT, 'webgpu').kernelFunc;
  if (stock !== registered) {
    registered = filterGradient(stock);
    tf.unregisterKernel(FILTER_GRADIENT, 'webgpu');
    add(FILTER_GRADIENT, registered);
  }
  for (const [name, compute] of Object.entries(ADDED)) if (!tf.getKernel(name, 'webgpu')) add(name, compute);
  return [FILTER_GRADIENT, ...Object.keys(ADDED)];
}

function add(kernelName: string, kernelFunc: tf.KernelFunc): void {
  tf.registerKernel({ kernelName, backendName: 'webgpu', kernelFunc });
}
