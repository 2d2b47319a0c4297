import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeEnvironment } from '../../examples/shared/environment.js';
import { runJob } from '../../examples/reproduce/job.js';
import { PRESETS, type Preset, type Settings } from '../../examples/reproduce/presets.js';
import { SILENT } from '../../examples/shared/progress.js';
import type { Figures, Results } from '../../examples/reproduce/results.js';
import { runFolder } from '../../examples/reproduce/runFolder.js';
import { openSource, shownFaces, type Source } from '../../examples/shared/source.js';
import { useBackend, type BackendFacts } from '../../src/backends/index.js';
import { subset } from '../../src/data/index.js';

const TINY: Preset = {
  ...PRESETS.smoke,
  synthetic: { train: 48, validation: 21, test: 28 },
  inputSize: 24,
  clustering: { ...PRESETS.smoke.clustering, sample: 12 },
  baseline: { ...PRESETS.smoke.baseline, epochs: 2, batchSize: 16 },
  attention: { ...PRESETS.smoke.attention, epochs: 1, batchSize: 16 },
  predictor: { ...PRESETS.smoke.predictor, epochs: 2, batchSize: 16 },
};
const settings: Settings = {
  preset: 'smoke',
  data: 'synthetic',
  seed: 3,
  backend: 'wasm',
  faces: 'synthetic',
  details: TINY,
};

let root: string;
let facts: BackendFacts;
let source: Source;
let whole: { results: Results; figures: Figures };

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'face-perturb-job-'));
  facts = await useBackend('wasm');
  const drawn = await openSource(undefined, { ...settings.details, seed: settings.seed });
  // One test face that is also in the training split, as FER2013 has them.
  const { train, test } = drawn.splits;
  const pixels = test.pixels.slice();
  pixels.set(train.pixels.subarray(0, 48 * 48), 0);
  source = { ...drawn, splits: { ...drawn.splits, test: { ...test, pixels } } };
  whole = await run('whole');
});

afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs the job in a folder; with `stopAt`, aborts it at that report of progress. */
async function run(
  name: string,
  { stopAt = Infinity, with: changed = settings }: { stopAt?: number; with?: Settings } = {},
) {
  const controller = new AbortController();
  let reports = 0;
  const reporter = { ...SILENT, progress: () => void (++reports >= stopAt && controller.abort()) };
  const environment = await describeEnvironment(facts);
  const folder = runFolder(join(root, name));
  const outcome = await runJob({ settings: changed, source, environment, folder, signal: controller.signal, reporter });
  await folder.finish(outcome.results, outcome.figures);
  return outcome;
}

/** Results without what may differ. */
function lasting({ timing: _, ...results }: Results) {
  return results;
}

describe('a run', () => {
  it('counts data, epochs, predictions and clusters', () => {
    const { data, trainings, test, clusters } = whole.results;
    expect(data.splits.train.count).toBe(48);
    expect(data.splits.test.perClass.reduce((sum, faces) => sum + faces, 0)).toBe(28);
    expect(data.repeatedTestFaces).toBe(1);
    expect(trainings.baseline.epochs.map(({ epoch, samples }) => [epoch, samples])).toEqual([[1, 48], [2, 48]]); // prettier-ignore
    expect(trainings.predictor.epochs.map(({ samples }) => samples)).toEqual([4 * 48, 4 * 48]);
    for (const arm of [test.baseline, test.perturb]) {
      for (const view of [arm.plain, arm.tenCrop]) {
        expect(view.confusion.flat().reduce((sum, faces) => sum + faces, 0)).toBe(28);
        expect(Buffer.from(view.predictions, 'base64').length).toBe(28);
        expect(view.interval.low).toBeLessThanOrEqual(view.accuracy);
        expect(view.interval.high).toBeGreaterThanOrEqual(view.accuracy);
      }
    }
    expect(clusters.epochs.length).toBe(2);
    for (const map of clusters.epochs) {
      expect(map.labels).toMatch(/^[012]{576}$/);
      expect(map.sizes.reduce((sum, size) => sum + size, 0)).toBe(576);
    }
  });

  it('keeps all times under timing', () => {
    expect(JSON.stringify(lasting(whole.results))).not.toMatch(/seconds|finishedAt|20\d\d-\d\d-\d\d/i);
    expect(whole.results.timing.totalSeconds).toBeGreaterThan(0);
  });

  it('records no path of the machine', () => {
    expect(JSON.stringify(whole)).not.toContain(root);
    expect(JSON.stringify(whole)).not.toContain(process.cwd());
  });

  it('leaves its three files and no temporary ones', async () => {
    expect((await readdir(join(root, 'whole'))).sort()).toEqual([
      'checkpoints',
      'figures.json',
      'report.html',
      'results.json',
    ]);
    expect((await readdir(join(root, 'whole', 'checkpoints'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('draws signed maps with both signs and a full attention range', () => {
    for (const { maps } of whole.figures.saliency) {
      for (const { values, scale } of maps) {
        const bytes = new Int8Array(Buffer.from(values, 'base64'));
        expect(bytes.length).toBe(576);
        expect(Math.max(...bytes)).toBeGreaterThan(0);
        expect(Math.min(...bytes)).toBeLessThan(0);
        expect(scale).toBeGreaterThan(0);
      }
    }
    const attention = Buffer.from(whole.figures.attention, 'base64');
    expect([Math.min(...attention), Math.max(...attention)]).toEqual([0, 255]);
  });

  it('by two workers trains as well, says so, and comes to numbers of its own', async () => {
    const { results } = await run('workers', { with: { ...settings, workers: 2 } });
    expect(results.settings.workers).toBe(2);
    for (const role of ['baseline', 'attention', 'predictor'] as const) {
      const [shared, alone] = [results.trainings[role].epochs[0]!, whole.results.trainings[role].epochs[0]!];
      expect([shared.samples, shared.steps]).toEqual([alone.samples, alone.steps]);
      expect(shared.trainLoss).not.toBe(alone.trainLoss);
      expect(Math.abs(shared.trainLoss - alone.trainLoss)).toBeLessThan(0.5);
    }
  });

  it('stopped again and again gives the results of a run in one piece, and leaks no tensor', async () => {
    const before = tf.memory().numTensors;
    // In the baseline's second epoch, in the attention classifier, in the predictor, between two tests.
    for (const stopAt of [5, 3, 4]) {
      await expect(run('pieces', { stopAt })).rejects.toMatchObject({ code: 'aborted' });
    }
    const { results, figures } = await run('pieces');
    expect(lasting(results)).toEqual(lasting(whole.results));
    expect(figures).toEqual(whole.figures);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('run again when finished only reads what it kept', async () => {
    let reports = 0;
    const folder = runFolder(join(root, 'whole'));
    const reporter = { ...SILENT, progress: () => void reports++ };
    const again = await runJob({ settings, source, environment: await describeEnvironment(facts), folder, reporter });
    expect(reports).toBe(0);
    expect(lasting(again.results)).toEqual(lasting(whole.results));
  });

  it('refuses a folder that holds another run, and names what differs', async () => {
    const otherEpochs = { ...settings, details: { ...TINY, baseline: { ...TINY.baseline, epochs: 5 } } };
    await expect(run('whole', { with: { ...settings, seed: 4 } })).rejects.toThrow(
      /another seed.*4.*3.*--out.*--fresh/,
    );
    await expect(run('whole', { with: otherEpochs })).rejects.toThrow(/another baseline/);
    const kept = source;
    source = { ...kept, splits: { ...kept.splits, test: subset(kept.splits.test, [1, 2, 3]) } };
    await expect(run('whole')).rejects.toThrow(/another data content/);
    source = kept;
  });

  it('keeps the faces of real data out of its pictures unless they were asked for', async () => {
    const real: Source = { ...source, kind: 'real' };
    expect(shownFaces(real, settings)).not.toBe(real.splits.test);
    expect(shownFaces(real, { ...settings, faces: 'none' })).not.toBe(real.splits.test);
    expect(shownFaces(real, { ...settings, faces: 'real' })).toBe(real.splits.test);
    const { figures } = await run('whole', { with: { ...settings, faces: 'none' } });
    expect([figures.copiesFace, ...figures.saliency.map(({ face }) => face)].join('')).toBe('');
  });

  it('says what to do when its state is damaged', async () => {
    await writeFile(join(root, 'pieces', 'checkpoints', 'state.json'), '{"settings":');
    await expect(run('pieces')).rejects.toMatchObject({
      code: 'damaged-file',
      fix: expect.stringContaining('--fresh'),
    });
  });

  it('writes a report of its own numbers', async () => {
    const report = await readFile(join(root, 'whole', 'report.html'), 'utf8');
    expect(report).toContain((whole.results.test.perturb.tenCrop.accuracy * 100).toFixed(1));
    expect(report).toContain('28 test faces');
  });
});
