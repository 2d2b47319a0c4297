/**
 * Writes the network of a finished run as a tfjs layers model, with a card that says what it learned from and how well it does:
 *
 *   node --import tsx examples/paper/exportNetwork.ts --out runs/paper-laptop-fer2013 --run slim-longer-seed1 --data fer2013.csv --to docs/playground/expression
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { useBackend } from '../../src/backends/useBackend.js';
import { readDataset } from '../../src/node/readDataset.js';
import { highestClass } from '../../src/training/loss.js';
import { readJson, writeBytes, writeJson } from '../shared/files.js';
import { grouped } from '../shared/report/words.js';
import { score } from '../shared/statistics.js';
import { ARMS, type ArmName } from './arms.js';
import { unpackLogits } from './logits.js';
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
const sha256 = await saveLayersModel(model, to);
await writeJson(join(to, 'card.json'), cardOf(result, sha256));

/** Writes model.json beside weights.bin, as `tf.loadLayersModel` reads them; gives the hash of the weights. */
async function saveLayersModel(trained: LayersModel, folder: string): Promise<string> {
  let hash = '';
  await trained.save(
    io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
      const manifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      const bytes = new Uint8Array(io.CompositeArrayBuffer.join(weightData));
      hash = createHash('sha256').update(bytes).digest('hex');
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
  return hash;
}

function cardOf(
  { settings, tests, parameters, epochs, bestEpoch, environment, timing }: RunResult,
  sha256: string,
): object {
  const { test, train } = splits;
  const logits = unpackLogits(tests.plain!.tenCrop);
  const { accuracy, perClass, macroF1 } = score(
    highestClass(logits, test.classNames.length),
    test.labels,
    test.classNames.length,
  );
  const steps = epochs.reduce((sum, epoch) => sum + epoch.steps, 0);
  return {
    name: `${settings.network} network (${grouped(parameters)} weights), FER2013`,
    classNames: [...test.classNames],
    input: { picture: test.height, crop: settings.inputSize, range: [0, 1] },
    data: `FER2013 (Goodfellow et al. 2013, arXiv:1307.0414): ${grouped(train.size)} pictures of the Training split, 48 x 48 grey, gathered by an image search, with labels that people disagree about; some are wrong.`,
    training: `npm run paper, arm "${ARMS[settings.arm as ArmName].name}", seed ${settings.seed}: ${settings.training.epochs} epochs, ${grouped(steps)} updates of ${settings.training.batchSize} pictures, random crops and mirroring; the weights of epoch ${bestEpoch} were best on PublicTest. Trained with face-perturb ${environment.facePerturb} on ${[environment.backend.name, environment.backend.device].filter(Boolean).join(', ')}, ${timing.finishedAt.slice(0, 10)}.`,
    accuracy: {
      overall: accuracy,
      macroF1,
      perClass,
      pictures: Array.from(test.classNames, (_, id) => test.labels.filter((label) => label === id).length),
      on: 'FER2013, PrivateTest, mean of ten crops',
    },
    limits: [
      'The outputs are scores for the words that annotators gave to pictures like these, not what a person feels.',
      'Not for judging people: not at work, in schools, at borders, in health care, nor wherever an error hurts somebody.',
      'Disgust and fear are often taken for other emotions; faces that are turned, cropped or covered are told less well.',
      'How well it does for groups of people by age, gender or skin tone is not known: the data set does not say who is in it.',
      '314 of the test pictures also stand in another split, so the accuracy is slightly too high.',
    ],
    sections: [{ title: 'Files', text: `model.json, and weights.bin with the SHA-256 ${sha256}.` }],
  };
}
