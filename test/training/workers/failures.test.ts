import { Worker } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { memoryCheckpoint } from '../../../src/training/checkpoint.js';
import { featureFocusedTrainer } from '../../../src/training/featureFocusedTrainer.js';
import { trainClassifier } from '../../../src/training/trainClassifier.js';
import type { TrainClassifierOptions } from '../../../src/training/types.js';
import { serveTraining } from '../../../src/training/workers/serveTraining.js';
import { collect, tinyNetwork } from '../tiny.js';
import { held, network, options, train, trained, useThreads, validation } from './runs.js';

useThreads();

describe('a worker', () => {
  it('that is killed ends the run with its name; all end, and the run goes on from the checkpoint', async () => {
    const whole = await trained();
    const checkpoint = memoryCheckpoint();
    const { made, running, workers } = held();
    let steps = 0;
    const onStep = () => void (++steps === 5 && made[1]?.terminate());
    const killed = options({ workers, checkpoint, checkpointMinutes: 1e-9, onStep });
    const { items, error } = await collect(trainClassifier(killed));
    expect(items).toHaveLength(1);
    expect(error).toMatchObject({ code: 'worker-failed', fix: expect.stringContaining('checkpoint') });
    expect((error as Error).message).toMatch(/trainClassifier: worker 2 of 2: .*exit code 1/);
    expect(steps).toBe(5);
    expect([made.length, running()]).toEqual([2, 0]);

    const rest = await trained({ model: network(9), checkpoint });
    expect([rest.records, rest.weights]).toEqual([whole.records, whole.weights]);
  });

  it.each([
    ['leaves its process', 'process.exit(3)', /worker [12] of 2: .*exit code 3/, undefined],
    ['cannot load a module', 'throw new RangeError("broken")', /worker [12] of 2: .*broken/, 'RangeError'],
    ['throws outside a question', 'setImmediate(() => { throw new TypeError("late") })', /late/, 'TypeError'],
  ])('that %s ends the run with the reason, and nothing stays behind', async (_, text, message, name) => {
    const tensors = tf.memory().numTensors;
    const { running, workers } = held();
    const modules = [...workers.modules, `data:text/javascript,${text}`];
    const each = options({ workers: { ...workers, modules } });
    const { error } = await collect(trainClassifier(each));
    expect(error).toMatchObject({ code: 'worker-failed' });
    expect((error as Error).message).toMatch(message);
    expect(((error as Error).cause as Error | undefined)?.name).toBe(name);
    expect(running()).toBe(0);
    expect(tf.memory().numTensors - tensors).toBe(each.model.weights.length);
  });

  it('that lacks a layer of the network ends the run with what it lacks', async () => {
    const { workers } = held();
    const { error } = await collect(trainClassifier(options({ workers: { ...workers, modules: [] } })));
    expect(error).toMatchObject({ code: 'worker-failed' });
    expect((error as Error).message).toMatch(/SeededDropout/);
  });

  it('ends when the run is left', async () => {
    const { running, workers } = held();
    for await (const record of trainClassifier(options({ workers }))) {
      expect(record.epoch).toBe(1);
      expect(running()).toBe(2);
      break;
    }
    expect(running()).toBe(0);
  });

  it('that says nothing can be stopped by the signal', async () => {
    const create = () => new Worker('setInterval(() => {}, 1000)', { eval: true });
    const signal = AbortSignal.timeout(200);
    const { error } = await collect(trainClassifier(options({ workers: { count: 2, create }, signal })));
    expect(error).toMatchObject({ code: 'aborted' });
  });

  it('is what serveTraining is for, and nothing else', () => {
    expect(() => serveTraining()).toThrow('serveTraining: expected to be called in a worker, received the main thread');
    expect(() => serveTraining({ modul: 1 } as never)).toThrow('unknown option');
  });
});

describe('the option workers', () => {
  it.each<[Partial<TrainClassifierOptions>, RegExp]>([
    [{ workers: 0 }, /workers: expected a whole number of at least 1, received 0/],
    [{ workers: 1.5 }, /workers.*1\.5/],
    [{ workers: '2' as never }, /workers.*"2"/],
    [{ workers: {} as never }, /workers.*undefined/],
    [{ workers: { count: 2, creat: () => {} } as never }, /workers: unknown option.*"creat"/],
    [{ workers: { count: 2, create: 'worker.js' } as never }, /workers\.create: expected a function/],
    [{ workers: { count: 2, modules: ['./layers.js'] } }, /workers\.modules.*full URLs.*"\.\/layers\.js"/],
    [{ workers: { count: 2, modules: 'layers' } as never }, /workers\.modules.*"layers"/],
    [{ workers: 3 }, /workers: expected a divisor of batchSize \(16\), received 3/],
    [{ workers: 4, microBatch: 8 }, /microBatch: expected at most 4, .*4 workers.*received 8/],
  ])('is refused: %j', async (more, message) => {
    const { items, error } = await collect(trainClassifier(options(more)));
    expect(items).toEqual([]);
    expect(error).toMatchObject({ code: 'invalid-option' });
    expect((error as Error).message).toMatch(message);
  });

  it('asks for a function that starts workers where there are no threads, and shows the program', async () => {
    vi.stubGlobal('process', { ...process, getBuiltinModule: undefined });
    const { error } = await collect(trainClassifier(options({ workers: 2 }))).finally(() => vi.unstubAllGlobals());
    expect(error).toMatchObject({ code: 'invalid-option' });
    expect((error as Error).message).toContain("new URL('./training-worker.js', import.meta.url)");
    expect((error as Error).message).toContain("import { serveTraining } from 'face-perturb/training-worker'");
  });

  it('is checked by featureFocusedTrainer at once', () => {
    const wrong = { train, validation, predictor: tinyNetwork, copies: () => ({ changes: [] }), workers: -1 };
    expect(() => featureFocusedTrainer(wrong)).toThrow('featureFocusedTrainer: workers');
  });
});
