/** A program of its own: replays parameters on pictures, both read from stdin as JSON, and prints the bytes of the result. */
import { text } from 'node:stream/consumers';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../../src/backends/useBackend.js';
import { replay } from '../../src/perturb/index.js';
import type { PerturbationParameters } from '../../src/perturb/index.js';

/** What the program is told. */
export interface Task {
  readonly backend: 'cpu' | 'wasm';
  readonly shape: [number, number, number, number];
  /** Float32 values in base64. */
  readonly images: string;
  readonly parameters: readonly PerturbationParameters[];
}

const { backend, shape, images, parameters } = JSON.parse(await text(process.stdin)) as Task;
await useBackend(backend);
const batch = tf.tensor4d(new Float32Array(new Uint8Array(Buffer.from(images, 'base64')).buffer), shape);
const results = parameters.map((each) => {
  const values = replay(batch, each).dataSync() as Float32Array;
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
});
console.log(JSON.stringify({ process: process.pid, results }));
