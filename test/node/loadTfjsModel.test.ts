import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { attentionMap } from '../../src/attention/index.js';
import { slimNetwork } from '../../src/models/index.js';
import { loadTfjsModel } from '../../src/node/index.js';
import { createRandom } from '../../src/support/index.js';
import { onEachBackend } from '../support/backends.js';
import { graphFiles, writeGraphModel } from '../support/graphFiles.js';
import { writeLayersModel } from '../support/layersFiles.js';
import { temporaryFolder } from './folders.js';

const folder = temporaryFolder();
const [SIZE, CLASSES] = [4, 3];
const random = createRandom('loadTfjsModel');
const weights = Float32Array.from({ length: SIZE * SIZE * CLASSES }, () => random.next() - 0.5);
const pixels = Float32Array.from({ length: 2 * SIZE * SIZE }, () => random.next());

/** The softmax that the graph must give, by hand. */
function byHand(of: ArrayLike<number>): number[][] {
  return [0, 1].map((image) => {
    const logits = Array.from({ length: CLASSES }, (_, id) => {
      let sum = 0;
      for (let at = 0; at < SIZE * SIZE; at++) {
        sum += (of[at * CLASSES + id] as number) * (pixels[image * SIZE * SIZE + at] as number);
      }
      return Math.exp(sum);
    });
    const all = logits.reduce((sum, value) => sum + value, 0);
    return logits.map((value) => value / all);
  });
}

function images(): tf.Tensor4D {
  return tf.tensor4d(pixels, [2, SIZE, SIZE, 1]);
}

afterEach(() => {
  vi.doUnmock('@tensorflow/tfjs-converter');
  vi.resetModules();
});

onEachBackend((backend) => {
  it('opens a graph, and its numbers are those computed by hand', async () => {
    const path = await writeGraphModel(join(folder(), `graph-${backend}`), { size: SIZE, classes: CLASSES, weights });
    const before = tf.memory().numTensors;
    const model = await loadTfjsModel(path);
    if ('layers' in model) expect.fail('a graph has no layers');
    expect(model.inputs[0]).toMatchObject({ name: 'images', shape: [-1, SIZE, SIZE, 1] });
    const outputs = tf.tidy(() => (model.predict(images()) as tf.Tensor2D).arraySync());
    outputs.forEach((row, at) => row.forEach((value, id) => expect(value).toBeCloseTo(byHand(weights)[at]![id]!, 6)));
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('opens a model of layers with its weights in several files, bit for bit', async () => {
    const model = slimNetwork({ inputSize: 16, widths: [4, 4, 4, 4], seed: 3 });
    const path = await writeLayersModel(join(folder(), `layers-${backend}`), model, 3);
    const loaded = await loadTfjsModel(path);
    expect('layers' in loaded).toBe(true);
    const answer = (of: { predict(x: tf.Tensor): unknown }) =>
      tf.tidy(() => (of.predict(tf.ones([1, 16, 16, 1])) as tf.Tensor).dataSync());
    expect(answer(loaded)).toEqual(answer(model));
    [model, loaded].forEach((each) => each.dispose());
  });

  it('gives attentionMap a classifier whose maps are known: the weights of a linear model', async () => {
    const path = await writeGraphModel(join(folder(), `map-${backend}`), { size: SIZE, classes: CLASSES, weights });
    const model = await loadTfjsModel(path);
    const batch = images();
    const logits = { predict: (input: tf.Tensor4D) => (model as { execute: Execute }).execute(input, 'logits') };
    const map = await attentionMap(logits, batch, { method: 'inputGradient', target: 1 });
    const expected = Array.from({ length: SIZE * SIZE }, (_, at) => weights[at * CLASSES + 1] as number);
    [...expected, ...expected].forEach((value, at) => expect(map.raw.dataSync()[at]).toBeCloseTo(value, 6));
    map.dispose();
    batch.dispose();
    model.dispose();
  });
});

type Execute = (input: tf.Tensor, node: string) => tf.Tensor;

describe('loadTfjsModel: weights in fewer bits', () => {
  it('are scaled back', async () => {
    const graph = { size: SIZE, classes: CLASSES, weights, bits: 8 as const };
    const model = await loadTfjsModel(await writeGraphModel(join(folder(), 'bytes'), graph));
    const outputs = tf.tidy(() => (model.predict(images()) as tf.Tensor2D).arraySync());
    // A weight is off by half a step of 1/254 at most, a logit by sixteen of them.
    outputs.flat().forEach((value, at) => expect(Math.abs(value - byHand(weights).flat()[at]!)).toBeLessThan(0.008));
    expect(outputs.flat()).not.toEqual(byHand(weights).flat());
    model.dispose();
  });
});

describe('loadTfjsModel: what it refuses', () => {
  it.each<[string, (path: string) => Promise<unknown>, string, RegExp]>([
    ['nothing', async () => undefined, 'invalid-argument', /nothing of that name/],
    ['a folder', (path) => mkdir(path), 'invalid-argument', /a folder/],
    ['text', (path) => writeFile(path, 'weights'), 'invalid-data', /JSON/],
    ['a number', (path) => writeFile(path, '7'), 'invalid-data', /modelTopology and weightsManifest, received 7/],
    ['other JSON', (path) => writeFile(path, '{"name":"x"}'), 'invalid-data', /modelTopology.*tensorflowjs_converter/],
    ['no manifest', (path) => writeFile(path, '{"modelTopology":{"node":[]}}'), 'invalid-data', /weightsManifest/],
    [
      'an unknown layer',
      (path) => writeFile(path, JSON.stringify({ modelTopology: unknownLayer, weightsManifest: [] })),
      'invalid-data',
      /Unknown layer: Wonder[^]*registerClass/,
    ],
  ])('%s', async (name, write, code, message) => {
    const path = join(folder(), `refused-${name}.json`);
    await write(path);
    const error = await loadTfjsModel(path).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'FacePerturbError', code });
    expect((error as Error).message).toMatch(message);
  });

  it.each<[string, string, number, RegExp]>([
    ['a missing file of weights', 'other.bin', 0, /other\.bin.*nothing of that name/],
    ['weights cut off', 'weights.bin', 4, /expected \d+ bytes, received \d+/],
    ['weights elsewhere', '../weights.bin', 0, /its own folder, received "\.\.\/weights\.bin"/],
    ['weights by an absolute path', '/etc/hostname', 0, /its own folder/],
  ])('%s', async (name, shard, missing, message) => {
    const path = join(folder(), name);
    const { json, bytes } = graphFiles({ size: SIZE, classes: CLASSES, weights });
    await mkdir(path);
    await writeFile(join(path, 'weights.bin'), bytes.subarray(missing));
    await writeFile(join(path, 'model.json'), JSON.stringify(json).replace('weights.bin', shard));
    const error = await loadTfjsModel(join(path, 'model.json')).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'invalid-data' });
    expect((error as Error).message).toMatch(message);
  });

  it('a graph where the converter is not installed, with the line that installs it', async () => {
    const path = await writeGraphModel(join(folder(), 'alone'), { size: SIZE, classes: CLASSES, weights });
    vi.doMock('@tensorflow/tfjs-converter', () => {
      throw new Error('Cannot find package');
    });
    const node = await import('../../src/node/loadTfjsModel.js');
    await expect(node.loadTfjsModel(path)).rejects.toMatchObject({
      code: 'missing-package',
      fix: 'Install it with: npm install @tensorflow/tfjs-converter',
    });
  });
});

const unknownLayer = {
  model_config: {
    class_name: 'Sequential',
    config: { name: 'odd', layers: [{ class_name: 'Wonder', config: { name: 'w', batch_input_shape: [null, 4] } }] },
  },
};
