import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSettings, type ArmName } from '../../../examples/paper/arms.js';
import { openData, type PaperData } from '../../../examples/paper/data.js';
import { unpackLogits } from '../../../examples/paper/logits.js';
import { PAPER_PRESETS, type PaperPreset } from '../../../examples/paper/presets.js';
import type { RunResult } from '../../../examples/paper/records.js';
import { runStore } from '../../../examples/paper/store.js';
import { buildNetwork, doRun, openTrained, type Workshop } from '../../../examples/paper/train.js';
import { describeEnvironment, type Environment } from '../../../examples/shared/environment.js';
import { useBackend } from '../../../src/backends/index.js';

const preset: PaperPreset = {
  ...PAPER_PRESETS.smoke,
  synthetic: { train: 28, validation: 14, test: 21 },
  inputSize: 16,
  batchSize: 14,
  facesWithCopies: 7,
  clustering: { ...PAPER_PRESETS.smoke.clustering, sample: 8 },
};
const settingsOf = (arm: ArmName, seed = 1, changed = preset) =>
  runSettings({ arm, network: 'slim', seed }, { preset: changed, labels: 'fer2013' });

let root: string;
let data: PaperData;
let unmasked: PaperData;
let environment: Environment;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'face-perturb-paper-'));
  environment = await describeEnvironment(await useBackend('wasm'));
  const request = {
    path: undefined,
    maskedPath: undefined,
    ferPlusPath: undefined,
    labels: 'fer2013',
    preset,
  } as const;
  data = await openData({ ...request, needsMasked: true });
  unmasked = await openData({ ...request, needsMasked: false });
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Does a run in a folder and counts its steps; with `stopAt`, aborts it at that step. */
async function run(
  folder: string,
  arm: ArmName,
  options: { stopAt?: number; changed?: PaperPreset; data?: PaperData } = {},
) {
  const { stopAt = Infinity, changed = preset } = options;
  const controller = new AbortController();
  let [steps, seconds] = [0, 0];
  const workshop: Workshop = {
    data: options.data ?? data,
    store: runStore(join(root, folder)),
    environment,
    signal: controller.signal,
    onStep: () => void (++steps >= stopAt && controller.abort()),
    onEpoch: ({ arm: of }, epoch) => void (seconds += of === arm ? epoch.seconds : 0),
  };
  const result = await doRun(settingsOf(arm, 1, changed), workshop);
  return { result, steps, seconds, workshop };
}

const lasting = ({ timing: _, ...result }: RunResult) => result;
const bytesOf = (folder: string, id: string) => readFile(join(root, folder, 'weights', `${id}.f32`));
const total = ({ epochs }: RunResult, what: 'steps' | 'samples') => epochs.reduce((sum, epoch) => sum + epoch[what], 0);

describe.each([
  { arm: 'baseline', id: 'slim-baseline-seed1', epochs: 2, steps: 4, samples: 56, tests: ['plain', 'masked'] },
  { arm: 'masked', id: 'slim-masked-seed1', epochs: 2, steps: 4, samples: 56, tests: ['plain', 'masked'] },
  { arm: 'perturb', id: 'slim-perturb3-seed1', epochs: 2, steps: 8, samples: 224, tests: ['plain'] },
] as const)('a run of $arm', ({ arm, id, epochs, steps, samples, tests }) => {
  let whole: RunResult;
  beforeAll(async () => {
    const before = tf.memory().numTensors;
    whole = (await run('whole', arm)).result;
    expect(tf.memory().numTensors).toBe(before);
  });

  it('tells what it was, did and found', async () => {
    expect(JSON.parse(await readFile(join(root, 'whole', 'runs', `${id}.json`), 'utf8'))).toEqual(whole);
    expect(whole).toMatchObject({
      format: 'face-perturb paper run 1',
      settings: settingsOf(arm),
      data: data.facts,
      environment,
    });
    expect([whole.epochs.length, total(whole, 'steps'), total(whole, 'samples')]).toEqual([epochs, steps, samples]);
    expect(whole.epochs[whole.bestEpoch - 1]!.best).toBe(true);
    expect(whole.clusters?.labels.length).toBe(arm === 'perturb' ? 16 * 16 : undefined);
    expect(Object.keys(whole.tests)).toEqual(tests);
    for (const { plain, tenCrop } of Object.values(whole.tests)) {
      for (const packed of [plain, tenCrop]) expect(unpackLogits(packed).length).toBe(21 * 7);
      expect(plain).not.toBe(tenCrop);
    }
    expect((await bytesOf('whole', id)).byteLength).toBe(whole.parameters * 4);
    expect(JSON.stringify(lasting(whole))).not.toMatch(/seconds|finishedAt/i);
    expect(JSON.stringify(whole)).not.toContain(root);
  });

  it('asked for again trains nothing and is the same', async () => {
    const again = await run('whole', arm);
    expect(again).toMatchObject({ result: whole, steps: 0 });
  });

  it('stopped in the middle goes on to the same bytes, and leaves no checkpoint', async () => {
    const before = tf.memory().numTensors;
    // In the second epoch; of the Perturb Scheme in its attention classifier, then in the first epoch.
    for (const stopAt of arm === 'perturb' ? [1, 4] : [3]) {
      await expect(run('pieces', arm, { stopAt })).rejects.toMatchObject({ code: 'aborted' });
    }
    const { result, seconds } = await run('pieces', arm);
    // The epochs done before are told of again, each with its time in all sittings.
    expect(result.timing.seconds).toBeGreaterThan(seconds);
    expect(JSON.stringify(lasting(result))).toBe(JSON.stringify(lasting(whole)));
    expect(await bytesOf('pieces', id)).toEqual(await bytesOf('whole', id));
    expect(await readdir(join(root, 'pieces', 'checkpoints'))).toEqual([]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

it('the longer baseline makes the updates and sees the pictures of the Perturb Scheme', async () => {
  const { result: longer } = await run('whole', 'longer');
  const { result: perturb } = await run('whole', 'perturb');
  for (const what of ['steps', 'samples'] as const) expect(total(longer, what)).toBe(total(perturb, what));
});

describe('a kept run', () => {
  it('of other settings or data is refused', async () => {
    const other = (facts: Partial<PaperData['facts']>) => ({ data: { ...data, facts: { ...data.facts, ...facts } } });
    const refusals = [
      [{ changed: { ...preset, epochs: 3 } }, /slim-baseline-seed1\.json holds a run with other settings.*--out/s],
      [other({ sha256: 'else' }), /other data/],
      [other({ maskedSha256: 'else' }), /other masked data/],
    ] as const;
    for (const [options, message] of refusals) {
      const refused = run('whole', 'baseline', options);
      await expect(refused).rejects.toThrow(message);
      await expect(refused).rejects.toMatchObject({ code: 'invalid-data' });
    }
  });

  it('done before there were masked faces is tested on them without training', async () => {
    const first = await run('later', 'baseline', { data: unmasked });
    expect(Object.keys(first.result.tests)).toEqual(['plain']);
    const { result, steps } = await run('later', 'baseline');
    expect(steps).toBe(0);
    const { result: atOnce } = await run('whole', 'baseline');
    expect(lasting(result)).toEqual(lasting(atOnce));
    expect(result.timing).toEqual(first.result.timing);
    // And once tested it serves a grid without masked faces as well.
    expect((await run('later', 'baseline', { data: unmasked })).result).toEqual(result);
  });

  it('whose weights are missing or cut says so', async () => {
    const { workshop } = await run('whole', 'baseline');
    const path = join(root, 'whole', 'weights', 'slim-baseline-seed1.f32');
    const bytes = await readFile(path);
    const before = tf.memory().numTensors;
    for (const damage of [() => writeFile(path, bytes.subarray(0, 400)), () => rm(path)]) {
      await damage();
      await expect(openTrained(settingsOf('baseline'), workshop)).rejects.toMatchObject({
        code: 'damaged-file',
        message: expect.stringContaining('slim-baseline-seed1.f32'),
      });
      expect(tf.memory().numTensors).toBe(before);
    }
    await writeFile(path, bytes);
  });
});

it('runs of one seed begin with the same weights, and those of another with others', () => {
  const weights = (arm: ArmName, seed = 1) => {
    const network = buildNetwork(settingsOf(arm, seed), 1);
    const values = network.getWeights().map((weight) => Array.from(weight.dataSync()));
    network.dispose();
    return values;
  };
  const baseline = weights('baseline');
  for (const arm of ['masked', 'perturb', 'longer', 'blobs', 'landmarks'] as const)
    expect(weights(arm)).toEqual(baseline);
  expect(weights('baseline', 2)).not.toEqual(baseline);
  expect(weights('attention')).not.toEqual(baseline);
});
