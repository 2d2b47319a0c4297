import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { attentionMap } from '../../src/attention/attentionMap.js';
import { centerCrops } from '../../src/data/crops.js';
import type { ImageDataset } from '../../src/data/dataset.js';
import type { Faces } from './presets.js';
import type { Figures, SaliencyFigure } from './results.js';
import type { SignedMap } from '../shared/report/pictures.js';
import { toBase64 } from '../shared/base64.js';

/** What the report's pictures are made from. */
export interface FigureOptions {
  baseline: LayersModel;
  predictor: LayersModel;
  attention: LayersModel;
  /** Faces whose attention is averaged. */
  validation: ImageDataset;
  /** How many of them. */
  sample: number;
  /** Faces to show, with every class among them. */
  shown: ImageDataset;
  faces: Faces;
  inputSize: number;
}

/** Faces looked at for each class before the first is taken. */
const CANDIDATES = 40;

/** Computes the arrays that the report's pictures are drawn from. */
export async function figureData(options: FigureOptions): Promise<Figures> {
  const { shown, faces, inputSize } = options;
  const attentionFaces = Math.min(options.sample, options.validation.size);
  const saliency: SaliencyFigure[] = [];
  for (const [label, className] of shown.classNames.entries()) {
    const entry = await saliencyOf(options, label, className);
    if (entry) saliency.push(entry);
  }
  const happy = saliency.find(({ className }) => className === 'happy') ?? saliency[0];
  return {
    faces,
    height: inputSize,
    width: inputSize,
    channels: shown.channels,
    saliency: faces === 'none' ? saliency.map((entry) => ({ ...entry, face: '' })) : saliency,
    copiesFace: faces === 'none' ? '' : (happy?.face ?? ''),
    attention: toBase64(await meanAttention(options, attentionFaces)),
    attentionFaces,
  };
}

/** Mean of the gate's maps over the first validation faces, scaled to all of 0 … 255. */
async function meanAttention({ attention, validation, inputSize }: FigureOptions, count: number): Promise<Uint8Array> {
  const indices = Array.from({ length: count }, (_, at) => at);
  const values = centerCrops(validation, indices, inputSize);
  const images = tf.tensor4d(values, [count, inputSize, inputSize, validation.channels]);
  const maps = await attentionMap(attention, images, { method: 'spatialGate' });
  const mean = tf.tidy(() => tf.mean(maps.values, 0));
  const means = await mean.data<'float32'>();
  tf.dispose([images, mean]);
  maps.dispose();
  const [low, high] = [Math.min(...means), Math.max(...means)];
  return Uint8Array.from(means, (value) => Math.round((255 * (value - low)) / (high - low || 1)));
}

async function saliencyOf(
  options: FigureOptions,
  label: number,
  className: string,
): Promise<SaliencyFigure | undefined> {
  const { shown, baseline, predictor, inputSize } = options;
  const indices = Array.from(shown.labels.keys())
    .filter((at) => shown.labels[at] === label)
    .slice(0, CANDIDATES);
  if (indices.length === 0) return undefined;
  const [before, after] = [rightOnes(baseline, options, indices, label), rightOnes(predictor, options, indices, label)];
  const at = Math.max(
    0,
    indices.findIndex((_, place) => before[place] && after[place]),
  );
  const pixels = centerCrops(shown, [indices[at]!], inputSize);
  return {
    className,
    face: toBase64(Uint8Array.from(pixels, (value) => Math.round(255 * value))),
    baselineRight: before[at]!,
    perturbRight: after[at]!,
    baseline: await signedMap(baseline, pixels, options, label),
    perturb: await signedMap(predictor, pixels, options, label),
  };
}

function rightOnes(
  model: LayersModel,
  { shown, inputSize }: FigureOptions,
  indices: number[],
  label: number,
): boolean[] {
  const predicted = tf.tidy(() => {
    const images = tf.tensor4d(centerCrops(shown, indices, inputSize), [
      indices.length,
      inputSize,
      inputSize,
      shown.channels,
    ]);
    return tf.argMax(model.predict(images) as tf.Tensor2D, 1).dataSync();
  });
  return Array.from(predicted, (named) => named === label);
}

/** The derivative of the class's score by each pixel, packed into bytes. */
async function signedMap(
  model: LayersModel,
  pixels: Float32Array,
  { inputSize, shown }: FigureOptions,
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
