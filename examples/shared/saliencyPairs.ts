import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { attentionMap } from '../../src/attention/attentionMap.js';
import { centerCrops } from '../../src/data/crops.js';
import type { ImageDataset } from '../../src/data/dataset.js';
import { toBase64 } from './base64.js';
import type { SignedMap } from './report/pictures.js';

/** Two networks and the faces that both look at. */
export interface PairOptions {
  first: LayersModel;
  second: LayersModel;
  /** Faces to show, with every class among them. */
  shown: ImageDataset;
  inputSize: number;
}

/** One face with the signed map of each of two networks. */
export interface SaliencyPair {
  className: string;
  /** Pixels [height, width, channels], base64. */
  face: string;
  /** Whether each network named the class. */
  right: [boolean, boolean];
  maps: [SignedMap, SignedMap];
}

/** Faces looked at for each class before the first is taken. */
const CANDIDATES = 40;

/** For each class a face, the first that both networks name rightly where there is one, and what their scores depend on there. */
export async function saliencyPairs(options: PairOptions): Promise<SaliencyPair[]> {
  const pairs: SaliencyPair[] = [];
  for (const [label, className] of options.shown.classNames.entries()) {
    const pair = await saliencyOf(options, label, className);
    if (pair) pairs.push(pair);
  }
  return pairs;
}

async function saliencyOf(options: PairOptions, label: number, className: string): Promise<SaliencyPair | undefined> {
  const { shown, first, second, inputSize } = options;
  const indices = Array.from(shown.labels.keys())
    .filter((at) => shown.labels[at] === label)
    .slice(0, CANDIDATES);
  if (indices.length === 0) return undefined;
  const before = await rightOnes(first, options, indices, label);
  const after = await rightOnes(second, options, indices, label);
  const at = Math.max(
    0,
    indices.findIndex((_, place) => before[place] && after[place]),
  );
  const pixels = centerCrops(shown, [indices[at]!], inputSize);
  return {
    className,
    face: toBase64(Uint8Array.from(pixels, (value) => Math.round(255 * value))),
    right: [before[at]!, after[at]!],
    maps: [await signedMap(first, pixels, options, label), await signedMap(second, pixels, options, label)],
  };
}

async function rightOnes(
  model: LayersModel,
  { shown, inputSize }: PairOptions,
  indices: number[],
  label: number,
): Promise<boolean[]> {
  const predicted = tf.tidy(() => {
    const images = tf.tensor4d(centerCrops(shown, indices, inputSize), [
      indices.length,
      inputSize,
      inputSize,
      shown.channels,
    ]);
    return tf.argMax(model.predict(images) as tf.Tensor2D, 1);
  });
  const named = await predicted.data();
  predicted.dispose();
  return Array.from(named, (each) => each === label);
}

/** The derivative of the class's score by each pixel, packed into bytes. */
async function signedMap(
  model: LayersModel,
  pixels: Float32Array,
  { inputSize, shown }: PairOptions,
  target: number,
): Promise<SignedMap> {
  const image = tf.tensor4d(pixels, [1, inputSize, inputSize, shown.channels]);
  const map = await attentionMap(model, image, { method: 'inputGradient', target });
  const values = await map.raw.data<'float32'>();
  map.dispose();
  image.dispose();
  const sorted = values.map(Math.abs).sort();
  const scale = sorted[Math.floor(0.99 * (sorted.length - 1))] || 1;
  const packed = Int8Array.from(values, (value) => Math.round(127 * Math.max(-1, Math.min(1, value / scale))));
  return { scale, values: toBase64(packed) };
}
