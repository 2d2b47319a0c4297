import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';

export async function useBackend(name: 'cpu' | 'wasm'): Promise<void> {
  await import(/* @vite-ignore */ `@tensorflow/tfjs-backend-${name}`);
  await tf.setBackend(name);
  await tf.ready();
}
