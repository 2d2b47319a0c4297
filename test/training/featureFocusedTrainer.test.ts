import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryCheckpoint, type MemoryCheckpoint } from '../../src/training/checkpoint.js';
import { featureFocusedTrainer, type FeatureFocusedTrainer } from '../../src/training/featureFocusedTrainer.js';
import type { FeatureFocusedOptions, TrainerPhase } from '../../src/training/types.js';
import { onEachBackend } from '../support/backends.js';
import { collect, quarters, timeless, tinyNetwork, weightsOf } from './tiny.js';

const train = quarters(40, 1, 0.3);
const validation = quarters(15, 2, 0.3);
const trainers: FeatureFocusedTrainer[] = [];

function trainer(more: Partial<FeatureFocusedOptions> = {}): FeatureFocusedTrainer {
  const made = featureFocusedTrainer({
    ...{ train, validation, seed: 3, inputSize: 8 },
    attentionClassifier: (seed) => tinyNetwork(seed, { gate: true }),
    predictor: (seed) => tinyNetwork(seed),
    training: { epochs: 2, batchSize: 10, schedule: { kind: 'constant', rate: 0.05 } },
    predictorTraining: { epochs: 3 },
    clustering: { sample: 16 },
    ...more,
  });
  trainers.push(made);
  return made;
}

function stores(): Record<TrainerPhase, MemoryCheckpoint> {
  return { attention: memoryCheckpoint(), predictor: memoryCheckpoint() };
}

afterEach(() => {
  for (const made of trainers.splice(0)) made.dispose();
});

onEachBackend(() => {
  describe('featureFocusedTrainer', () => {
    it('runs the three phases of the paper and predicts with the sum over the copies', async () => {
      const before = tf.memory().numTensors;
      const scheme = trainer();
      const { items, error } = await collect(scheme.run());
      expect(error).toBeUndefined();
      expect(items.map(({ phase, epoch }) => `${phase} ${epoch}`)).toEqual([
        'attention 1',
        'attention 2',
        'predictor 1',
        'predictor 2',
        'predictor 3',
      ]);
      expect(items[1]?.samples).toBe(40);
      for (const record of items.slice(2)) {
        expect(record.clusters).toMatchObject({ height: 8, width: 8, requested: 3 });
        expect(record.samples).toBe(40 * (1 + (record.clusters?.found ?? 0)));
      }
      const best = items.findLast((record) => record.best);
      expect(scheme.clusters).toEqual(best?.clusters);
      expect(scheme.changes).toHaveLength(best?.clusters?.found ?? 0);
      const evaluation = await scheme.evaluate(validation);
      expect(evaluation.accuracy).toBe(best?.validationAccuracy);
      expect(evaluation.loss).toBeCloseTo(best?.validationLoss as number, 5);

      const images = tf.randomUniform<tf.Rank.R4>([1, 8, 8, 1], 0, 1, 'float32', 1);
      const expected = tf.tidy(() => {
        const copies = [images, ...scheme.changes.map((change) => change(images))];
        return tf.addN(copies.map((copy) => scheme.predictor.predict(copy) as tf.Tensor)).dataSync();
      });
      const logits = scheme.predict(images);
      expect(logits.shape).toEqual([1, 3]);
      logits.dataSync().forEach((value, at) => expect(value).toBeCloseTo(expected[at] as number, 4));
      tf.dispose([images, logits]);
      scheme.dispose();
      trainers.pop();
      expect(tf.memory().numTensors).toBe(before);
    });

    it('removes each pixel in exactly one copy', async () => {
      const scheme = trainer({ predictorTraining: { epochs: 1 } });
      await collect(scheme.run());
      const images = tf.ones<tf.Rank.R4>([1, 8, 8, 1]);
      const kept = tf.tidy(() => tf.addN(scheme.changes.map((change) => change(images))).dataSync());
      expect([...kept]).toEqual(Array(64).fill(scheme.changes.length - 1));
      images.dispose();
    });

    it('stopped in either phase and taken up by a new process, ends exactly as a run in one piece', async () => {
      const whole = trainer();
      const expected = await collect(whole.run());
      const wholeEvaluation = await whole.evaluate(validation, { crops: 'ten' });
      for (const stopAfter of [3, 14]) {
        const kept = stores();
        const stopper = new AbortController();
        let steps = 0;
        const onStep = () => ++steps === stopAfter && stopper.abort();
        const first = trainer({ checkpoint: (phase) => kept[phase], onStep });
        expect((await collect(first.run({ signal: stopper.signal }))).error).toMatchObject({ code: 'aborted' });

        const second = trainer({ checkpoint: (phase) => memoryCheckpoint(kept[phase].bytes) });
        const resumed = await collect(second.run());
        expect(resumed.error).toBeUndefined();
        expect(timeless(resumed.items)).toEqual(timeless(expected.items));
        expect(weightsOf(second.predictor)).toEqual(weightsOf(whole.predictor));
        expect(second.clusters).toEqual(whole.clusters);
        expect((await second.evaluate(validation, { crops: 'ten' })).logits).toEqual(wholeEvaluation.logits);
      }
    });

    it('goes on with a finished run at once, and refuses its checkpoint for other clusters', async () => {
      const kept = stores();
      const checkpoint = (phase: TrainerPhase) => kept[phase];
      const first = trainer({ checkpoint });
      const { items } = await collect(first.run());
      let steps = 0;
      const again = trainer({ checkpoint, onStep: () => steps++ });
      expect((await collect(again.run())).items).toEqual(items);
      expect(steps).toBe(0);
      expect((await again.evaluate(validation)).logits).toEqual((await first.evaluate(validation)).logits);

      const other = trainer({ checkpoint, clustering: { sample: 16, clusters: 4 } });
      const { error } = await collect(other.run());
      expect(error).toMatchObject({ code: 'invalid-data' });
      expect((error as Error).message).toContain('fingerprint');
    });

    it('takes copies of your own instead, without an attention classifier', async () => {
      const epochs: number[] = [];
      const scheme = trainer({
        attentionClassifier: undefined,
        copies: ({ epoch, size }) => {
          epochs.push(epoch);
          expect(size).toBe(8);
          return { changes: [(images) => tf.zerosLike(images)] };
        },
      });
      const { items, error } = await collect(scheme.run());
      expect(error).toBeUndefined();
      expect(items.map(({ phase, samples }) => [phase, samples])).toEqual(Array(3).fill(['predictor', 80]));
      expect(epochs).toEqual([1, 2, 3]);
      expect(scheme.clusters).toBeUndefined();
      expect(scheme.changes).toHaveLength(1);
    });

    it('takes an attention classifier that is trained already and leaves it as it is', async () => {
      const given = tinyNetwork(5, { gate: true });
      const before = weightsOf(given);
      const scheme = trainer({ attentionClassifier: given, predictorTraining: { epochs: 1 } });
      const { items } = await collect(scheme.run());
      expect(items.map(({ phase }) => phase)).toEqual(['predictor']);
      expect(weightsOf(given)).toEqual(before);
      scheme.dispose();
      trainers.pop();
      expect(weightsOf(given)).toEqual(before);
      given.dispose();
    });

    it('says before training that the attention classifier has no gate', async () => {
      let steps = 0;
      const scheme = trainer({ attentionClassifier: (seed) => tinyNetwork(seed), onStep: () => steps++ });
      const { error } = await collect(scheme.run());
      expect((error as Error).message).toMatch(/attentionMap/);
      expect(steps).toBe(0);
    });

    it('says that it must be run before it predicts', async () => {
      const scheme = trainer();
      const images = tf.zeros<tf.Rank.R4>([1, 8, 8, 1]);
      expect(() => scheme.predict(images)).toThrow(/trained for an epoch.*Run the trainer first/);
      await expect(scheme.evaluate(validation)).rejects.toThrow(/Run the trainer first/);
      expect((await scheme.evaluate(validation, { copies: false })).support).toBe(15);
      images.dispose();
    });
  });
});

describe('options of featureFocusedTrainer', () => {
  const predictor = () => tinyNetwork(1);
  const good = { train, validation, predictor, attentionClassifier: predictor };
  it.each([
    [{ ...good, epochs: 3 }, /unknown option.*"epochs"/],
    [{ ...good, training: { rate: 1 } }, /training: unknown option.*"rate"/],
    [{ ...good, clustering: { clusters: 0 } }, /clustering: clusters.*\[1, 255\].*0/],
    [{ ...good, clustering: { gamma: 1 } }, /clustering: unknown option/],
    [{ ...good, copies: 'noise' }, /copies.*'clusters' or a function.*"noise"/],
    [{ ...good, attentionClassifier: undefined }, /attentionClassifier.*a network/],
    [{ ...good, seed: -1 }, /seed.*-1/],
  ])('%# are refused', (options, message) => {
    expect(() => featureFocusedTrainer(options as never)).toThrow(message);
  });
});
