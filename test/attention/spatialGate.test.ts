import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { attentionMap } from '../../src/attention/attentionMap.js';
import { useBackend } from '../../src/backends/useBackend.js';
import { SpatialGate } from '../../src/models/spatialGate.js';
import { onEachBackend } from '../support/backends.js';
import { BrightGate, noiseImages } from './networks.js';

// The models of the last part are made before any test runs.
await useBackend('cpu');

function head(features: tfl.SymbolicTensor, classes = 2): tfl.SymbolicTensor {
  const pooled = tfl.layers.globalAveragePooling2d({}).apply(features) as tfl.SymbolicTensor;
  return tfl.layers.dense({ units: classes }).apply(pooled) as tfl.SymbolicTensor;
}

function gatedModel(
  size: number,
  before: tfl.layers.Layer[] = [],
  gates = [new BrightGate({ name: 'gate' })],
): tfl.LayersModel {
  const input = tfl.input({ shape: [size, size, 1] });
  const features = [...before, ...gates].reduce((x, layer) => layer.apply(x) as tfl.SymbolicTensor, input);
  return tfl.model({ inputs: input, outputs: head(features) });
}

onEachBackend(() => {
  it("gives the gate's attention in inference mode, raw and scaled", async () => {
    const model = gatedModel(4);
    const images = noiseImages([3, 4, 4, 1]);
    const map = await attentionMap(model, images, { method: 'spatialGate' });
    expect(map.raw.arraySync()).toEqual(images.arraySync().map((image) => image.map((row) => row.flat())));
    for (const image of map.values.arraySync()) {
      expect([Math.min(...image.flat()), Math.max(...image.flat())]).toEqual([0, 1]);
    }
  });

  it('enlarges the map of a gate on smaller features bilinearly', async () => {
    const model = gatedModel(4, [tfl.layers.averagePooling2d({ poolSize: 2 })]);
    const images = tf.tensor4d([0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1], [1, 4, 4, 1]);
    const map = await attentionMap(model, images, { method: 'spatialGate' });
    expect(map.raw.arraySync()[0]).toEqual(Array(4).fill([0, 0.25, 0.75, 1]));
  });

  it('finds the gate in a nested model and equals the attention computed by hand', async () => {
    const inner = tfl.sequential({
      name: 'encoder',
      layers: [
        tfl.layers.conv2d({ inputShape: [8, 8, 1], filters: 3, kernelSize: 3, padding: 'same', name: 'conv' }),
        new SpatialGate({ name: 'gate', seed: 4 }),
      ],
    });
    const input = tfl.input({ shape: [8, 8, 1] });
    const scaled = tfl.layers.batchNormalization().apply(input) as tfl.SymbolicTensor;
    const model = tfl.model({ inputs: input, outputs: head(inner.apply(scaled) as tfl.SymbolicTensor) });
    const images = noiseImages([2, 8, 8, 1]);
    const [conv, gate] = inner.layers as [tfl.layers.Layer, SpatialGate];
    const expected = tf.tidy(() => {
      const normal = model.layers[1]?.apply(images) as tf.Tensor;
      return tf.squeeze(gate.attention(conv.apply(normal) as tf.Tensor4D), [3]).arraySync();
    });
    for (const layer of [undefined, 'gate', 'encoder/gate']) {
      const map = await attentionMap(model, images, { method: 'spatialGate', layer });
      expect(map.raw.arraySync()).toEqual(expected);
    }
  });

  it('leaves a constant gate degenerate', async () => {
    const map = await attentionMap(gatedModel(4), tf.fill([2, 4, 4, 1], 0.3) as tf.Tensor4D, { method: 'spatialGate' });
    expect(map).toMatchObject({ degenerate: [true, true], notes: Array(2).fill('the raw map is constant') });
    expect(Math.max(...map.values.dataSync())).toBe(0);
  });
});

describe('spatialGate', () => {
  beforeAll(() => useBackend('cpu'));
  const images = noiseImages([1, 4, 4, 1]);
  const two = gatedModel(4, [], [new BrightGate({ name: 'first' }), new BrightGate({ name: 'second' })]);

  it('asks which of several gates is meant, and takes a name or an index', async () => {
    const wanted = attentionMap(two, images, { method: 'spatialGate' });
    await expect(wanted).rejects.toThrow(/2 such layers. Set the option 'layer' to one of 'first', 'second'/);
    const byName = await attentionMap(two, images, { method: 'spatialGate', layer: 'second' });
    const byIndex = await attentionMap(two, images, { method: 'spatialGate', layer: 2 });
    expect(byIndex.raw.arraySync()).toEqual(byName.raw.arraySync());
    const squared = tf.square(images).arraySync();
    expect(byName.raw.arraySync()[0]?.[1]?.[2]).toBeCloseTo(squared[0]?.[1]?.[2]?.[0] as number, 6);
  });

  it('leaves the watched layer as it was, even when the pass fails', async () => {
    const gate = two.getLayer('first');
    await attentionMap(two, images, { method: 'spatialGate', layer: 'first' });
    expect(Object.hasOwn(gate, 'call')).toBe(false);
    const shared = new BrightGate({ name: 'shared' });
    const tensors = tf.memory().numTensors;
    const twice = attentionMap(gatedModel(4, [], [shared, shared]), images, { method: 'spatialGate', layer: 'shared' });
    await expect(twice).rejects.toThrow(/'shared', which runs 2 times/);
    expect(Object.hasOwn(shared, 'call')).toBe(false);
    expect(tf.memory().numTensors - tensors).toBe(2); // the new model's dense layer
  });

  it.each([
    ['a layer that is no gate', two, { layer: 0 }, /which has none. Set the option 'layer'/],
    ['a layer that is not there', two, { layer: 'third' }, /received "third". The model has '.*first', 'second'/],
    ['an index that is not there', two, { layer: 99 }, /an index from 0 to 4, received 99/],
    ['a model without a gate', gatedModel(4, [], []), {}, /0 such layers. Put a SpatialGate/],
    ['an object with predict', { predict: () => tf.zeros([1, 2]) }, {}, /whose layers it can see/],
    ['signed', two, { layer: 1, signed: true }, /signed: expected a method that reads magnitudes/],
  ])('refuses %s', async (_, classifier, options, message) => {
    await expect(attentionMap(classifier, images, { method: 'spatialGate', ...options })).rejects.toThrow(message);
  });
});
