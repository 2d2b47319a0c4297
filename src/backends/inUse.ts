import * as tf from '@tensorflow/tfjs-core';
import { activeTrainingKernels, type TrainingKernelOptions } from '../wasm/register.js';

/** All it takes to start the active backend in another thread, as plain data. */
export interface BackendInUse {
  /** The name tfjs registers it under. */
  readonly name: string;
  /** Where `useBackend` was told to take the wasm backend's files from. */
  readonly wasmPaths: string | Record<string, string> | undefined;
  /** Options of the training kernels on the wasm backend; false where none are registered. */
  readonly trainingKernels: TrainingKernelOptions | false;
}

let wasmPaths: string | Record<string, string> | undefined;

/** Notes where the wasm backend's files are. */
export function noteWasmPaths(paths: string | Record<string, string>): void {
  wasmPaths = paths;
}

/** Describes the active backend. */
export function backendInUse(): BackendInUse {
  const name = tf.getBackend();
  return { name, wasmPaths: name === 'wasm' ? wasmPaths : undefined, trainingKernels: activeTrainingKernels() };
}
