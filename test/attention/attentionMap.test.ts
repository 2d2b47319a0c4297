import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { attentionMap } from '../../src/attention/attentionMap.js';
import type { AttentionMethod, Classifier } from '../../src/attention/types.js';
import { useBackend } from '../../src/backends/useBackend.js';
import { slimNetwork } from '../../src/models/slimNetwork.js';
import { FacePerturbError } from '../../src/support/errors.js';
import { onEachBackend } from '../support/backends.js';
import { convolutionClassifier, linearModel, noise, noiseImages } from './networks.js';

// The tables of bad arguments below are made before any test runs.
await useBackend('cpu');

const WEIGHTS = [
  [1, -2, 3, -4],
  [-1, 4, -3, 2],
  [2, 0, 0, -1],
];

onEachBackend(() => {
  it('explains the predicted class of each image by default', async () => {
    const model = linearModel(WEIGHTS, [2, 2, 1]);
    const images = tf.tensor4d([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0], [3, 2, 2, 1]);
    const map = await attentionMap(model, images);
    expect(map).toMatchObject({ method: 'inputGradient', targets: [0, 1, 2], scores: [3, 4, 2], outputs: 'logits' });
    expect(map.raw.arraySync().map((image) => image.flat())).toEqual(WEIGHTS);
    expect(map.probabilities?.[0]).toBeCloseTo(Math.exp(3) / (Math.exp(3) + Math.exp(-3) + 1), 5);
  });

  it('explains a function of the logits', async () => {
    const model = linearModel(WEIGHTS, [2, 2, 1]);
    const difference = (logits: tf.Tensor2D): tf.Tensor1D =>
      tf.reshape(tf.sub(tf.slice(logits, [0, 0], [-1, 1]), tf.slice(logits, [0, 1], [-1, 1])), [-1]);
    const map = await attentionMap(model, tf.ones([2, 2, 2, 1]), { target: difference });
    expect(map.raw.arraySync()[1]).toEqual([
      [2, -6],
      [6, -6],
    ]);
    expect(map).toMatchObject({ scores: [-4, -4], targets: undefined, probabilities: undefined });
  });

  it('gives each image the same map alone, in a batch, and in any chunks', async () => {
    const network = convolutionClassifier(1);
    const images = noiseImages([5, 6, 7, 1]);
    const target = [0, 1, 2, 0, 1];
    const whole = await attentionMap(network, images, { target });
    const steps: number[] = [];
    const chunked = await attentionMap(network, images, {
      target,
      batchSize: 2,
      onProgress: ({ done, total }) => steps.push(done / total),
    });
    const alone = await attentionMap(network, tf.slice(images, [3, 0, 0, 0], [1, -1, -1, -1]), { target: 0 });
    expect(steps).toEqual([0.4, 0.8, 1]);
    expectClose(chunked.values.dataSync(), whole.values.dataSync(), 1e-5);
    expectClose(alone.values.dataSync(), whole.values.dataSync().slice(3 * 42, 4 * 42), 1e-5);
    expect(alone.values.shape).toEqual([1, 6, 7]);
    network.dispose();
  });

  it("notices a softmax, and explains the probability's slope", async () => {
    const model = linearModel(WEIGHTS, [2, 2, 1], 'softmax');
    const images = noiseImages([2, 2, 2, 1]);
    const map = await attentionMap(model, images, { target: 1 });
    expect(map.outputs).toBe('probabilities');
    expect(map.probabilities).toEqual(map.scores);
    const [first] = (model.predict(images) as tf.Tensor2D).arraySync() as [[number, number, number]];
    expect(map.scores[0]).toBeCloseTo(first[1], 6);
    WEIGHTS[1]?.forEach((own, at) => {
      const mean = first.reduce((sum, probability, k) => sum + probability * (WEIGHTS[k]?.[at] as number), 0);
      expect(map.raw.dataSync()[at]).toBeCloseTo(first[1] * (own - mean), 5);
    });
  });

  it("runs a user's own method, and drops what speaks against the target", async () => {
    const method: AttentionMethod = {
      name: 'centred',
      reads: 'positive',
      compute: ({ images }) =>
        tf.tidy(() => tf.sub(tf.squeeze(images, [3]), tf.tensor3d([0.5, 0.5, 2], [3, 1, 1])) as tf.Tensor3D),
    };
    const images = tf.tensor4d([0, 0.5, 0.75, 1, 1, 1, 1, 1, 0, 0.5, 0.75, 1], [3, 2, 2, 1]);
    const map = await attentionMap(linearModel(WEIGHTS, [2, 2, 1]), images, { method });
    expect(map.values.arraySync()[0]).toEqual([
      [0, 0],
      [0.5, 1],
    ]);
    expect(map).toMatchObject({ method: 'centred', degenerate: [false, true, true] });
    expect(map.notes.slice(1)).toEqual(['the raw map is constant', 'no raw value is positive']);
  });

  it('does not take rounding for a pattern', async () => {
    const method: AttentionMethod = {
      name: 'rounded',
      reads: 'positive',
      compute: () => tf.tensor3d([0.7, 0.7 + 6e-8, 0.7 - 6e-8, 0.7], [1, 2, 2]),
    };
    const map = await attentionMap(linearModel(WEIGHTS, [2, 2, 1]), tf.ones([1, 2, 2, 1]), { method });
    expect(map.notes).toEqual(['the raw map is constant']);
  });

  it('leaves no tensor behind but its two', async () => {
    const model = slimNetwork({ inputSize: 16, seed: 1, gate: 'stem' });
    const leaky = { predict: (x: tf.Tensor4D) => tf.add(tf.mean(x, [1, 2]), tf.tensor1d([0, 1])) as tf.Tensor2D };
    const images = noiseImages([3, 16, 16, 1]);
    const run = async (): Promise<void> => {
      for (const [classifier, options] of [
        [model, { method: 'inputGradient', batchSize: 2 }],
        [model, { method: 'spatialGate', batchSize: 2 }],
        [leaky, { target: (logits: tf.Tensor2D) => tf.sum(tf.square(logits), 1) as tf.Tensor1D }],
      ] as const) {
        const before = tf.memory().numTensors;
        const map = await attentionMap(classifier, images, options);
        expect(tf.memory().numTensors - before).toBe(2);
        map.dispose();
        map.dispose();
        expect(tf.memory().numTensors).toBe(before);
      }
      const before = tf.memory().numTensors;
      await attentionMap(model, images, { target: 99 }).catch(() => undefined);
      await attentionMap(leaky, images, { target: () => tf.zeros([7]) }).catch(() => undefined);
      expect(tf.memory().numTensors - before).toBe(0);
    };
    await run();
    model.dispose();
  });
});

describe('attentionMap on cpu and wasm', () => {
  it('gives the same maps', async () => {
    const results: Float32Array[][] = [];
    for (const backend of ['cpu', 'wasm'] as const) {
      await useBackend(backend);
      const model = slimNetwork({ inputSize: 16, seed: 6, gate: 'stem' });
      const images = tf.tensor4d(noise(2 * 256, 3), [2, 16, 16, 1]);
      const maps = [
        await attentionMap(model, images, { method: 'inputGradient', target: 2 }),
        await attentionMap(model, images, { method: 'spatialGate' }),
      ];
      results.push(maps.flatMap((map) => [map.raw.dataSync(), map.values.dataSync()]) as Float32Array[]);
    }
    const [cpu, wasm] = results as [Float32Array[], Float32Array[]];
    cpu.forEach((values, at) => expectClose(wasm[at] as Float32Array, values, 1e-4));
  });
});

describe('attentionMap with a second copy of tfjs-layers', () => {
  it('takes its models, by either method', async () => {
    await useBackend('cpu');
    const require = createRequire(import.meta.url);
    const path = require.resolve('@tensorflow/tfjs-layers');
    Reflect.deleteProperty(require.cache, path);
    const copy = require(path) as typeof tfl;
    expect(copy.LayersModel).not.toBe(tfl.LayersModel);
    const gate = copy.layers.activation({ activation: 'linear', inputShape: [2, 2, 1] });
    Object.assign(gate, { attention: (features: tf.Tensor) => tf.clone(features) });
    const model = copy.sequential({
      layers: [gate, copy.layers.flatten(), copy.layers.dense({ units: 3, name: 'copy' })],
    });
    tf.tidy(() => model.setWeights([tf.transpose(tf.tensor2d(WEIGHTS)), tf.zeros([3])]));
    const images = tf.tensor4d([0.1, 0.2, 0.3, 0.4], [1, 2, 2, 1]);
    const gradient = await attentionMap(model, images, { target: 1 });
    expect(Array.from(gradient.raw.dataSync())).toEqual(WEIGHTS[1]);
    const attention = await attentionMap(model, images, { method: 'spatialGate' });
    expect(attention.raw.dataSync()).toEqual(images.dataSync());
  });
});

describe('attentionMap refuses', () => {
  beforeAll(() => useBackend('cpu'));
  const model = linearModel(WEIGHTS, [2, 2, 1]);
  const four = tf.ones([4, 2, 2, 1]) as tf.Tensor4D;
  const inputs = [tfl.input({ shape: [2] }), tfl.input({ shape: [2] })];
  const twoInputs = tfl.model({ inputs, outputs: tfl.layers.add().apply(inputs) as tfl.SymbolicTensor });

  it.each<[string, Classifier, unknown, object, string, RegExp]>([
    [
      'three targets for four images',
      model,
      four,
      { target: [0, 1, 2] },
      'invalid-option',
      /4 of them.* received 3 class ids/,
    ],
    ['one listed target for four images', model, four, { target: [0] }, 'invalid-option', /received 1 class ids/],
    ['a class that is not there', model, four, { target: 3 }, 'invalid-option', /from 0 to 2, received 3/],
    ['a class of 1.5', model, four, { target: [0, 1, 1.5, 2] }, 'invalid-option', /received 1.5/],
    ['a target of another kind', model, four, { target: 'happy' }, 'invalid-option', /received "happy"/],
    ['a target function of the wrong shape', model, four, { target: (l: tf.Tensor) => l }, 'invalid-shape', /\[4\]/],
    ['an unknown option', model, four, { methods: 'x' }, 'invalid-option', /unknown option/],
    ['an unknown method', model, four, { method: 'toString' }, 'invalid-option', /'spatialGate', 'inputGradient'/],
    ['a method without reads', model, four, { method: { name: 'x', compute: () => 0 } }, 'invalid-option', /reads/],
    ['a layer for a method that needs none', model, four, { layer: 0 }, 'invalid-option', /looks at a layer/],
    ['a batch size of 0', model, four, { batchSize: 0 }, 'invalid-option', /batchSize/],
    ['signed that is not a boolean', model, four, { signed: 'yes' }, 'invalid-option', /true or false/],
    [
      'images of another size',
      model,
      tf.ones([1, 3, 2, 1]),
      {},
      'invalid-shape',
      /\[any, 2, 2, 1\], received \[1, 3, 2, 1\]/,
    ],
    ['colour for a grey model', model, tf.ones([1, 2, 2, 3]), {}, 'invalid-shape', /\[any, 2, 2, 1\]/],
    ['a single image without its batch', model, tf.ones([2, 2, 1]), {}, 'invalid-shape', /batch, height/],
    ['an empty batch', model, tf.zeros([0, 2, 2, 1]), {}, 'invalid-shape', /at least one image/],
    ['no images', model, undefined, {}, 'invalid-shape', /received undefined/],
    ['no classifier', {} as Classifier, four, {}, 'invalid-argument', /LayersModel, an object/],
    ['a model of two inputs', twoInputs, four, {}, 'invalid-argument', /2 inputs/],
    ['outputs that are no logits', { predict: (x: tf.Tensor4D) => x }, four, {}, 'invalid-shape', /\[4, classes\]/],
    ['a promise of logits', { predict: async () => 1 } as never, four, {}, 'invalid-shape', /a Promise/],
    [
      'a classifier that throws',
      {
        predict: () => {
          throw new Error('no weights yet');
        },
      },
      four,
      {},
      'invalid-argument',
      /failed on its images: no weights yet/,
    ],
    [
      'outputs that ignore the input',
      { predict: () => tf.ones([4, 2]) },
      four,
      {},
      'invalid-argument',
      /differentiated/,
    ],
  ])('%s', async (_, classifier, images, options, code, message) => {
    const error = await attentionMap(classifier, images as tf.Tensor4D, options).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FacePerturbError);
    expect((error as FacePerturbError).message).toMatch(message);
    expect((error as FacePerturbError).code).toBe(code);
  });

  it('disposed images', async () => {
    const gone = tf.ones([1, 2, 2, 1]) as tf.Tensor4D;
    gone.dispose();
    await expect(attentionMap(model, gone)).rejects.toThrow(/a disposed tensor/);
  });

  it('to go on after an abort', async () => {
    await expect(attentionMap(model, four, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    const stop = new AbortController();
    const done: number[] = [];
    const tensors = tf.memory().numTensors;
    const work = attentionMap(model, four, {
      batchSize: 1,
      signal: stop.signal,
      onProgress: (progress) => {
        done.push(progress.done);
        if (progress.done === 2) stop.abort();
      },
    });
    await expect(work).rejects.toMatchObject({ code: 'aborted' });
    expect(done).toEqual([1, 2]);
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

/** Largest difference, as a share of the largest expected magnitude. */
function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(...Array.from(expected, Math.abs));
  const differences = Array.from(expected, (value, at) => Math.abs(value - (actual[at] as number)));
  expect(Math.max(...differences) / scale).toBeLessThan(tolerance);
}
