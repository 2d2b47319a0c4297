import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { afterEach, describe, expect, it } from 'vitest';
import { useBackend } from '../../src/backends/useBackend.js';
import { createRandom } from '../../src/support/random.js';
import { memoryCheckpoint } from '../../src/training/checkpoint.js';
import { evaluate } from '../../src/training/evaluate.js';
import { trainClassifier } from '../../src/training/trainClassifier.js';
import type { CopiesProvider, EpochRecord, TrainClassifierOptions } from '../../src/training/types.js';
import { NODE_BACKENDS, onEachBackend } from '../support/backends.js';
import { collect, quarters, timeless, tinyNetwork, weightsOf } from './tiny.js';

const train = quarters(50, 1);
const validation = quarters(30, 2);
const networks: LayersModel[] = [];

function network(seed = 1): LayersModel {
  const made = tinyNetwork(seed);
  networks.push(made);
  return made;
}

function options(more: Partial<TrainClassifierOptions> = {}): TrainClassifierOptions {
  const schedule = { kind: 'oneCycle', maxRate: 0.1 } as const;
  return { model: more.model ?? network(), train, validation, epochs: 3, batchSize: 16, seed: 7, schedule, ...more };
}

/** Copies with random noise: they repeat only if their seeds do. */
const noisyCopies: CopiesProvider = ({ epoch }) => ({
  changes: [
    (images) => tf.mul(images, epoch / 10),
    (images, context) => {
      const random = createRandom(String(context?.key));
      const noise = Float32Array.from({ length: images.size }, () => random.next());
      return tf.tidy(() => tf.mul(images, tf.tensor4d(noise, images.shape)));
    },
  ],
});

afterEach(() => {
  for (const made of networks.splice(0)) made.dispose();
});

onEachBackend(() => {
  describe('trainClassifier', () => {
    it('learns, and says so in records of plain JSON', async () => {
      const easy = { train: quarters(100, 1, 0.3), validation: quarters(30, 2, 0.3), epochs: 8, augmentation: {} };
      const { items, error } = await collect(trainClassifier(options(easy)));
      expect(error).toBeUndefined();
      const [first, last] = [items[0], items.at(-1)] as [EpochRecord, EpochRecord];
      expect(items.map((record) => record.epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(last.trainLoss).toBeLessThan(first.trainLoss / 2);
      expect(last.validationAccuracy).toBeGreaterThan(0.8);
      expect(last).toMatchObject({ phase: 'classifier', samples: 100, steps: 7 });
      expect(JSON.parse(JSON.stringify(items))).toEqual(items);
    });

    it('gives the same records and weights for the same seed, others for another', async () => {
      const runs = [];
      for (const seed of [7, 7, 8]) {
        const each = options({ seed, copies: noisyCopies });
        const { items } = await collect(trainClassifier(each));
        runs.push({ records: timeless(items), weights: weightsOf(each.model) });
      }
      expect(runs[1]).toEqual(runs[0]);
      expect(runs[2]?.records).not.toEqual(runs[0]?.records);
    });

    it('keeps the number of tensors over 200 steps', async () => {
      const counts = new Set<number>();
      const model = network();
      const before = tf.memory().numTensors;
      const onStep = () => counts.add(tf.memory().numTensors);
      const small = {
        model,
        train: quarters(40, 1),
        validation: quarters(6, 2),
        batchSize: 4,
        microBatch: 2,
        epochs: 20,
      };
      const { items } = await collect(trainClassifier(options({ ...small, copies: noisyCopies, onStep })));
      expect(items.reduce((steps, record) => steps + record.steps, 0)).toBe(200);
      expect(counts.size).toBe(1);
      expect(tf.memory().numTensors).toBe(before);
    });

    it('stopped in the middle of an epoch and taken up by a new process, ends exactly as a run in one piece', async () => {
      const whole = options({ copies: noisyCopies });
      const expected = await collect(trainClassifier(whole));
      for (const stopAfter of [5, 8]) {
        const store = memoryCheckpoint();
        const stopper = new AbortController();
        let steps = 0;
        const onStep = () => ++steps === stopAfter && stopper.abort();
        const first = options({ copies: noisyCopies, checkpoint: store, signal: stopper.signal, onStep });
        const { error } = await collect(trainClassifier(first));
        expect(error).toMatchObject({ code: 'aborted' });
        expect(steps).toBe(stopAfter);

        const second = options({ model: network(99), copies: noisyCopies, checkpoint: memoryCheckpoint(store.bytes) });
        const resumed = await collect(trainClassifier(second));
        expect(timeless(resumed.items)).toEqual(timeless(expected.items));
        expect(weightsOf(second.model)).toEqual(weightsOf(whole.model));
      }
    });

    it('shows every picture once an epoch, the last short batch included, and lets filling count for nothing', async () => {
      const { items } = await collect(trainClassifier(options({ epochs: 1, batchSize: 16, copies: noisyCopies })));
      expect(items[0]).toMatchObject({ samples: 150, steps: 4 });
      const all = await collect(
        trainClassifier(options({ epochs: 1, batchSize: 64, schedule: { kind: 'constant', rate: 1e-6 } })),
      );
      expect(all.items[0]).toMatchObject({ samples: 50, steps: 1 });
    });

    it('makes the same updates in smaller passes, where no layer looks at the whole batch', async () => {
      const losses: number[][] = [];
      for (const microBatch of [16, 4]) {
        const model = tinyNetwork(1, { plain: true });
        networks.push(model);
        const seen: number[] = [];
        await collect(trainClassifier(options({ model, microBatch, onStep: ({ loss }) => seen.push(loss) })));
        losses.push(seen);
      }
      expect(losses[0]).toHaveLength(12);
      losses[0]?.forEach((loss, at) => expect(Math.abs(loss - (losses[1]?.[at] as number))).toBeLessThan(1e-4));
    });

    it('leaves the model with the weights of the best epoch when finished, stopped or left', async () => {
      const schedule = { kind: 'constant', rate: 0.3 } as const;
      const finished = options({ epochs: 6, schedule });
      const { items } = await collect(trainClassifier(finished));
      const best = Math.max(...items.map((record) => record.validationAccuracy));
      expect(items.find((record) => record.validationAccuracy === best)?.best).toBe(true);
      expect((await evaluate(finished.model, validation, { inputSize: 8 })).accuracy).toBe(best);

      const left = options({ epochs: 6, schedule });
      for await (const record of trainClassifier(left)) if (record.epoch === 3) break;
      const bestOfThree = Math.max(...items.slice(0, 3).map((record) => record.validationAccuracy));
      expect((await evaluate(left.model, validation, { inputSize: 8 })).accuracy).toBe(bestOfThree);
    });

    it('stops with advice when the loss is no longer a number, and puts back the best weights', async () => {
      const diverging = options({ schedule: { kind: 'constant', rate: 1e25 } });
      const before = weightsOf(diverging.model);
      const { items, error } = await collect(trainClassifier(diverging));
      expect(items).toEqual([]);
      expect(error).toMatchObject({ code: 'diverged', fix: expect.stringContaining('Lower the learning rate') });
      expect((error as Error).message).toMatch(/step \d of epoch 1 .*learning rate 1e\+25/);
      expect(weightsOf(diverging.model)).toEqual(before);
    });

    it('gives timers a turn while it trains', async () => {
      let turns = 0;
      const timer = setInterval(() => turns++, 0);
      // Long enough to need a turn on any machine: one is due after 50 ms.
      await collect(trainClassifier(options({ epochs: 30, copies: noisyCopies })));
      clearInterval(timer);
      expect(turns).toBeGreaterThan(0);
    });
  });
});

describe('trainClassifier on cpu and on wasm', () => {
  it('meets the same losses for the same seed', async () => {
    const losses: number[][] = [];
    for (const backend of NODE_BACKENDS) {
      await useBackend(backend);
      const seen: number[] = [];
      await collect(trainClassifier(options({ epochs: 2, onStep: ({ loss }) => seen.push(loss) })));
      for (const made of networks.splice(0)) made.dispose();
      losses.push(seen);
    }
    const [cpu, wasm] = losses as [number[], number[]];
    expect(cpu).toHaveLength(8);
    cpu.slice(0, 5).forEach((loss, step) => expect(Math.abs(loss - (wasm[step] as number))).toBeLessThan(1e-3));
  });
});
