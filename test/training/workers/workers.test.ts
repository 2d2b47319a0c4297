import { BroadcastChannel } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { useBackend } from '../../../src/backends/useBackend.js';
import { clusterPixels } from '../../../src/clusters/clusterPixels.js';
import { createRandom } from '../../../src/support/random.js';
import { memoryCheckpoint } from '../../../src/training/checkpoint.js';
import { clusterCopies } from '../../../src/training/clusterCopies.js';
import { featureFocusedTrainer } from '../../../src/training/featureFocusedTrainer.js';
import { trainClassifier } from '../../../src/training/trainClassifier.js';
import type { CopiesProvider, TrainClassifierOptions } from '../../../src/training/types.js';
import { largestDifference } from '../fixtures.js';
import { collect, quarters, timeless, tinyNetwork, weightsOf } from '../tiny.js';
import { held, inWorkers, network, options, trained, useThreads } from './runs.js';

/** Functions of the test's own, which draw by their key: they cannot be sent. */
const ownCopies: CopiesProvider = ({ epoch }) => ({
  changes: [
    (images) => tf.mul(images, epoch / 10),
    (images, context) => {
      const random = createRandom(String(context?.key));
      const noise = Float32Array.from({ length: images.size }, () => random.next());
      return tf.tidy(() => tf.mul(images, tf.tensor4d(noise, images.shape)));
    },
  ],
});

/** One copy for each of three clusters: a record, which can. */
const copiesOfClusters: CopiesProvider = async ({ epoch }) => {
  const values = Array.from({ length: 64 }, (_, at) => Math.floor(((at % 8) + epoch) / 3));
  const clusters = await clusterPixels({ values, height: 8, width: 8 }, { clusters: 3, seed: epoch });
  return { changes: clusterCopies(clusters.toJSON()) };
};

useThreads();

describe('trainClassifier with workers', () => {
  it.each<[string, Partial<TrainClassifierOptions>, Partial<TrainClassifierOptions>, number]>([
    ['two workers', {}, { microBatch: 8 }, 2],
    ['two workers, own copies', { copies: ownCopies }, { microBatch: 8 }, 2],
    ['two workers, copies of clusters', { copies: copiesOfClusters }, { microBatch: 8 }, 2],
    ['three workers, four passes', { microBatch: 4 }, {}, 3],
  ])('makes with %s the very updates that the same passes make without', async (_, more, alone, count) => {
    const [shared, here] = [
      await trained({ ...more, workers: inWorkers(count) }),
      await trained({ ...more, ...alone, workers: 1 }),
    ];
    expect(here.losses).toHaveLength(8);
    expect(shared.losses).toEqual(here.losses);
    expect(shared.trained).toEqual(here.trained);
    expect(shared.records.map(({ samples, trainAccuracy }) => [samples, trainAccuracy])).toEqual(
      here.records.map(({ samples, trainAccuracy }) => [samples, trainAccuracy]),
    );
  });

  it('gives the same bits for the same seed, with shared memory and without, others for another seed', async () => {
    const more = { copies: ownCopies, keepBest: true };
    const first = await trained(more);
    expect(await trained(more)).toEqual(first);
    vi.stubGlobal('SharedArrayBuffer', undefined);
    expect(await trained(more).finally(() => vi.unstubAllGlobals())).toEqual(first);
    expect((await trained({ ...more, seed: 8 })).losses).not.toEqual(first.losses);
  });

  it('averages running statistics over the passes: the mean is that of the whole batch', async () => {
    // One update from the same first weights: the mean of a convolution's values over a batch is that of its halves' means.
    const one = { train: quarters(16, 3), epochs: 1 };
    const [[sharedMean], [wholeMean], [turnsMean]] = [
      (await trained(one)).statistics as [number[], number[]],
      (await trained({ ...one, workers: 1 })).statistics as [number[], number[]],
      (await trained({ ...one, workers: 1, microBatch: 8 })).statistics as [number[], number[]],
    ];
    expect(largestDifference(sharedMean, wholeMean)).toBeLessThan(1e-7);
    expect(largestDifference(turnsMean, wholeMean)).toBeGreaterThan(1e-3);
  });

  it('learns as one that computes alone', async () => {
    const easy = { train: quarters(96, 1, 0.3), validation: quarters(30, 2, 0.3), epochs: 8, augmentation: {} };
    const [two, one] = [await trained(easy), await trained({ ...easy, workers: 1 })];
    const losses = [two, one].map(({ records }) => records.map((record) => record.trainLoss));
    expect(losses[1]?.at(-1)).toBeLessThan((losses[1]?.[0] as number) / 2);
    expect(largestDifference(losses[0] as number[], losses[1] as number[])).toBeLessThan(0.15);
    expect(two.records.at(-1)?.validationAccuracy).toBeGreaterThan(0.8);
  });

  it('stopped in the middle of an epoch, goes on from its checkpoint as a run in one piece', async () => {
    const whole = await trained({ copies: copiesOfClusters });
    const store = memoryCheckpoint();
    const stopper = new AbortController();
    const onStep = ({ epoch, step }: { epoch: number; step: number }) => epoch === 2 && step === 1 && stopper.abort();
    const first = options({ copies: copiesOfClusters, checkpoint: store, signal: stopper.signal, onStep });
    expect((await collect(trainClassifier(first))).error).toMatchObject({ code: 'aborted' });
    const rest = await trained({ model: network(9), copies: copiesOfClusters, checkpoint: store });
    expect(rest.losses).toEqual(whole.losses.slice(5));
    expect([rest.records, rest.weights]).toEqual([whole.records, whole.weights]);

    const other = options({ workers: 1, microBatch: 8, copies: copiesOfClusters, checkpoint: store });
    const { error } = await collect(trainClassifier(other));
    expect((error as Error).message).toMatch(/checkpoint of a run with another workers: expected 1, received 2/);

    const { made, workers } = held();
    const finished = options({ copies: copiesOfClusters, checkpoint: store, workers });
    expect((await collect(trainClassifier(finished))).items).toHaveLength(2);
    expect(made).toHaveLength(0);
  });

  it('keeps the number of tensors, here and in the workers', async () => {
    const before = tf.memory().numTensors;
    const model = network();
    const here = new Set<number>();
    const there: number[] = [];
    const channel = new BroadcastChannel('tensors in workers');
    channel.onmessage = (event) => there.push((event as { data: number }).data);
    const workers = inWorkers(2, [new URL('countTensors.mjs', import.meta.url).href]);
    const onStep = () => here.add(tf.memory().numTensors);
    const { error } = await collect(trainClassifier(options({ model, workers, copies: copiesOfClusters, onStep })));
    channel.close();
    expect(error).toBeUndefined();
    expect(here.size).toBe(1);
    expect(there.length).toBeGreaterThan(4);
    expect(new Set(there).size).toBe(1);
    expect(tf.memory().numTensors - before).toBe(model.weights.length);
  });

  it('runs on the backend that is in use, kernels left out included', async () => {
    const without = { trainingKernels: { fast: false } };
    const withAll = await trained();
    await useBackend('wasm', without);
    const shared = await trained();
    const here = await trained({ workers: 1, microBatch: 8 });
    await useBackend('cpu');
    const onCpu = await trained({ epochs: 1 });
    const hereOnCpu = await trained({ epochs: 1, workers: 1, microBatch: 8 });
    await useBackend('wasm');
    expect(shared.trained).toEqual(here.trained);
    expect(shared.losses).not.toEqual(withAll.losses);
    expect(onCpu.trained).toEqual(hereOnCpu.trained);
  });

  it('starts threads of its own accord in Node', async () => {
    const [shared, here] = [
      await trained({ epochs: 1, workers: 2 }),
      await trained({ epochs: 1, workers: 1, microBatch: 8 }),
    ];
    expect(shared.trained).toEqual(here.trained);
  });
});

describe('featureFocusedTrainer with workers', () => {
  it('does all phases in them, the same each time', async () => {
    const runs = [];
    for (let run = 0; run < 2; run++) {
      const scheme = featureFocusedTrainer({
        ...{
          train: quarters(20, 1, 0.3),
          validation: quarters(15, 2, 0.3),
          seed: 3,
          inputSize: 8,
          workers: inWorkers(2),
        },
        attentionClassifier: (seed) => tinyNetwork(seed, { gate: true }),
        predictor: (seed) => tinyNetwork(seed),
        training: { epochs: 1, batchSize: 10 },
        clustering: { sample: 16 },
      });
      const { items, error } = await collect(scheme.run());
      expect(error).toBeUndefined();
      runs.push({ records: timeless(items), weights: weightsOf(scheme.predictor) });
      scheme.dispose();
    }
    expect(runs[0]?.records.map(({ phase }) => phase)).toEqual(['attention', 'predictor']);
    expect(runs[1]).toEqual(runs[0]);
  });
});
