import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { attentionMap } from '../../src/attention/attentionMap.js';
import { centerCrops } from '../../src/data/crops.js';
import type { ImageDataset } from '../../src/data/dataset.js';
import type { Faces } from './presets.js';
import type { Figures } from './results.js';
import { toBase64 } from '../shared/base64.js';
import { saliencyPairs } from '../shared/saliencyPairs.js';

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

/** Computes the arrays that the report's pictures are drawn from. */
export async function figureData(options: FigureOptions): Promise<Figures> {
  const { shown, faces, inputSize, baseline: first, predictor: second } = options;
  const attentionFaces = Math.min(options.sample, options.validation.size);
  const saliency = await saliencyPairs({ first, second, shown, inputSize });
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
