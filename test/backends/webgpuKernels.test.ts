import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/index.js';
import { SeededDropout } from '../../src/models/index.js';
import { OWN_KERNELS } from '../../src/support/ownKernels.js';
import { createRandom } from '../../src/support/random.js';
import { sgdNesterov } from '../../src/training/optimizer.js';
import { useSoftwareDriver } from '../support/softwareDriver.js';

beforeAll(() => useSoftwareDriver());

function noise<R extends tf.Rank>(name: string, shape: tf.ShapeMap[R]): tf.Tensor<R> {
  const random = createRandom(name);
  const size = (shape as number[]).reduce((product, side) => product * side, 1);
  return tf.tensor<R>(
    Float32Array.from({ length: size }, () => random.uniform(-1, 1)),
    shape,
  );
}

async function valuesOn(backend: 'webgpu' | 'cpu', act: () => tf.Tensor): Promise<number[]> {
  await useBackend(backend);
  const tensors = tf.memory().numTensors;
  const result = tf.tidy(act);
  const values = Array.from(await result.data());
  result.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
  return values;
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

async function expectAsOnCpu(act: () => tf.Tensor, within: number): Promise<void> {
  const [webgpu, cpu] = [await valuesOn('webgpu', act), await valuesOn('cpu', act)];
  expect(webgpu.length).toBe(cpu.length);
  const scale = largest(cpu);
  const worst = largest(webgpu.map((value, at) => value - (cpu[at] as number)));
  expect(worst / scale).toBeLessThan(within);
}

describe("the gradient of a convolution's filter on webgpu, as on cpu", () => {
  it.each([
    ['3x3, as most are', [2, 9, 10, 3], [3, 3, 3, 4], 1, 'same'],
    ['one weight more than a row of threads', [3, 5, 4, 1], [1, 1, 1, 65], 1, 'valid'],
    ['four channels in and out at once', [2, 7, 9, 8], [3, 3, 8, 12], 1, 'same'],
    ['four in at once, one out, on more rows than lanes', [9, 40, 6, 4], [3, 2, 4, 3], [1, 2], 'same'],
    ['a stride larger than the filter', [2, 8, 9, 4], [1, 1, 4, 5], 3, 'same'],
    ['uneven strides at an uneven side', [1, 9, 8, 2], [3, 2, 2, 3], [2, 3], 'same'],
    ['padding in numbers', [2, 8, 8, 3], [7, 7, 3, 2], 2, 3],
    ['more weights than threads, so that nothing is shared out', [1, 3, 3, 121], [3, 3, 121, 121], 1, 'valid'],
  ] as const)('%s', async (_, shape, filterShape, strides, pad) => {
    await expectAsOnCpu(() => {
      const x = noise<tf.Rank.R4>('x', [...shape]);
      const stride = strides as number | [number, number];
      const convolve = (filter: tf.Tensor) => tf.conv2d(x, filter as tf.Tensor4D, stride, pad);
      const filter = noise<tf.Rank.R4>('filter', [...filterShape]);
      const dy = noise<tf.Rank.R4>('dy', convolve(filter).shape as [number, number, number, number]);
      return tf.grad(convolve)(filter, dy);
    }, 1e-5);
  });

  it('is the sum over all places, by hand', async () => {
    await useBackend('webgpu');
    const gradient = tf.tidy(() => {
      const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
      const sum = (filter: tf.Tensor) => tf.sum(tf.conv2d(x, filter as tf.Tensor4D, 1, 'valid'));
      return tf.grad(sum)(tf.ones([2, 2, 1, 1]));
    });
    expect([...(await gradient.data())]).toEqual([12, 16, 24, 28]);
    gradient.dispose();
  });
});

describe('sums on webgpu, as on cpu', () => {
  it.each([
    ['over pictures and places, as of a bias', [3, 41, 40, 5], [0, 1, 2], false],
    ['over the first axis, the others kept', [30, 7, 6], [0], true],
    ['over axes in any order, and from the end', [6, 5, 4, 3], [-3, 0], false],
    ['over axes that are not the first', [6, 5, 4, 3], [1, 2], false],
    ['over all', [6, 50, 4], undefined, false],
  ] as const)('%s', async (_, shape, axes, keepDims) => {
    const sum = () => tf.sum(noise<tf.Rank.R4>('x', shape as never), axes && [...axes], keepDims);
    await expectAsOnCpu(sum, 1e-5);
    await useBackend('webgpu');
    const result = tf.tidy(sum);
    const kept = shape.map((side, at) =>
      (axes ?? [0, 1, 2]).some((axis) => at === (axis + shape.length) % shape.length) ? 1 : side,
    );
    expect(result.shape).toEqual(keepDims ? kept : kept.filter((_, at) => kept[at] === shape[at]));
    result.dispose();
  });
});

describe('long products on webgpu', () => {
  const product = () => tf.matMul(noise<tf.Rank.R2>('a', [20, 3001]), noise<tf.Rank.R2>('b', [3001, 12]));

  it('are those of cpu, and the same bits each time', async () => {
    await expectAsOnCpu(product, 1e-5);
    const first = await valuesOn('webgpu', product);
    for (let run = 0; run < 3; run++) expect(await valuesOn('webgpu', product)).toEqual(first);
  });

  it('are added up in one piece: no thread waits to add to the sum of another', async () => {
    await useBackend('webgpu');
    const { pipelineCache } = tf.backend() as unknown as { pipelineCache: object };
    expect(await valuesOn('webgpu', product)).toHaveLength(240);
    const inPieces = Object.keys(pipelineCache).filter((key) => key.startsWith('matMulSplitK'));
    expect(inPieces.length).toBeGreaterThan(0);
    for (const key of inPieces) expect(key).toContain('_one_piece_3001');
  });
});

describe('dropout on webgpu', () => {
  it('keeps what it keeps on cpu, forward and back', async () => {
    const pass = (x: tf.Tensor) => new SeededDropout({ rate: 0.4, seed: 5 }).apply(x, { training: true }) as tf.Tensor;
    const values = () => noise<tf.Rank.R3>('x', [7, 31, 5]);
    await expectAsOnCpu(() => pass(values()), 1e-7);
    await expectAsOnCpu(() => tf.grad(pass)(tf.ones([7, 31, 5]), values()), 1e-7);
    expect(tf.getKernel(OWN_KERNELS.dropout, 'webgpu')).toBeDefined();
  });
});

describe("an optimiser's steps on webgpu, as on cpu", () => {
  it.each([
    ['nesterov with decay', { momentum: 0.9, nesterov: true, weightDecay: 0.01 }],
    ['plain momentum without decay', { momentum: 0.9, nesterov: false, weightDecay: 0 }],
    ['no momentum, decay of kernels alone', { momentum: 0, nesterov: true, weightDecay: 0.1, decay: 'kernels' }],
  ] as const)('%s', async (_, options) => {
    const steps = () => {
      const shapes: number[][] = [[3, 3, 5, 7], [65], [40, 30]];
      const variables = Object.fromEntries(
        shapes.map((shape, at) => [`w${at}`, tf.variable(noise(`weight ${at}`, shape as [number]))]),
      );
      const optimizer = sgdNesterov({ learningRate: 0.1, ...options });
      for (let step = 0; step < 3; step++) {
        const gradients = shapes.map((shape, at) => [`w${at}`, noise(`${step} ${at}`, shape as [number])] as const);
        optimizer.step(Object.fromEntries(gradients), variables);
      }
      optimizer.dispose();
      const all = tf.concat(Object.values(variables).map((variable) => tf.reshape(variable, [-1])));
      tf.dispose(variables);
      return all;
    };
    await expectAsOnCpu(steps, 1e-6);
  });
});
