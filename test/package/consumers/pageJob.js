import * as tf from '@tensorflow/tfjs-core';
import { box, clusterPixels, maskRegion, useBackend } from 'face-perturb';
import { slimNetwork } from 'face-perturb/models';

/** The calls a page with a bundler makes. */
const START = {
  wasm: () => useBackend('wasm', { module: () => import('@tensorflow/tfjs-backend-wasm'), wasmPaths: '/wasm/' }),
  cpu: () => useBackend('cpu', { module: () => import('@tensorflow/tfjs-backend-cpu') }),
};

/** What the tests compare, computed in the page or in a worker of it: everything once on wasm and once on cpu. */
export async function run() {
  const facts = await START.wasm();
  const heap = tf.backend().wasm.wasmMemory ?? tf.backend().wasm.asm.memory;
  const shared = typeof SharedArrayBuffer === 'function' && heap.buffer instanceof SharedArrayBuffer;
  const wasm = await compute();
  await START.cpu();
  return { facts, shared, isolated: globalThis.crossOriginIsolated, wasm, cpu: await compute() };
}

async function compute() {
  const before = tf.memory().numTensors;
  const steps = Array.from({ length: 48 }, (_, k) => Math.floor((k % 8) / 3));
  const clusters = await clusterPixels({ values: steps, height: 6, width: 8 }, { clusters: 3, alpha: 20, seed: 1 });
  const numbers = {
    maxPoolGradient: maxPoolGradient(),
    convolutionGradients: CONVOLUTIONS.map(convolutionGradients),
    losses: trainingLosses(),
    masked: masked(),
    clusterSizes: clusters.sizes,
  };
  return { ...numbers, leaked: tf.memory().numTensors - before };
}

/** The case that the stock wasm kernel gets wrong: a window without a positive value. */
function maxPoolGradient() {
  return tf.tidy(() => {
    const x = tf.tensor4d([-3, -1, -2, -4, 1, 2, 3, 4], [2, 2, 2, 1]);
    return [
      ...tf
        .grad((images) => tf.sum(tf.maxPool(images, 2, 2, 'valid')))(x)
        .dataSync(),
    ];
  });
}

/** [height, width, channels, filters, kernel, stride, padding] */
const CONVOLUTIONS = [
  [9, 7, 1, 4, 3, 1, 'same'],
  [12, 12, 8, 16, 3, 1, 'same'],
  [11, 8, 3, 5, 3, 2, 'valid'],
  [10, 10, 9, 6, 2, 3, 'same'],
];

function convolutionGradients([height, width, channels, filters, kernel, stride, padding]) {
  return tf.tidy(() => {
    const x = wave([2, height, width, channels], 0.37);
    const filter = wave([kernel, kernel, channels, filters], 0.53);
    const loss = (images, weights) => tf.sum(tf.square(tf.conv2d(images, weights, stride, padding)));
    return tf
      .grads(loss)([x, filter])
      .flatMap((gradient) => [...gradient.dataSync()]);
  });
}

/** Five steps of a tiny network from seeded weights. */
function trainingLosses() {
  const network = slimNetwork({ inputSize: 16, widths: [4, 8], classes: 3, gate: 'stages', seed: 5 });
  const optimizer = tf.train.sgd(0.05);
  const images = wave([6, 16, 16, 1], 0.11);
  const targets = tf.tidy(() => tf.oneHot(tf.tensor1d([0, 1, 2, 0, 1, 2], 'int32'), 3));
  const loss = () => tf.losses.softmaxCrossEntropy(targets, network.apply(images, { training: true }));
  const losses = Array.from({ length: 5 }, () => {
    const value = optimizer.minimize(loss, true);
    const [number] = value.dataSync();
    value.dispose();
    return number;
  });
  tf.dispose([images, targets]);
  optimizer.dispose();
  network.dispose();
  return losses;
}

function masked() {
  return tf.tidy(() => {
    const hide = maskRegion(box({ x: 1, y: 1, width: 2, height: 3 }), { fill: 'zero' });
    return [...hide(tf.ones([2, 5, 4, 1])).dataSync()];
  });
}

function wave(shape, step) {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, k) => Math.sin(1 + step * k)),
    shape,
  );
}
