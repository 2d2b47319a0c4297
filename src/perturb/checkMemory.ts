import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { FacePerturbError } from '../support/errors.js';

/** What WebAssembly can address, less a little for what is not tensors. */
const WASM_BYTES = 0.95 * 2 ** 32;

/**
 * Throws when a step would not fit into the wasm backend's memory, which otherwise ends in a bare "memory access out of bounds", or
 * in other tensors' values being written over.
 *
 * @param numbers - How many are held at once beside all tensors that there are.
 */
export function checkMemory(what: string, images: Tensor4D, numbers: number): void {
  if (tf.getBackend() !== 'wasm') return;
  const held = tf.memory().numBytes;
  const needed = 4 * numbers;
  if (held + needed <= WASM_BYTES) return;
  throw new FacePerturbError(`${what}: images`, {
    code: 'invalid-shape',
    expected: `a batch for which ${gigabytes(needed)} more fit into the wasm backend's memory, which ends at 4 GB`,
    received: `[${images.shape.join(', ')}] beside ${gigabytes(held)} of tensors`,
    fix: "Dispose tensors that are no longer needed, take fewer or smaller pictures at once, or useBackend('cpu').",
  });
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`;
}
