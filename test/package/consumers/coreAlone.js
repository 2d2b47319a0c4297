import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from 'face-perturb';

/** With the core entry alone: gradients must be registered, though nothing here names tfjs-layers. */
window.run = async () => {
  await useBackend('wasm', { module: () => import('@tensorflow/tfjs-backend-wasm'), wasmPaths: '/wasm/' });
  const x = tf.ones([1, 3, 3, 1]);
  return [
    ...tf
      .grad((filter) => tf.sum(tf.conv2d(x, filter, 1, 'valid')))(tf.ones([2, 2, 1, 1]))
      .dataSync(),
  ];
};

/** With a folder that has no .wasm files. */
window.runWithoutFiles = () =>
  useBackend('wasm', { module: () => import('@tensorflow/tfjs-backend-wasm'), wasmPaths: '/nowhere/' }).then(
    () => 'started',
    (error) => `${error.code}: ${error.message}`,
  );
