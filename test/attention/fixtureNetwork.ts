import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import type { SplitClassifier } from '../../src/attention/types.js';

type Weight = 'filter1' | 'bias1' | 'filter2' | 'bias2' | 'dense';

/** What test/fixtures/attention/make_maps.py has written. */
export interface MapsFixture {
  height: number;
  width: number;
  channels: number;
  targets: number[];
  weights: Record<Weight, { shape: number[]; values: number[] }>;
  images: number[];
  logits: number[][];
  difference: number[];
  maps: Record<string, number[]>;
}

export const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/attention/maps.json', import.meta.url), 'utf8'),
) as MapsFixture;

export function fixtureImages(): tf.Tensor4D {
  const { images, height, width, channels } = fixture;
  return tf.tensor4d(images, [images.length / (height * width * channels), height, width, channels]);
}

function weight<T extends tf.Tensor>(name: Weight): T {
  const { values, shape } = fixture.weights[name];
  return tf.tensor(values, shape) as T;
}

/** The fixture's network as a layered model, its ReLUs layers of their own. */
export function layeredNetwork(): tfl.LayersModel {
  const { height, width, channels } = fixture;
  const { conv2d, reLU, flatten, dense } = tfl.layers;
  const model = tfl.sequential({
    layers: [
      conv2d({ inputShape: [height, width, channels], filters: 5, kernelSize: 3, padding: 'same', name: 'first' }),
      reLU({ name: 'firstReLU' }),
      conv2d({ filters: 6, kernelSize: 3, strides: 2, name: 'second' }),
      reLU({ name: 'secondReLU' }),
      flatten(),
      dense({ units: 4, useBias: false }),
    ],
  });
  const names: Weight[] = ['filter1', 'bias1', 'filter2', 'bias2', 'dense'];
  tf.tidy(() => model.setWeights(names.map((name) => weight(name))));
  return model;
}

/** The same as two functions, cut behind the second ReLU. */
export function splitNetwork(): SplitClassifier & { dispose(): void } {
  const [filter1, filter2] = [weight<tf.Tensor4D>('filter1'), weight<tf.Tensor4D>('filter2')];
  const [bias1, bias2, dense] = [weight('bias1'), weight('bias2'), weight<tf.Tensor2D>('dense')];
  return {
    features: (images) => {
      const first = tf.relu(tf.add(tf.conv2d(images, filter1, 1, 'same'), bias1)) as tf.Tensor4D;
      return tf.relu(tf.add(tf.conv2d(first, filter2, 2, 'valid'), bias2));
    },
    head: (features) => tf.matMul(tf.reshape(features, [features.shape[0], -1]), dense),
    dispose: () => tf.dispose([filter1, filter2, bias1, bias2, dense]),
  };
}

/** The same as a graph model, made of the nodes that TensorFlow's converter would write. */
export async function graphNetwork(): Promise<GraphModel> {
  const names: Weight[] = ['filter1', 'bias1', 'filter2', 'bias2', 'dense'];
  const constants = names.map((name) => ({ name, shape: fixture.weights[name].shape, dtype: 'float32' as const }));
  const node = [
    { name: 'images', op: 'Placeholder', attr: { dtype: FLOAT, shape: { shape: dimensions([-1, 11, 9, 3]) } } },
    ...constants.map(({ name, shape }) => constant(name, shape, 'DT_FLOAT')),
    constant('rowShape', [2], 'DT_INT32'),
    convolution('conv1', 'images', 'filter1', 'SAME', 1),
    { name: 'sum1', op: 'BiasAdd', input: ['conv1', 'bias1'], attr: { T: FLOAT, data_format: text('NHWC') } },
    { name: 'relu1', op: 'Relu', input: ['sum1'], attr: { T: FLOAT } },
    convolution('conv2', 'relu1', 'filter2', 'VALID', 2),
    { name: 'sum2', op: 'BiasAdd', input: ['conv2', 'bias2'], attr: { T: FLOAT, data_format: text('NHWC') } },
    { name: 'relu2', op: 'Relu', input: ['sum2'], attr: { T: FLOAT } },
    { name: 'row', op: 'Reshape', input: ['relu2', 'rowShape'], attr: { T: FLOAT, Tshape: { type: 'DT_INT32' } } },
    { name: 'logits', op: 'MatMul', input: ['row', 'dense'], attr: { transpose_a: NO, transpose_b: NO, T: FLOAT } },
  ];
  const values = names.flatMap((name) => fixture.weights[name].values);
  const weightData = new Uint8Array([
    ...new Uint8Array(Float32Array.from(values).buffer),
    ...new Uint8Array(Int32Array.of(-1, 120).buffer),
  ]).buffer;
  return loadGraphModel({
    load: () =>
      Promise.resolve({
        modelTopology: { node, versions: {} },
        format: 'graph-model',
        weightSpecs: [...constants, { name: 'rowShape', shape: [2], dtype: 'int32' as const }],
        weightData,
      }),
  });
}

const FLOAT = { type: 'DT_FLOAT' };
const NO = { b: false };

function text(value: string) {
  return { s: Buffer.from(value).toString('base64') };
}

function dimensions(sides: number[]) {
  return { dim: sides.map((size) => ({ size: String(size) })) };
}

function constant(name: string, shape: number[], type: string) {
  return {
    name,
    op: 'Const',
    attr: { dtype: { type }, value: { tensor: { dtype: type, tensorShape: dimensions(shape) } } },
  };
}

function convolution(name: string, input: string, filter: string, padding: string, stride: number) {
  const strides = { list: { i: ['1', String(stride), String(stride), '1'] } };
  const attr = {
    T: FLOAT,
    strides,
    padding: text(padding),
    data_format: text('NHWC'),
    dilations: { list: { i: ['1', '1', '1', '1'] } },
  };
  return { name, op: 'Conv2D', input: [input, filter], attr };
}
