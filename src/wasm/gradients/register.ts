import * as tf from '@tensorflow/tfjs-core';
import { batchNormGradient } from './batchNorm.js';
import { maxGradient, meanGradient, sumGradient } from './reductions.js';
import { reluGradient } from './relu.js';

/** Formulas that avoid what is slow on the wasm backend. They hold on every backend, as tfjs knows only one for all. */
const GRADIENTS: readonly tf.GradConfig[] = [batchNormGradient, sumGradient, meanGradient, maxGradient, reluGradient];

/** The kernels whose gradients are ours. */
export const GRADIENT_NAMES: readonly string[] = GRADIENTS.map((gradient) => gradient.kernelName);

/** What stood there before, to go back to. */
const replaced = new Map<string, tf.GradConfig | undefined>();

/** Replaces tfjs's gradients by ours, but for those of the kernels named. */
export function registerGradients(without: readonly string[]): void {
  for (const gradient of GRADIENTS) {
    const { kernelName } = gradient;
    if (without.includes(kernelName)) continue;
    const stock = tf.getGradient(kernelName) as tf.GradConfig | undefined;
    if (stock === gradient) continue;
    replaced.set(kernelName, stock);
    if (stock) tf.unregisterGradient(kernelName);
    tf.registerGradient(gradient);
  }
}

/** Puts tfjs's own gradients back. */
export function unregisterGradients(): void {
  for (const [kernelName, stock] of replaced) {
    tf.unregisterGradient(kernelName);
    if (stock) tf.registerGradient(stock);
  }
  replaced.clear();
}
