/**
 * Draws docs/pictures.png: a contact sheet of what a network that is trained here looks at. Takes some minutes.
 *
 *     node --import tsx docs/pictures.ts
 */
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { attentionMap, integratedGradients } from '../src/attention/index.js';
import { useBackend } from '../src/backends/index.js';
import { clusterEachImage } from '../src/clusters/index.js';
import { syntheticSplits } from '../src/data/index.js';
import { slimNetwork } from '../src/models/index.js';
import { contactSheetSvg } from '../src/pictures/index.js';
import { trainClassifier } from '../src/training/index.js';

const SIDE = 48;
const SHOWN = 7;

await useBackend('wasm');
const { train, validation, test } = syntheticSplits({ train: 1400, validation: 70, test: 70, size: SIDE, seed: 1 });
const model = slimNetwork({ inputSize: SIDE, seed: 1 });
const schedule = { kind: 'oneCycle', maxRate: 0.05 } as const;
for await (const { epoch, validationAccuracy } of trainClassifier({
  model,
  train,
  validation,
  schedule,
  ...{ epochs: 8, batchSize: 28, augmentation: { flip: 0.5 } },
})) {
  console.log(`epoch ${epoch}: ${(100 * validationAccuracy).toFixed(1)} %`);
}

const bytes = test.pixels.subarray(0, SHOWN * SIDE * SIDE);
const images = tf.tensor4d(
  Float32Array.from(bytes, (value) => value / 255),
  [SHOWN, SIDE, SIDE, 1],
);
const cam = await attentionMap(model, images, { method: 'layerCam' });
const gradients = await attentionMap(model, images, { method: integratedGradients({ steps: 64 }) });
const clusters = await clusterEachImage(cam, { clusters: 3, match: 'first' });
const names = test.classNames;
const svg = await contactSheetSvg(
  images,
  [
    { title: 'LayerCAM', map: cam },
    { title: 'Integrated gradients', map: gradients, signed: true, percentile: 99 },
    { title: 'Clusters', clusters, names: ['cluster 0', 'cluster 1', 'cluster 2'] },
  ],
  {
    title: 'What a small network looks at',
    note: 'Drawn faces, by class; under each, what the network takes it for.',
    classes: Array.from(test.labels.subarray(0, SHOWN), (label) => names[label] as string),
    captions: (cam.probabilities ?? []).map(
      (share, at) => `${names[cam.targets?.[at] as number]}, ${(100 * share).toFixed(0)} %`,
    ),
    theme: 'light',
  },
);
await sharp(Buffer.from(svg), { density: 120 })
  .png({ palette: true, colours: 192, compressionLevel: 9 })
  .toFile('docs/pictures.png');
