import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'vitest';
import type { PredictingClassifier } from '../../src/attention/types.js';
import type { PlainMap, TensorMap } from '../../src/measures/types.js';
import { FacePerturbError } from '../../src/support/errors.js';

interface CurveFixture {
  steps: number;
  shares: number[];
  curves: number[][];
  areas: number[];
  mean: number;
  standardError: number;
}

/** What make_measures.py wrote. */
interface Fixture {
  agreements: {
    height: number;
    width: number;
    first: number[];
    second: number[];
    top: number;
    rankCorrelation: number;
    overlap: number;
  }[];
  sparseness: { values: number[]; gini: number; hoyer: number }[];
  means: { values: number[]; mean: number; standardError: number };
  pointing: {
    height: number;
    width: number;
    tolerances: number[];
    cases: { mask: number[]; point: number; hits: number[] }[];
  };
  network: {
    height: number;
    width: number;
    channels: number;
    targets: number[];
    weights: { filter: number[]; bias: number[]; dense: number[] };
    images: number[];
    maps: number[];
    deletion: CurveFixture;
    insertion: CurveFixture;
    road: { shares: number[]; most: number[][]; least: number[][] };
    contributions: { raw: number[]; squareErrors: number[][] };
  };
}

export const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/measures/measures.json', import.meta.url), 'utf8'),
) as Fixture;

/** The fixture's network, a convolution with ReLU and a dense layer, with its images and a map. */
export function fixtureNetwork(): { model: tfl.LayersModel; images: tf.Tensor4D; map: PlainMap } {
  const { height, width, channels, weights, images, maps } = fixture.network;
  const model = tfl.sequential({
    layers: [
      tfl.layers.conv2d({
        inputShape: [height, width, channels],
        filters: 5,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
      }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 4, useBias: false }),
    ],
  });
  tf.tidy(() =>
    model.setWeights([
      tf.tensor(weights.filter, [3, 3, channels, 5]),
      tf.tensor(weights.bias),
      tf.tensor(weights.dense, [height * width * 5, 4]),
    ]),
  );
  return {
    model,
    images: tf.tensor4d(images, [3, height, width, channels]),
    map: { values: maps, height, width, images: 3 },
  };
}

/** Class 0 has the sum of weights times pixels (and channels) for its output, class 1 nothing. */
export function linearClassifier(weights: readonly number[]): PredictingClassifier {
  const both = weights.flatMap((weight) => [weight, 0]);
  return {
    predict: (images) =>
      tf.tidy(() => tf.matMul(tf.reshape(images, [images.shape[0], -1]), tf.tensor2d(both, [weights.length, 2]))),
  };
}

/** One image's map in plain numbers. */
export function plain(height: number, width: number, values: readonly number[]): PlainMap {
  return { values, height, width };
}

/** The parts of an `AttentionMap`, with the values of attention and raw as given. */
export function tensorMap(
  shape: [number, number, number],
  values: number[],
  raw = values,
  more: Partial<TensorMap> = {},
): TensorMap & {
  dispose(): void;
} {
  const [first, second] = [tf.tensor3d(values, shape), tf.tensor3d(raw, shape)];
  return { values: first, raw: second, ...more, dispose: () => tf.dispose([first, second]) };
}

/** The error that some work ends with. */
export async function failure(work: () => Promise<unknown>): Promise<FacePerturbError> {
  const error = await work().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FacePerturbError);
  return error as FacePerturbError;
}

/** Runs the work twice, and expects no more tensors after the second than after the first. */
export async function expectNoLeak(work: () => Promise<unknown>): Promise<void> {
  await work();
  const before = tf.memory().numTensors;
  await work();
  expect(tf.memory().numTensors).toBe(before);
}

/** Numbers within a distance of others, null only where null is expected. */
export function expectNear(
  values: readonly (number | null)[],
  expected: readonly (number | null)[],
  within = 1e-6,
): void {
  expect(values.length).toBe(expected.length);
  expected.forEach((each, at) => {
    const value = values[at] as number | null;
    if (each === null || value === null) expect(value).toBe(each);
    else expect(Math.abs(value - each), `place ${at}: ${value} for ${each}`).toBeLessThan(within);
  });
}

/** Something that is no map, each with the code of its refusal. */
export const NO_MAPS: [string, unknown, string][] = [
  ['nothing', undefined, 'invalid-argument'],
  ['a text', 'map', 'invalid-argument'],
  ['NaN', plain(1, 2, [0, NaN]), 'invalid-data'],
  ['infinity', plain(1, 2, [Infinity, 0]), 'invalid-data'],
  ['an empty map', plain(0, 0, []), 'invalid-shape'],
  ['values of another number', plain(2, 2, [1, 2, 3]), 'invalid-shape'],
];
