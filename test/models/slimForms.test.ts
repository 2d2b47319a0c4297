import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { attentionMap } from '../../src/attention/index.js';
import { useBackend } from '../../src/backends/useBackend.js';
import {
  createNetwork,
  INITIALISERS,
  NETWORK_NAMES,
  resMasking,
  resNet50,
  SpatialGate,
  type Initialiser,
} from '../../src/models/index.js';
import { featureFocusedTrainer } from '../../src/training/index.js';
import { quarters } from '../training/tiny.js';
import { formulaPictures, weightsByName } from './formula.js';
import { breathe, PUBLISHED, PUBLISHED_NAMES } from './published.js';
import { logitsOf, saveAndLoad, trainOnce } from './support.js';
import torch from '../fixtures/models/networks.json' with { type: 'json' };

const tiny = { widthMultiplier: 1 / 32, inputSize: 12, classes: 3 };

afterEach(breathe);

describe('the published networks, slim', () => {
  beforeAll(async () => {
    await useBackend('wasm');
  });

  it.each(PUBLISHED_NAMES)('%s: built, used and disposed, no tensor is left; equal seeds, equal weights', (name) => {
    const images = formulaPictures(2, 12, 12, 1);
    const before = tf.memory().numTensors;
    const [first, same, other] = [1, 1, 2].map((seed) => {
      const network = PUBLISHED[name]({ ...tiny, seed });
      const logits = logitsOf(network, images);
      network.dispose();
      return logits;
    });
    expect(tf.memory().numTensors).toBe(before);
    expect(same).toEqual(first);
    expect(other).not.toEqual(first);
    images.dispose();
  });

  it.each(PUBLISHED_NAMES)('%s: comes back from a file as it was after training', async (name) => {
    const network = PUBLISHED[name]({ ...tiny, gate: 'stages' });
    const images = formulaPictures(3, 12, 12, 1);
    trainOnce(network, images, [0, 1, 2], 3);
    const loaded = await saveAndLoad(network);
    expect(logitsOf(loaded, images)).toEqual(logitsOf(network, images));
    trainOnce(network, images, [0, 1, 2], 3);
    trainOnce(loaded, images, [0, 1, 2], 3);
    expect(logitsOf(loaded, images)).toEqual(logitsOf(network, images));
    tf.dispose(images);
    network.dispose();
    loaded.dispose();
  });

  it.each(PUBLISHED_NAMES)(
    '%s: spatialGate reads the gate on the picture, and each of those between stages',
    async (name) => {
      const images = formulaPictures(2, 12, 12, 1);
      const onPicture = PUBLISHED[name]({ ...tiny, gate: 'input' });
      const map = await attentionMap(onPicture, images, { method: 'spatialGate' });
      const gate = onPicture.layers.find((layer) => layer instanceof SpatialGate) as SpatialGate;
      const attention = tf.tidy(() => gate.attention(images).dataSync());
      expect([...map.raw.dataSync()]).toEqual([...attention]);
      map.dispose();
      onPicture.dispose();

      const between = PUBLISHED[name]({ ...tiny, gate: 'stages' });
      const layers = between.layers.filter((layer) => layer instanceof SpatialGate).map((layer) => layer.name);
      expect(layers).toEqual([1, 2, 3, 4].map((stage) => `${name}_gate${stage}`));
      for (const layer of layers) {
        const each = await attentionMap(between, images, { method: 'spatialGate', layer });
        expect(each.raw.shape).toEqual([2, 12, 12]);
        expect([...each.raw.dataSync()].every((value) => value > 0 && value < 1)).toBe(true);
        each.dispose();
      }
      images.dispose();
      between.dispose();
    },
  );

  it.each(PUBLISHED_NAMES)('%s: the Perturb Scheme trains it, and the loss falls', async (name) => {
    const build = (gate: 'input' | 'none') => (seed: number | string) =>
      PUBLISHED[name]({ ...tiny, inputSize: 8, gate, seed });
    const trainer = featureFocusedTrainer({
      train: quarters(48, 1),
      validation: quarters(24, 2),
      attentionClassifier: build('input'),
      predictor: build('none'),
      inputSize: 8,
      seed: 3,
      training: { epochs: 3, batchSize: 16, schedule: { kind: 'constant', rate: 0.01 } },
      attentionTraining: { epochs: 1 },
      clustering: { clusters: 2, sample: 16 },
    });
    const losses: number[] = [];
    for await (const record of trainer.run()) if (record.phase === 'predictor') losses.push(record.trainLoss);
    expect(losses).toHaveLength(3);
    expect(losses[2]).toBeLessThan(losses[0] as number);
    trainer.dispose();
  });

  it.each(PUBLISHED_NAMES)('%s: gates learn wherever they stand', (name) => {
    const images = formulaPictures(3, 12, 12, 1);
    for (const gate of ['input', 'stem', 'stages'] as const) {
      const network = PUBLISHED[name]({ ...tiny, gate });
      const before = gateKernels(network);
      trainOnce(network, images, [0, 1, 2], 3);
      gateKernels(network).forEach((kernel, at) => expect(kernel, `${gate} ${at}`).not.toEqual(before[at]));
      network.dispose();
    }
    images.dispose();
  });
});

describe('resMasking in full', () => {
  // Weights grow as a n^2 + b n + c with the channels n of the stem, so that three small forms tell what 64 channels have,
  // without half a gigabyte of them.
  it('has as many weights as PyTorch counts, and as the documentation says', async () => {
    await useBackend('cpu');
    const counted = [1, 2, 4].map((channels) => {
      const network = resMasking({ widthMultiplier: channels / 64 });
      const all = network.countParams();
      const trained = network.trainableWeights.reduce(
        (sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]),
        0,
      );
      network.dispose();
      return { trained, all };
    });
    const inFull = (count: 'trained' | 'all'): number => {
      const [one, two, four] = counted.map((each) => each[count]) as [number, number, number];
      const a = ((four - two) / 2 - (two - one)) / 3;
      const b = two - one - 3 * a;
      return a * 64 ** 2 + b * 64 + (one - a - b);
    };
    expect({ trained: inFull('trained'), all: inFull('all') }).toEqual(torch.parameters.resMasking);
    expect(torch.parameters.resMasking).toEqual({ trained: 137_787_975, all: 137_865_799 });
  });
});

describe('createNetwork', () => {
  it('builds every small network under its own name, and hands the options on', async () => {
    await useBackend('cpu');
    const small = NETWORK_NAMES.filter((name) => name.startsWith('slim'));
    expect(small).toHaveLength(6);
    for (const name of small) {
      const network = createNetwork(name, { inputSize: 32, classes: 5, gate: 'input' });
      expect(network.name).toBe(name);
      expect(network.outputs[0]?.shape).toEqual([null, 5]);
      expect(network.layers.some((layer) => layer instanceof SpatialGate)).toBe(true);
      network.dispose();
    }
  });

  it('the slim ones have an eighth of the channels, or what the options say', async () => {
    await useBackend('cpu');
    const widths = [createNetwork('slimResNet50'), createNetwork('slimResNet50', { widthMultiplier: 1 / 32 })].map(
      (network) => weightsByName(network).get('conv4_3_3/kernel')?.shape,
    );
    expect(widths).toEqual([
      [1, 1, 64, 256],
      [1, 1, 16, 64],
    ]);
  });

  it('refuses a name that is none, and options the network refuses', () => {
    expect(() => createNetwork('resnet' as 'resNet50')).toThrow("createNetwork: name: expected one of 'slim', 'vgg16'");
    expect(() => createNetwork('dpn26', { widths: [4] } as never)).toThrow('dpn26: unknown option');
  });
});

describe('options of the published networks', () => {
  it.each(PUBLISHED_NAMES)('%s refuses what is out of range', (name) => {
    const create = PUBLISHED[name];
    expect(() => create({ widthMultiplier: 0 })).toThrow(`${name}: widthMultiplier: expected a number above 0`);
    expect(() => create({ inputSize: 0 })).toThrow(`${name}: inputSize: expected a whole number of at least 1`);
    expect(() => create({ initialiser: 'zeros' as 'pytorch' })).toThrow(`${name}: initialiser: expected one of`);
    expect(() => create({ width: 2 } as never)).toThrow(`${name}: unknown option`);
  });

  it('resMasking refuses pictures that its masks cannot halve, and takes those they can', async () => {
    await useBackend('cpu');
    expect(() => resMasking({ inputSize: 65, widthMultiplier: 1 / 64 })).toThrow(
      'resMasking: inputSize: expected at most 64 pixels, or a multiple of 32, or up to three fewer, received 65',
    );
    for (const inputSize of [1, 63, 64, 93, 96]) resMasking({ inputSize, widthMultiplier: 1 / 64 }).dispose();
  });

  it.each<[Initialiser, number, boolean]>([
    ['heNormal', 2 / (9 * 64), false],
    ['heFanOut', 2 / (9 * 64), true],
    ['pytorch', 1 / (3 * 9 * 64), true],
  ])(
    'initialiser %s: the variance of a kernel, and whether the bias of the logits is drawn',
    async (name, variance, drawn) => {
      await useBackend('cpu');
      const weights = weightsByName(resNet50({ initialiser: name, widthMultiplier: 1 / 2, inputSize: 8 }));
      const kernel = weights.get('conv2_2_2/kernel')?.dataSync() as Float32Array;
      const squares = kernel.reduce((sum, value) => sum + value * value, 0) / kernel.length;
      // 36 864 draws.
      expect(squares / variance).toBeGreaterThan(0.97);
      expect(squares / variance).toBeLessThan(1.03);
      const bias = weights.get('logits/bias')?.dataSync() as Float32Array;
      expect(bias.some((value) => value !== 0)).toBe(drawn);
      expect(bias.every((value) => Math.abs(value) <= 1 / Math.sqrt(1024))).toBe(true);
    },
  );

  it('a mask’s blocks begin as what goes around them, the others do not', async () => {
    await useBackend('cpu');
    expect(INITIALISERS).toContain('heFanOut');
    const weights = weightsByName(resMasking({ widthMultiplier: 1 / 64 }));
    const gammas = [...weights].filter(([name]) => name.endsWith('_2/gamma'));
    for (const [name, gamma] of gammas) {
      expect(new Set(gamma.dataSync()), name).toEqual(new Set([name.startsWith('norm_mask') ? 0 : 1]));
    }
    expect(gammas.filter(([name]) => name.startsWith('norm_mask'))).toHaveLength(20);
  });
});

function gateKernels(network: LayersModel): number[][] {
  const gates = [...weightsByName(network)].filter(([name]) => /^gate\d\/kernel$/.test(name));
  return gates.map(([, kernel]) => [...kernel.dataSync()]);
}
