import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/index.js';
import { OWN_KERNELS } from '../../src/support/ownKernels.js';
import { createRandom } from '../../src/support/random.js';
import { useSoftwareDriver } from '../support/softwareDriver.js';

const EPSILON = 1e-3;

beforeAll(() => useSoftwareDriver());

/** Channels with means far from 0, where a variance as a difference of squares would lose its digits. */
function data(shape: readonly number[]): { x: tf.Tensor; dy: tf.Tensor; gamma: tf.Tensor; beta: tf.Tensor } {
  const channels = shape.at(-1) as number;
  const noise = (name: string, of: readonly number[], offset: (at: number) => number) => {
    const random = createRandom(name);
    const values = Array.from(
      { length: tf.util.sizeFromShape([...of]) },
      (_, at) => offset(at) + random.uniform(-1, 1),
    );
    return tf.tensor(values, [...of]);
  };
  return {
    x: noise('x', shape, (at) => 5 + (at % channels)),
    dy: noise('dy', shape, () => 0),
    gamma: noise('gamma', [channels], () => 2),
    beta: noise('beta', [channels], () => 0),
  };
}

type Results = Record<'y' | 'mean' | 'variance' | 'dx' | 'dgamma' | 'dbeta', Float32Array>;

async function read(tensors: Record<string, tf.Tensor>): Promise<Results> {
  const entries = Object.entries(tensors).map(async ([name, tensor]) => [name, await tensor.data()] as const);
  const values = Object.fromEntries(await Promise.all(entries)) as Results;
  tf.dispose(tensors);
  return values;
}

async function byKernels(shape: readonly number[]): Promise<Results> {
  await useBackend('webgpu');
  const before = tf.memory();
  const results = tf.tidy(() => {
    const { x, dy, gamma, beta } = data(shape);
    const run = (name: string, inputs: Record<string, tf.Tensor>) =>
      tf.engine().runKernel(name, inputs, { epsilon: EPSILON }) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const [y, mean, variance] = run(OWN_KERNELS.batchNorm, { x, gamma, beta });
    const [dx, dgamma, dbeta] = run(OWN_KERNELS.batchNormGradient, { dy, x, gamma, mean, variance });
    return { y, mean, variance, dx, dgamma, dbeta };
  });
  const values = await read(results);
  expect(tf.memory().numTensors).toBe(before.numTensors);
  expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  return values;
}

/** Composed of tfjs's operations, on cpu. */
async function byParts(shape: readonly number[]): Promise<Results> {
  await useBackend('cpu');
  const results = tf.tidy(() => {
    const { x, dy, gamma, beta } = data(shape);
    const axes = shape.map((_, axis) => axis).slice(0, -1);
    const normalise = (input: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) => {
      const { mean, variance } = tf.moments(input, axes);
      const normal = tf.div(tf.sub(input, mean), tf.sqrt(tf.add(variance, EPSILON)));
      return tf.add(tf.mul(normal, scale), offset);
    };
    const [dx, dgamma, dbeta] = tf.grads(normalise)([x, gamma, beta], dy) as [tf.Tensor, tf.Tensor, tf.Tensor];
    return { ...tf.moments(x, axes), y: normalise(x, gamma, beta), dx, dgamma, dbeta };
  });
  return read(results);
}

function distance(values: Float32Array, expected: Float32Array): number {
  expect(values.length).toBe(expected.length);
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return values.reduce((most, value, at) => Math.max(most, Math.abs(value - (expected[at] as number))), 0) / scale;
}

describe('batch normalisation on webgpu, as composed on cpu', () => {
  it.each([
    ['one channel, fewer rows than threads of a group', [2, 3, 4, 1]],
    ['one channel, many rows', [1, 100_000, 1]],
    ['three channels, with rows left over', [3, 37, 41, 3]],
    ['sixteen channels, more partial sums than lanes', [2, 48, 48, 16]],
    ['sixty-four channels', [4, 6, 6, 64]],
  ])('%s', async (_, shape) => {
    const [webgpu, cpu] = [await byKernels(shape), await byParts(shape)];
    for (const name of Object.keys(cpu) as (keyof Results)[])
      expect([name, distance(webgpu[name], cpu[name]) < 1e-4]).toEqual([name, true]);
    expect(await byKernels(shape)).toEqual(webgpu);
  });

  it('of one row gives the offset, and no gradient of its values', async () => {
    const { y, variance, dx } = await byKernels([1, 5]);
    const beta = tf.tidy(() => data([1, 5]).beta);
    const expected = await beta.data();
    beta.dispose();
    expect(distance(y, expected as Float32Array)).toBeLessThan(1e-6);
    expect([...variance]).toEqual([0, 0, 0, 0, 0]);
    expect(dx.every((value) => Math.abs(value) < 1e-4)).toBe(true);
  });
});
