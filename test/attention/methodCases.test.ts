import { describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { attentionMap } from '../../src/attention/attentionMap.js';
import { occlusion } from '../../src/attention/methods/occlusion.js';
import { regionOcclusion } from '../../src/attention/methods/regionOcclusion.js';
import { rise } from '../../src/attention/methods/rise.js';
import { smoothGrad } from '../../src/attention/methods/smoothGrad.js';
import { ATTENTION_METHODS } from '../../src/attention/methods/table.js';
import type { AttentionMap, AttentionMethod, Classifier } from '../../src/attention/types.js';
import { useBackend } from '../../src/backends/useBackend.js';
import { SpatialGate } from '../../src/models/index.js';
import { box } from '../../src/regions/outlines.js';
import { onEachBackend } from '../support/backends.js';
import { noise, noiseImages } from './networks.js';

const left = box({ x: 0, y: 0, width: 0.5, height: 1, units: 'relative' });
const right = box({ x: 0.5, y: 0, width: 0.5, height: 1, units: 'relative' });

/** Every method, those of many passes with few of them. */
const METHODS: AttentionMethod[] = [
  ...Object.values<AttentionMethod>(ATTENTION_METHODS).filter(({ name }) => !['rise', 'smoothGrad'].includes(name)),
  rise({ masks: 40, seed: 3 }),
  smoothGrad({ samples: 4 }),
  regionOcclusion({ regions: { left, right } }),
];
const NAMED = METHODS.map((method): [string, AttentionMethod] => [method.name, method]);

/** A gate, a convolution with ReLU and one dense layer, with weights made by a function of their index. */
function gatedNetwork({ channels = 1, size = 8, dense = (at: number) => Math.sin(at * 1.7) } = {}): tfl.LayersModel {
  const model = tfl.sequential({
    layers: [
      new SpatialGate({ inputShape: [size, size, channels], kernelSize: 3, name: 'gate' }),
      tfl.layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same', activation: 'relu', name: 'features' }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 3, useBias: false, name: 'logits' }),
    ],
  });
  tf.tidy(() =>
    model.layers.forEach((layer) =>
      layer.setWeights(
        layer.getWeights().map((weight, k) => {
          const wave = (at: number): number => Math.sin(at * 2.3 + k + 1);
          // The gate's batch norm has a variance, which is positive.
          const value = { logits: dense, gate: (at: number) => Math.abs(wave(at)) + 0.1 }[layer.name] ?? wave;
          return tf.tensor(
            Float32Array.from({ length: weight.size }, (_, at) => value(at)),
            weight.shape,
          );
        }),
      ),
    ),
  );
  return model;
}

async function expectFinite(map: AttentionMap): Promise<void> {
  const values = await map.values.data();
  expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
  map.notes.forEach((note, at) => expect(note !== undefined).toBe(map.degenerate[at]));
}

onEachBackend(() => {
  it.each(NAMED)(
    '%s: each of three images has its own map, whatever the batch, and no tensor is left',
    async (_, method) => {
      const model = gatedNetwork();
      const images = noiseImages([3, 8, 8, 1], 5);
      const target = [2, 0, 1];
      const before = tf.memory().numTensors;
      const whole = await attentionMap(model, images, { method, target });
      expect(tf.memory().numTensors - before).toBe(2);
      await expectFinite(whole);
      expect(whole.degenerate).toEqual([false, false, false]);
      const second = tf.slice(images, [1, 0, 0, 0], [1, -1, -1, -1]);
      const alone = await attentionMap(model, second, { method, target: 0 });
      const chunked = await attentionMap(model, images, { method, target, batchSize: 2 });
      expectClose(alone.raw.dataSync(), whole.raw.dataSync().slice(64, 128));
      expectClose(chunked.raw.dataSync(), whole.raw.dataSync());
      Object.entries(whole.details).forEach(([name, numbers]) => expectClose(chunked.details[name] ?? [], numbers));
      [whole, alone, chunked, second].forEach((each) => each.dispose());
      expect(tf.memory().numTensors).toBe(before);
      model.dispose();
    },
  );

  it.each(NAMED)('%s: the target decides, but for the gate', async (name, method) => {
    const model = gatedNetwork();
    const images = noiseImages([1, 8, 8, 1], 6);
    const [first, second] = [
      await attentionMap(model, images, { method, target: 0 }),
      await attentionMap(model, images, { method, target: 1 }),
    ];
    const difference = tf.max(tf.abs(tf.sub(first.raw, second.raw))).dataSync()[0] as number;
    if (name === 'spatialGate') expect(difference).toBe(0);
    else expect(difference).toBeGreaterThan(1e-3);
  });

  it.each(NAMED)('%s: a batch of four takes one target or four, and refuses three', async (_, method) => {
    const model = gatedNetwork();
    const images = noiseImages([4, 8, 8, 1]);
    const one = await attentionMap(model, images, { method, target: 1 });
    const four = await attentionMap(model, images, { method, target: [1, 1, 1, 1] });
    expect(one.raw.dataSync()).toEqual(four.raw.dataSync());
    await expect(attentionMap(model, images, { method, target: [1, 1, 1] })).rejects.toMatchObject({
      code: 'invalid-option',
      expected: 'one class id for all images, or 4 of them, one for each image',
      received: '3 class ids',
    });
  });

  it.each(NAMED)('%s: constant images, black and white', async (_, method) => {
    const images = tf.concat([tf.zeros([1, 8, 8, 1]), tf.ones([1, 8, 8, 1])]) as tf.Tensor4D;
    const map = await attentionMap(gatedNetwork(), images, { method, target: 0 });
    await expectFinite(map);
  });

  it.each(NAMED)('%s: a network without slope, its outputs always the same', async (name, method) => {
    const map = await attentionMap(gatedNetwork({ dense: () => 0 }), noiseImages([2, 8, 8, 1]), { method, target: 0 });
    await expectFinite(map);
    // The gate knows nothing of the score, and Score-CAM weighs all maps alike; RISE sees the density of its masks.
    if (['spatialGate', 'scoreCam', 'rise'].includes(name)) return;
    expect(map.degenerate).toEqual([true, true]);
    expect(map.notes[0]).toBe('the raw map is zero everywhere');
    expect(Math.max(...map.values.dataSync())).toBe(0);
  });

  it.each(NAMED)('%s: a class that everything speaks against', async (name, method) => {
    const map = await attentionMap(gatedNetwork({ dense: () => -1 }), noiseImages([2, 8, 8, 1]), { method, target: 0 });
    await expectFinite(map);
    if (['gradCam', 'gradCamPlusPlus', 'layerCam'].includes(name)) {
      expect(map.degenerate).toEqual([true, true]);
      expect(map.notes[0]).toMatch(/no raw value is positive|zero everywhere/);
    }
  });

  it.each(NAMED)('%s: scores of 200 and more', async (_, method) => {
    const model = gatedNetwork({ dense: (at) => 40 * (1.2 + Math.sin(at)) });
    const map = await attentionMap(model, noiseImages([2, 8, 8, 1]), { method });
    expect(Math.min(...map.scores)).toBeGreaterThan(200);
    await expectFinite(map);
  });

  it.each(NAMED.filter(([name]) => !['spatialGate', 'scoreCam', 'rise'].includes(name)))(
    '%s: slopes of a millionth give the map of slopes of one',
    async (name, method) => {
      const images = noiseImages([2, 8, 8, 1], 9);
      const dense = (at: number): number => Math.sin(at * 1.7);
      const normal = await attentionMap(gatedNetwork({ dense }), images, { method, target: 1 });
      const small = await attentionMap(gatedNetwork({ dense: (at) => 1e-6 * dense(at) }), images, {
        method,
        target: 1,
      });
      expect(small.degenerate).toEqual([false, false]);
      // Grad-CAM++ weighs by more than slopes: its small map is its own.
      if (name === 'gradCamPlusPlus') await expectFinite(small);
      else expectClose(small.values.dataSync(), normal.values.dataSync(), 2e-3);
    },
  );

  it.each(NAMED)('%s: disposed images are told of', async (_, method) => {
    const images = noiseImages([1, 8, 8, 1]);
    images.dispose();
    await expect(attentionMap(gatedNetwork(), images, { method })).rejects.toMatchObject({
      code: 'invalid-shape',
      received: 'a disposed tensor',
    });
  });

  it.each(NAMED)('%s: an image of NaN has no map, its neighbour has', async (name, method) => {
    const images = tf.concat([tf.fill([1, 8, 8, 1], NaN), noiseImages([1, 8, 8, 1])]) as tf.Tensor4D;
    const map = await attentionMap(gatedNetwork(), images, { method, target: 2 });
    const values = await map.values.data();
    expect(values.some(Number.isNaN)).toBe(false);
    const alone = await attentionMap(gatedNetwork(), noiseImages([1, 8, 8, 1]), { method, target: 2 });
    expectClose(values.slice(64), alone.values.dataSync(), 1e-4);
    // A ReLU may make 0 of NaN: then there is a map of zeros, or a constant one, and that is told too.
    expect({ name, degenerate: map.degenerate }).toEqual({ name, degenerate: [true, false] });
  });

  it.each(NAMED.filter(([name]) => /smooth|integrated|score|occlusion|rise/i.test(name)))(
    '%s reports its passes, and stops between two of them',
    async (_, method) => {
      const model = gatedNetwork();
      const images = noiseImages([2, 8, 8, 1]);
      const before = tf.memory().numTensors;
      const steps: number[] = [];
      const options = { method, target: 1, batchSize: 2, onProgress: ({ done }: { done: number }) => steps.push(done) };
      (await attentionMap(model, images, options)).dispose();
      expect(steps.length).toBeGreaterThan(1);
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
      expect(steps.at(-1)).toBe(2);
      const stop = new AbortController();
      const stopped = attentionMap(model, images, { ...options, signal: stop.signal, onProgress: () => stop.abort() });
      await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('takes as many images a pass as the memory limit allows', async () => {
    const model = gatedNetwork();
    const images = noiseImages([5, 8, 8, 1]);
    const sizesWith = async (options: object): Promise<number[]> => {
      const done: number[] = [0];
      await attentionMap(model, images, { ...options, target: 0, onProgress: (progress) => done.push(progress.done) });
      return done.slice(1).map((each, at) => each - (done[at] as number));
    };
    // The outputs of the layers: 64 of the gate, 192 of the convolution, 192 flattened, 3 logits; and a gradient of each.
    const bytes = (64 + 192 + 192 + 3) * 4 * 2;
    expect(await sizesWith({})).toEqual([5]);
    expect(await sizesWith({ memoryLimit: 2.5 * bytes })).toEqual([2, 2, 1]);
    expect(await sizesWith({ memoryLimit: 1 })).toEqual([1, 1, 1, 1, 1]);
    expect(await sizesWith({ memoryLimit: 1, batchSize: 3 })).toEqual([3, 2]);
  });

  it('sees through strides larger than the filter, where some pixels are never looked at', async () => {
    const model = tfl.sequential({
      layers: [
        tfl.layers.conv2d({ inputShape: [11, 6, 1], filters: 4, kernelSize: [2, 1], strides: [5, 2], name: 'sparse' }),
        tfl.layers.flatten(),
        tfl.layers.dense({ units: 2, useBias: false }),
      ],
    });
    tf.tidy(() =>
      model.setWeights(model.getWeights().map((weight, k) => tf.tensor(noise(weight.size, k + 1), weight.shape))),
    );
    const images = noiseImages([2, 11, 6, 1]);
    const map = await attentionMap(model, images, { method: 'inputGradient', target: 1 });
    const raw = await map.raw.array();
    raw[0]?.forEach((row, y) =>
      row.forEach((value, x) => {
        if ([0, 1, 5, 6].includes(y) && x % 2 === 0) expect(value).toBeGreaterThan(0);
        else expect(value).toBe(0);
      }),
    );
    for (const method of ['gradCam', 'layerCam', 'gradCamPlusPlus', 'scoreCam'] as const) {
      const cam = await attentionMap(model, images, { method, target: 1 });
      expect(cam).toMatchObject({ layer: 'sparse', degenerate: [false, false] });
    }
  });

  it('occlusion of a linear classifier is known: each window takes what its pixels weigh', async () => {
    const weights = [1, 2, -3, 4, 0, 6];
    const classifier: Classifier = {
      predict: (images: tf.Tensor4D) => tf.matMul(tf.reshape(images, [-1, 6]), tf.tensor2d(weights, [6, 1])),
    };
    const images = tf.tensor4d([1, 0.5, 1, 0.25, 1, 0.5], [1, 2, 3, 1]);
    const pixelwise = occlusion({ window: 1, fill: 'zero' });
    const map = await attentionMap(classifier, images, { method: pixelwise, target: 0 });
    expectClose(map.raw.dataSync(), [1, 1, -3, 1, 0, 3]);
    const regions = regionOcclusion({
      regions: { top: box({ x: 0, y: 0, width: 3, height: 1 }), corner: box({ x: 0, y: 0, width: 1, height: 2 }) },
      fill: 'zero',
    });
    const byRegion = await attentionMap(classifier, images, { method: regions, target: 0 });
    expectClose(byRegion.details.top ?? [], [-1]);
    expectClose(byRegion.details.corner ?? [], [2]);
    expectClose(byRegion.raw.dataSync(), [0.5, -1, -1, 2, 0, 0]);
  });

  it('RISE finds the pixels of a linear score, the better the more masks', async () => {
    const weights = Float32Array.from({ length: 64 }, (_, at) => (at % 8 < 3 && at >= 40 ? 1 : 0));
    const classifier: Classifier = {
      predict: (images: tf.Tensor4D) => tf.matMul(tf.reshape(images, [-1, 64]), tf.tensor2d(weights, [64, 1])),
    };
    const images = tf.ones([1, 8, 8, 1]) as tf.Tensor4D;
    const score = (logits: tf.Tensor2D): tf.Tensor1D => tf.reshape(logits, [-1]);
    const map = await attentionMap(classifier, images, { method: rise({ masks: 600, grid: 4 }), target: score });
    const raw = (await map.raw.data()) as Float32Array;
    const mean = (inside: boolean): number => {
      const those = raw.filter((_, at) => (weights[at] === 1) === inside);
      return those.reduce((sum, value) => sum + value, 0) / those.length;
    };
    expect(mean(true)).toBeGreaterThan(mean(false) * 1.1);
    expect(weights[raw.indexOf(Math.max(...raw))]).toBe(1);
    // E[score * mask] / p for a pixel far from all weights: the mean score, 9 pixels kept half the time.
    expect(raw[7]).toBeCloseTo(4.5, 0);
  });
});

describe('attentionMap on cpu and wasm', () => {
  it.each(NAMED)('%s gives the same maps', async (_, method) => {
    const results: Float32Array[] = [];
    for (const backend of ['cpu', 'wasm'] as const) {
      await useBackend(backend);
      const map = await attentionMap(gatedNetwork({ channels: 3 }), noiseImages([2, 8, 8, 3], 2), {
        method,
        target: 1,
      });
      results.push((await map.values.data()) as Float32Array);
    }
    expectClose(results[1] as Float32Array, results[0] as Float32Array, 1e-4);
  });
});

function expectClose(values: ArrayLike<number>, expected: ArrayLike<number>, within = 1e-5): void {
  expect(values.length).toBe(expected.length);
  const scale = Math.max(1, ...Array.from(expected, Math.abs));
  Array.from(expected).forEach((each, at) =>
    expect(Math.abs((values[at] as number) - each) / scale).toBeLessThan(within),
  );
}
