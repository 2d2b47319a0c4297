import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/useBackend.js';
import { memoryCheckpoint } from '../../src/training/checkpoint.js';
import { trainClassifier } from '../../src/training/trainClassifier.js';
import type { TrainClassifierOptions } from '../../src/training/types.js';
import { collect, quarters, timeless, tinyNetwork, weightsOf } from './tiny.js';

const train = quarters(20, 1);
const validation = quarters(10, 2);
const networks: LayersModel[] = [];

function network(seed = 1, options = {}): LayersModel {
  const made = tinyNetwork(seed, options);
  networks.push(made);
  return made;
}

function options(more: Partial<TrainClassifierOptions> = {}): TrainClassifierOptions {
  const schedule = { kind: 'reduceOnPlateau', rate: 0.05, patience: 0 } as const;
  return { model: more.model ?? network(), train, validation, epochs: 2, batchSize: 5, schedule, ...more };
}

/** A checkpoint of two epochs. */
async function savedBytes(): Promise<Uint8Array> {
  const checkpoint = memoryCheckpoint();
  await collect(trainClassifier(options({ checkpoint })));
  return checkpoint.bytes as Uint8Array;
}

beforeAll(async () => {
  await useBackend('cpu');
});

afterEach(() => {
  for (const made of networks.splice(0)) made.dispose();
});

describe('a checkpoint of trainClassifier', () => {
  it.each<[string, Partial<TrainClassifierOptions>, RegExp]>([
    ['seed', { seed: 1 }, /another seed: expected 1, received 0/],
    ['learning rate', { schedule: { kind: 'constant', rate: 0.05 } }, /another schedule.*"constant"/],
    ['batch size', { batchSize: 4 }, /another batchSize/],
    ['epochs', { epochs: 3 }, /another epochs: expected 3, received 2/],
    ['weight decay', { optimizer: { weightDecay: 0 } }, /another optimizer/],
    ['augmentation', { augmentation: {} }, /another augmentation/],
    ['training pictures', { train: { ...train, pixels: train.pixels.map((value) => 255 - value) } }, /another train/],
    ['validation pictures', { validation: quarters(10, 3) }, /another validation/],
    ['copies', { copies: () => ({ changes: [] }) }, /another copies/],
    ['fingerprint', { fingerprint: { clusters: 4 } }, /another fingerprint/],
  ])('of another %s is refused, and the model left untouched', async (_, more, message) => {
    const bytes = await savedBytes();
    const other = options({ ...more, model: network(5), checkpoint: memoryCheckpoint(bytes) });
    const before = weightsOf(other.model);
    const { items, error } = await collect(trainClassifier(other));
    expect(items).toEqual([]);
    expect(error).toMatchObject({ code: 'invalid-data', fix: expect.stringContaining('another path') });
    expect((error as Error).message).toMatch(message);
    expect(weightsOf(other.model)).toEqual(before);
  });

  it('of another network, cut, or no checkpoint at all is refused, and the model left untouched', async () => {
    const bytes = await savedBytes();
    for (const [stored, plain, code] of [
      [bytes, true, 'invalid-data'],
      [bytes.subarray(0, bytes.length - 8), false, 'damaged-file'],
      [new TextEncoder().encode('{"weights": []}'), false, 'invalid-data'],
      [new Uint8Array(0), false, 'invalid-data'],
    ] as const) {
      const model = network(5, { plain });
      const before = weightsOf(model);
      const tensors = tf.memory().numTensors;
      const { error } = await collect(trainClassifier(options({ model, checkpoint: memoryCheckpoint(stored) })));
      expect(error).toMatchObject({ code });
      expect(weightsOf(model)).toEqual(before);
      expect(tf.memory().numTensors).toBe(tensors);
    }
  });

  it('does not mind the order of names in the settings', async () => {
    const checkpoint = memoryCheckpoint();
    await collect(trainClassifier(options({ checkpoint, optimizer: { momentum: 0.8, nesterov: false } })));
    const again = options({ checkpoint, optimizer: { nesterov: false, momentum: 0.8 } });
    expect((await collect(trainClassifier(again))).items).toHaveLength(2);
  });

  it('is also saved between epochs when the minutes asked for have passed', async () => {
    let saves = 0;
    const store = memoryCheckpoint();
    const counting = { load: store.load, save: (bytes: Uint8Array) => (saves++, store.save(bytes)) };
    await collect(trainClassifier(options({ checkpoint: counting, checkpointMinutes: 1e-9 })));
    expect(saves).toBe(2 * 4 + 2);
  });

  it('of the middle of an epoch, found after a crash, ends exactly as a run in one piece', async () => {
    const whole = options();
    const expected = await collect(trainClassifier(whole));
    const saved: Uint8Array[] = [];
    const collecting = {
      load: () => Promise.resolve(undefined),
      save: (bytes: Uint8Array) => Promise.resolve(void saved.push(bytes)),
    };
    await collect(trainClassifier(options({ checkpoint: collecting, checkpointMinutes: 1e-9 })));
    for (const bytes of saved) {
      const resumed = options({ model: network(9), checkpoint: memoryCheckpoint(bytes) });
      expect(timeless((await collect(trainClassifier(resumed))).items)).toEqual(timeless(expected.items));
      expect(weightsOf(resumed.model)).toEqual(weightsOf(whole.model));
    }
  });

  it('of a run that diverged is the last sound one', async () => {
    const checkpoint = memoryCheckpoint();
    const diverging = options({ checkpoint, schedule: { kind: 'constant', rate: 1e25 } });
    expect((await collect(trainClassifier(diverging))).error).toMatchObject({ code: 'diverged' });
    expect(checkpoint.bytes).toBeUndefined();
  });
});

describe('options of trainClassifier', () => {
  it.each<[Record<string, unknown>, RegExp]>([
    [{ epoch: 3 }, /unknown option.*"epoch"/],
    [{ epochs: 0 }, /epochs.*at least 1.*0/],
    [{ batchSize: 2.5 }, /batchSize.*2\.5/],
    [{ microBatch: 3 }, /microBatch.*divisor of batchSize \(5\).*3/],
    [{ labelSmoothing: 1.5 }, /labelSmoothing.*1\.5/],
    [{ optimizer: { rate: 1 } }, /sgdNesterov: unknown option.*"rate"/],
    [{ schedule: { kind: 'constant' } }, /constantRate: rate/],
    [{ inputSize: 9 }, /a network that takes images \[B, 9, 9, 1\].*\[B, 8, 8, 1\]/],
    [{ train: quarters(0, 1) }, /train.*at least one picture.*none/],
    [{ validation: { ...validation, classNames: ['a', 'b', 'c'] } }, /validation.*classes/],
    [
      {
        train: { ...train, classNames: ['a', 'b', 'c', 'd'] },
        validation: { ...validation, classNames: ['a', 'b', 'c', 'd'] },
      },
      /logits \[B, 4\]/,
    ],
    [{ augmentation: { flips: 1 } }, /unknown option.*"flips"/],
    [{ checkpointMinutes: 0 }, /checkpointMinutes/],
    [
      { copies: () => ({ changes: [(images: tf.Tensor) => tf.reshape(images, [-1])] }) },
      /copies: change 0.*\[5, 8, 8, 1\]/,
    ],
  ])('%# are refused', async (more, message) => {
    const tensors = tf.memory().numTensors;
    const { items, error } = await collect(trainClassifier(options(more as never)));
    expect(items).toEqual([]);
    expect((error as Error).message).toMatch(message);
    expect(tf.memory().numTensors - tensors).toBe(networks.reduce((sum, made) => sum + made.weights.length, 0));
  });
});
