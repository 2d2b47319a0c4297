import { describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { attentionMap } from '../../src/attention/attentionMap.js';
import type { AttentionMap, PredictingClassifier } from '../../src/attention/types.js';
import { readChange } from '../../src/measures/changeFields.js';
import { infidelity } from '../../src/measures/infidelity.js';
import type { InfidelityOptions } from '../../src/measures/infidelity.js';
import { createRandom } from '../../src/support/random.js';
import { noise, noiseImages } from '../attention/networks.js';
import { onEachBackend } from '../support/backends.js';
import { expectNear, expectNoLeak, failure, fixture, fixtureNetwork, linearClassifier, plain } from './support.js';

const SIZE = 6;
const PIXELS = SIZE * SIZE;

/** Half of x'Ax for its class 0, with A symmetric; the gradient is Ax. */
function quadratic(matrix: number[]): PredictingClassifier {
  return {
    predict: (images) =>
      tf.tidy(() => {
        const x = tf.reshape(images, [images.shape[0], PIXELS]);
        const half = tf.div(tf.sum(tf.mul(x, tf.matMul(x, tf.tensor2d(matrix, [PIXELS, PIXELS]))), 1), 2);
        return tf.stack([half, tf.zerosLike(half)], 1);
      }),
  };
}

function symmetric(): { matrix: number[]; at: (row: number, column: number) => number } {
  const some = noise(PIXELS * PIXELS, 4);
  const at = (row: number, column: number): number =>
    ((some[row * PIXELS + column] as number) + (some[column * PIXELS + row] as number)) / 2 - 0.5;
  return { matrix: Array.from({ length: PIXELS ** 2 }, (_, k) => at(Math.floor(k / PIXELS), k % PIXELS)), at };
}

onEachBackend(() => {
  it('is 0 for the gradient of a linear classifier, under noise and squares, and for what its pixels bring', async () => {
    const classifier = linearClassifier(Array.from({ length: PIXELS }, (_, at) => Math.sin(at)));
    const images = noiseImages([2, SIZE, SIZE, 1]);
    const ways: [AttentionMap['method'], InfidelityOptions][] = [
      ['inputGradient', {}],
      ['inputGradient', { deviation: 3 }],
      ['inputGradient', { perturbation: 'square' }],
      ['inputGradient', { perturbation: 'square', fill: 'blur', side: 3 }],
      ['gradientTimesInput', {}],
      ['gradientTimesInput', { perturbation: 'square', side: 1 }],
    ];
    for (const [method, options] of ways) {
      const map = await attentionMap(classifier, images, { method: method as 'inputGradient', target: 0 });
      const result = await infidelity(classifier, images, map, { ...options, samples: 20 });
      expect(result.infidelity.mean, method).toBeLessThan(1e-10);
      expect(result).toMatchObject({ infidelity: { images: 2 }, leftOut: 0 });
      expect(result.attribution).toBe(method === 'inputGradient' ? 'slope' : 'contribution');
      map.dispose();
    }
  });

  it('is 0 for a colour image whose map is the slope of its common brightness', async () => {
    const weights = Array.from({ length: PIXELS * 3 }, (_, at) => Math.cos(at));
    const sums = Array.from({ length: PIXELS }, (_, at) =>
      weights.slice(3 * at, 3 * at + 3).reduce((sum, weight) => sum + weight, 0),
    );
    const images = noiseImages([1, SIZE, SIZE, 3]);
    const result = await infidelity(linearClassifier(weights), images, plain(SIZE, SIZE, sums), { target: 0 });
    expect(result.infidelity.mean).toBeLessThan(1e-9);
  });

  it('under Gaussian noise is what a quadratic form leaves of its gradient', async () => {
    const { matrix, at } = symmetric();
    const images = noiseImages([1, SIZE, SIZE, 1], 8);
    const x = Array.from(await images.data());
    const gradient = x.map((_, row) => x.reduce((sum, value, column) => sum + at(row, column) * value, 0));
    const deviation = 0.3;
    const result = await infidelity(quadratic(matrix), images, plain(SIZE, SIZE, gradient), {
      target: 0,
      deviation,
      samples: 20_000,
      batchSize: 2000,
    });
    // Half of I'AI is left, whose square has the mean (trace(A)^2 + 2 trace(A^2)) sigma^4 / 4.
    const trace = x.reduce((sum, _, row) => sum + at(row, row), 0);
    const squares = matrix.reduce((sum, value) => sum + value ** 2, 0);
    const expected = (deviation ** 4 * (trace ** 2 + 2 * squares)) / 4;
    expect(Math.abs((result.infidelity.mean as number) / expected - 1)).toBeLessThan(0.06);
  });

  it('of squares is the error that PyTorch has at their two places', async () => {
    const { model, images } = fixtureNetwork();
    const { raw, squareErrors } = fixture.network.contributions;
    const [height, width] = [images.shape[1], images.shape[2]];
    const options = { perturbation: 'square', side: 9, attribution: 'contribution', samples: 1 } as const;
    const tops = new Set<number>();
    for (let seed = 0; seed < 8; seed++) {
      const map = { values: raw, height, width, images: 3 };
      const result = await infidelity(model, images, map, { ...options, seed, target: fixture.network.targets });
      const values = result.infidelity.values as [number, number, number];
      const top = Math.abs(values[1] - (squareErrors[0]?.[1] as number)) < 1e-5 ? 0 : 1;
      expectNear(values, squareErrors[top] ?? [], 1e-5);
      tops.add(top);
    }
    expect(tops.size).toBe(2);
  });

  it('takes a map of any scale once it is scaled, and one that says nothing at its word', async () => {
    const weights = Array.from({ length: PIXELS }, (_, at) => Math.sin(at));
    const images = noiseImages([1, SIZE, SIZE, 1]);
    const options = { target: 0, deviation: 0.5, samples: 4000, batchSize: 1000 };
    const run = (values: number[]) => infidelity(linearClassifier(weights), images, plain(SIZE, SIZE, values), options);
    const square = weights.reduce((sum, weight) => sum + weight ** 2, 0) * 0.25;
    const large = await run(weights.map((weight) => -10 * weight));
    expect(Math.abs((large.infidelity.mean as number) / (121 * square) - 1)).toBeLessThan(0.1);
    expect(large.scaled.mean).toBeLessThan(1e-9);
    const zero = await run(weights.map(() => 0));
    expect(Math.abs((zero.infidelity.mean as number) / square - 1)).toBeLessThan(0.1);
    expect(zero.scaled.mean).toBe(zero.infidelity.mean);
    expect(zero.leftOut).toBe(0);
  });

  it('hangs on the seed, not on the batch, and leaves no tensor behind', async () => {
    const { model, images, map } = fixtureNetwork();
    const options: InfidelityOptions = { target: 1, samples: 7, seed: 3, perturbation: 'square', fill: 'noise' };
    const one = await infidelity(model, images, map, { ...options, batchSize: 1 });
    const other = await infidelity(model, images, map, { ...options, batchSize: 4 });
    expectNear(other.infidelity.values, one.infidelity.values, 1e-5);
    expect((await infidelity(model, images, map, { ...options, seed: 4 })).infidelity.mean).not.toBe(
      one.infidelity.mean,
    );
    await expectNoLeak(() => infidelity(model, images, map, options));
    await expectNoLeak(() => infidelity(model, images, map, { target: 1, samples: 7 }));
    expect(JSON.parse(JSON.stringify(one))).toEqual(one);
  });
});

describe('the changes', () => {
  it('are squares anywhere inside, each place as often as another', () => {
    const field = readChange('test', { perturbation: 'square', side: 3 }, 5, 4);
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 1200; draw++) {
      const values = field(createRandom(draw));
      expect(values.reduce((sum, value) => sum + value, 0)).toBe(9);
      const key = values.join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    // Three rows and two columns to begin in: 200 each, with a deviation of 13.
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(52);
  });

  it('refuse what does not fit', async () => {
    const images = noiseImages([1, 2, 2, 1]);
    const classifier = linearClassifier([1, 2, 3, 4]);
    const cases: object[] = [
      { perturbation: 'circle' },
      { deviation: 0 },
      { deviation: NaN },
      { side: 2 },
      { perturbation: 'square', side: 3 },
      { perturbation: 'square', deviation: 0.1 },
      { fill: 'blur' },
      { fill: 'grass', perturbation: 'square' },
      { attribution: 'weight' },
      { samples: 0 },
    ];
    for (const options of cases) {
      const work = () => infidelity(classifier, images, plain(2, 2, [1, 2, 3, 4]), options);
      expect((await failure(work)).code, JSON.stringify(options)).toBe('invalid-option');
    }
  });
});
