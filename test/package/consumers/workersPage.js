import * as core from 'face-perturb';
import * as data from 'face-perturb/data';
import * as models from 'face-perturb/models';
import { trainThrice } from './workersJob.mjs';

const create = () => new Worker(new URL('./trainingWorker.js', import.meta.url), { type: 'module' });

window.run = async () => {
  await core.useBackend('wasm', { module: () => import('@tensorflow/tfjs-backend-wasm'), wasmPaths: '/wasm/' });
  const memory = typeof SharedArrayBuffer === 'function';
  return { memory, ...(await trainThrice({ core, data, models }, { count: 2, create })) };
};

window.runWithout = async () => {
  await core.useBackend('wasm', { module: () => import('@tensorflow/tfjs-backend-wasm'), wasmPaths: '/wasm/' });
  return trainThrice({ core, data, models }, 2).catch((error) => [error.code, error.message]);
};

window.runMissing = async () => {
  await core.useBackend('wasm', { module: () => import('@tensorflow/tfjs-backend-wasm'), wasmPaths: '/wasm/' });
  const missing = () => new Worker('/missing.js', { type: 'module' });
  return trainThrice({ core, data, models }, { count: 2, create: missing }).catch((error) => [
    error.code,
    error.message,
  ]);
};
