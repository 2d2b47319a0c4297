import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model, type LayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/useBackend.js';
import { slimNetwork, SpatialGate, vgg16, type SlimNetworkOptions, type Vgg16Options } from '../../src/models/index.js';
import { reseedLayers } from '../../src/support/reseed.js';
import { NODE_BACKENDS, onEachBackend } from '../support/backends.js';
import { formulaPictures } from './formula.js';
import { logitsOf, saveAndLoad, trainOnce } from './support.js';

const tinyVgg = { widthMultiplier: 1 / 32, inputSize: 32 };
const networks: Record<string, () => LayersModel> = {
  slim: () => slimNetwork({ widths: [4, 4], inputSize: 32, gate: 'stages', dropout: 0.5 }),
  'slim, averaged': () => slimNetwork({ widths: [4, 4], inputSize: 32, gate: 'input', head: 'average' }),
  vgg16: () => vgg16({ ...tinyVgg, gate: 'stages' }),
};

describe('networks', () => {
  it.each(Object.keys(networks))('%s: the same logits on every backend', async (name) => {
    const logits: number[][] = [];
    for (const backend of NODE_BACKENDS) {
      await useBackend(backend);
      const network = (networks[name] as () => LayersModel)();
      const images = formulaPictures(2, 32, 32, 1);
      logits.push(logitsOf(network, images));
      images.dispose();
      network.dispose();
    }
    expect(logits[0]).toHaveLength(14);
    logits[0]?.forEach((value, at) => expect(logits[1]?.[at]).toBeCloseTo(value, 4));
  });

  onEachBackend(() => {
    it.each(Object.keys(networks))('%s: built, used and disposed, no tensor is left', (name) => {
      const before = tf.memory().numTensors;
      const network = (networks[name] as () => LayersModel)();
      const images = formulaPictures(1, 32, 32, 1);
      logitsOf(network, images);
      images.dispose();
      network.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });

    it.each(Object.keys(networks))('%s: comes back from a file with the same logits', async (name) => {
      const network = (networks[name] as () => LayersModel)();
      const images = formulaPictures(2, 32, 32, 1);
      tf.dispose(network.apply(images, { training: true }) as tf.Tensor);
      const loaded = await saveAndLoad(network);
      expect(logitsOf(loaded, images)).toEqual(logitsOf(network, images));
      tf.dispose(images);
      loaded.dispose();
      network.dispose();
    });

    it('two networks nested in one model come back from a file too', async () => {
      const picture = input({ shape: [8, 8, 1] });
      const parts = ['left', 'right'].map((name) => slimNetwork({ widths: [2], inputSize: 8, name }));
      const outputs = layers.add().apply(parts.map((part) => part.apply(picture) as typeof picture)) as typeof picture;
      const ensemble = model({ inputs: picture, outputs });
      const images = formulaPictures(2, 8, 8, 1);
      const loaded = await saveAndLoad(ensemble);
      expect(logitsOf(loaded, images)).toEqual(logitsOf(ensemble, images));
      images.dispose();
    });

    it('training with dropout repeats itself after reseedLayers', () => {
      const images = formulaPictures(3, 32, 32, 1);
      const run = (key: string): number[] => {
        const network = vgg16(tinyVgg);
        expect(reseedLayers(network, key)).toBe(13);
        trainOnce(network, images, [0, 1, 2], 7);
        const logits = logitsOf(network, images);
        network.dispose();
        return logits;
      };
      expect(run('step 1')).toEqual(run('step 1'));
      expect(run('step 1')).not.toEqual(run('step 2'));
      images.dispose();
    });
  });

  it('the paper’s 40 pixels become 2 in the slim network and 1 in VGG16', () => {
    const slim = slimNetwork();
    expect(slim.getLayer('slim_pool4').outputShape).toEqual([null, 2, 2, 128]);
    const vgg = vgg16({ widthMultiplier: 1 / 16 });
    expect(vgg.getLayer('vgg16_pool5').outputShape).toEqual([null, 1, 1, 32]);
    const shapes = vgg.layers
      .filter(({ name }) => name.includes('conv'))
      .map(({ outputShape }) => outputShape.slice(1));
    expect(shapes).toEqual(
      [[40, 4], [40, 4], [20, 8], [20, 8], ...three(10, 16), ...three(5, 32), ...three(2, 32)].map(([size, width]) => [
        size,
        size,
        width,
      ]),
    );
  });

  it.each([
    ['none', []],
    ['input', ['slim_gate0 40 1']],
    ['stem', ['slim_gate1 40 16']],
    ['stages', ['slim_gate1 40 16', 'slim_gate2 20 32', 'slim_gate3 10 64', 'slim_gate4 5 128']],
  ] as const)('gate %s stands where the documentation says', (gate, expected) => {
    const gates = slimNetwork({ gate }).layers.filter((layer) => layer instanceof SpatialGate);
    const seen = gates.map(({ name, outputShape }) => `${name} ${outputShape[1]} ${outputShape[3]}`);
    expect(seen).toEqual(expected);
  });

  it.each<[SlimNetworkOptions & Vgg16Options, string]>([
    [{ inputSize: 15 }, 'inputSize: expected at least'],
    [{ inputSize: 40.5 }, 'inputSize: expected a whole number'],
    [{ channels: 0 }, 'channels: expected a whole number of at least 1, received 0'],
    [{ classes: 1 }, 'classes: expected a whole number of at least 2, received 1'],
    [
      { gate: 'everywhere' as 'none' },
      "gate: expected one of 'none', 'input', 'stem', 'stages', received \"everywhere\"",
    ],
    [{ seed: 1.5 }, 'seed: expected a whole number'],
    [{ dropout: 1 }, 'dropout: expected a number in [0, 1), received 1'],
    [{ name: 'my net' }, "name: expected letters, digits, '-', '.' and '_'"],
    [{ droput: 0.5 } as object, 'unknown option: expected one of'],
  ])('both refuse %j', (options, message) => {
    expect(() => slimNetwork(options)).toThrow(message);
    expect(() => vgg16(options)).toThrow(message);
  });

  it('each refuses its own options out of range', () => {
    expect(() => slimNetwork({ widths: [] })).toThrow('slimNetwork: widths: expected a list of at least one number');
    expect(() => slimNetwork({ widths: [8, 0] })).toThrow(
      'slimNetwork: widths[1]: expected a whole number of at least 1',
    );
    expect(() => slimNetwork({ head: 'mean' as 'average' })).toThrow("slimNetwork: head: expected one of 'flatten'");
    expect(() => vgg16({ inputSize: 31 })).toThrow('vgg16: inputSize: expected at least 32 pixels, for 5 poolings');
    expect(() => vgg16({ widthMultiplier: 0 })).toThrow(
      'vgg16: widthMultiplier: expected a number above 0, received 0',
    );
  });
});

function three(size: number, width: number): [number, number][] {
  return [
    [size, width],
    [size, width],
    [size, width],
  ];
}
