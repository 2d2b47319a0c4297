import * as tf from '@tensorflow/tfjs-core';
import { facialRegion, maskRegion, useBackend } from 'face-perturb';
import { openSource } from './landmarkFiles.js';

async function portrait() {
  const bitmap = await createImageBitmap(await (await fetch('/files/portrait.jpg')).blob());
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

/** Finds the face on this thread, and puts zeros where its mouth is. */
window.run = async () => {
  const picture = await portrait();
  const source = await openSource();
  const faces = await source.detect(picture);
  await source.close();
  await useBackend('cpu', { module: () => import('@tensorflow/tfjs-backend-cpu') });
  const changed = tf.tidy(() => {
    const images = tf.expandDims(tf.div(tf.cast(tf.browser.fromPixels(picture), 'float32'), 255), 0);
    const masked = maskRegion(facialRegion('mouth'), { fill: 'zero' })(images, { landmarks: faces });
    const difference = tf.sum(tf.abs(tf.sub(images, masked)), 3).dataSync();
    return [...difference.keys()].filter((at) => difference[at] > 0);
  });
  const columns = changed.map((at) => at % picture.width);
  const rows = changed.map((at) => Math.floor(at / picture.width));
  const [left, right, top, bottom] = [lowest(columns), highest(columns), lowest(rows), highest(rows)];
  return { faces, changed: changed.length, left, right, top, bottom };
};

const lowest = (numbers) => numbers.reduce((least, number) => Math.min(least, number), Infinity);
const highest = (numbers) => numbers.reduce((most, number) => Math.max(most, number), -Infinity);

/** Finds the face in a worker. */
window.runInWorker = async () => {
  const picture = await portrait();
  const worker = new Worker(new URL('./landmarksWorker.js', import.meta.url), { type: 'module' });
  worker.postMessage(picture);
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
  });
};

/** What a page is told whose server answers every path with the same page. */
window.runWithWrongModel = () => openSource({ modelAsset: '/index.html' }).catch((error) => error.message);

/** Finds the face in a worker that is no module. */
window.runInClassicWorker = async () => {
  const picture = await portrait();
  const worker = new Worker('/files/landmarksClassicWorker.js');
  worker.postMessage(picture);
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
};
