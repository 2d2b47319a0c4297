import * as tf from '@tensorflow/tfjs-core';
import { OWN_KERNELS } from '../../support/ownKernels.js';
import { filterGradient } from './filterGradient.js';
import type { ProgramRunner } from './program.js';
import { giveSameBits } from './sameBits.js';
import { sgdStep } from './sgd.js';

const FILTER_GRADIENT = 'Conv2DBackpropFilter';

let registered: tf.KernelFunc | undefined;

/**
 * Readies the active webgpu backend for training.
 *
 * @returns Names of the kernels that are ours.
 */
export function registerWebgpuKernels(): string[] {
  giveSameBits(tf.backend() as unknown as ProgramRunner);
  const stock = tf.getKernel(FILTER_GRADIENT, 'webgpu').kernelFunc;
  if (stock !== registered) {
    registered = filterGradient(stock);
    tf.unregisterKernel(FILTER_GRADIENT, 'webgpu');
    tf.registerKernel({ kernelName: FILTER_GRADIENT, backendName: 'webgpu', kernelFunc: registered });
  }
  if (!tf.getKernel(OWN_KERNELS.sgd, 'webgpu')) {
    tf.registerKernel({ kernelName: OWN_KERNELS.sgd, backendName: 'webgpu', kernelFunc: sgdStep });
  }
  return [FILTER_GRADIENT, OWN_KERNELS.sgd];
}
