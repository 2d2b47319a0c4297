import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createConsumer, type Consumer } from '../../package/support/consumer.js';
import { REPOSITORY } from '../../package/support/paths.js';
import { areThere, FACE_MODEL, PORTRAIT } from '../../support/sharedFiles.js';

/** Draws what the guides' programs read: a picture, its landmarks, a data set in FER2013's form. */
const PREPARE = `
import { writeFileSync } from 'node:fs';
import { syntheticFaces, syntheticSplits } from 'face-perturb/data';
import { writeDataset, writeImage } from 'face-perturb/node';
const side = 192;
const faces = syntheticFaces({ count: 1, seed: 4, size: side, emotions: ['happy'] });
await writeImage('face.png', { pixels: faces.pixels, width: side, height: side, channels: 1 });
writeFileSync('landmarks.json', JSON.stringify({ 'face.png': faces.landmarks[0].points }));
await writeDataset('fer2013.csv', syntheticSplits({ train: 70, validation: 14, test: 14, seed: 1 }));
`;

/** A user's project with everything in it that the guides name. */
export async function createExampleProject(): Promise<Consumer> {
  const backends = ['wasm', 'cpu'].map((name) => `@tensorflow/tfjs-backend-${name}`);
  const consumer = createConsumer('sharp', '@mediapipe/tasks-vision', ...backends);
  const { status, stderr } = await consumer.node(consumer.write('prepare.mjs', PREPARE));
  expect(stderr).toBe('');
  expect(status).toBe(0);
  mkdirSync(join(consumer.folder, 'photos'));
  if (areThere(FACE_MODEL, PORTRAIT)) {
    cpSync(FACE_MODEL, join(consumer.folder, 'face_landmarker.task'));
    cpSync(PORTRAIT, join(consumer.folder, 'photo.jpg'));
  }
  return consumer;
}

/** How a user's TypeScript project is set up with a bundler, or to be run by Node. */
export const COMPILER_OPTIONS = {
  ...{ strict: true, noEmit: true, skipLibCheck: true, module: 'esnext', moduleResolution: 'bundler' },
  ...{ target: 'es2022', lib: ['es2023', 'dom', 'dom.iterable'], types: ['node'] },
  typeRoots: [join(REPOSITORY, 'node_modules/@types')],
};
