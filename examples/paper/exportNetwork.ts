/**
 * Writes the network of a finished run as a tfjs layers model, with a card that says what it learned from and how well it does:
 *
 *   node --import tsx examples/paper/exportNetwork.ts --out runs/paper-laptop-fer2013 --run slim-longer-seed1 --data fer2013.csv --to docs/playground/expression
 */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { useBackend } from '../../src/backends/useBackend.js';
import { readDataset } from '../../src/node/readDataset.js';
import { readJson, writeBytes, writeJson } from '../shared/files.js';
import { cardOf, type Exported } from './exportedCard.js';
import type { RunResult } from './records.js';
import { runStore } from './store.js';
import { buildNetwork } from './train.js';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    run: { type: 'string' },
    data: { type: 'string' },
    to: { type: 'string' },
  },
});
const { out, run, data, to } = values;
if (!out || !run || !data || !to) throw new Error('Expected --out FOLDER --run ID --data FER2013 --to FOLDER');

await useBackend('wasm');
const result = await readJson<RunResult>(join(out, 'runs', `${run}.json`));
if (!result) throw new Error(`${out} holds no finished run ${run}`);
const { splits } = await readDataset(data);
const model = buildNetwork(result.settings, splits.train.channels);
await runStore(out).loadWeights(run, model);
const saved = await saveLayersModel(model, to);
await writeJson(join(to, 'card.json'), cardOf({ result, alike: await runsLike(result), splits, ...saved }));

/** This run and those that differ from it in their seed alone, in the order of their seeds. */
async function runsLike({ settings: { id, arm, network } }: RunResult): Promise<RunResult[]> {
  const files = (await readdir(join(out!, 'runs'))).filter((name) => name.startsWith(id.replace(/\d+$/, '')));
  const runs = await Promise.all(files.map((name) => readJson<RunResult>(join(out!, 'runs', name))));
  return runs
    .filter((each) => each !== undefined)
    .filter(({ settings }) => settings.arm === arm && settings.network === network)
    .sort((a, b) => a.settings.seed - b.settings.seed);
}

/** Writes model.json beside weights.bin, as `tf.loadLayersModel` reads them; gives hash and size of the weights. */
async function saveLayersModel(trained: LayersModel, folder: string): Promise<Pick<Exported, 'sha256' | 'bytes'>> {
  let saved = { sha256: '', bytes: 0 };
  await trained.save(
    io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
      const manifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      const bytes = new Uint8Array(io.CompositeArrayBuffer.join(weightData));
      saved = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
      await writeBytes(join(folder, 'weights.bin'), bytes);
      await writeJson(join(folder, 'model.json'), {
        format: 'layers-model',
        generatedBy: 'face-perturb',
        modelTopology,
        weightsManifest: manifest,
      });
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  return saved;
}
