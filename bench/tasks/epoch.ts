import { PRESETS, type Training } from '../../examples/reproduce/presets.js';
import type { ImageDataset } from '../../src/data/dataset.js';
import { EMOTIONS } from '../../src/data/dataset.js';
import { OFFICIAL_COUNTS } from '../../src/data/fer2013/format.js';
import { slimNetwork } from '../../src/models/slimNetwork.js';
import { maskRegion } from '../../src/perturb/maskRegion.js';
import { clusterRegion } from '../../src/regions/grids.js';
import { trainClassifier } from '../../src/training/trainClassifier.js';
import type { ImageChange } from '../../src/training/types.js';
import { numbers } from '../numbers.js';
import type { ReportTask, Setting, Table } from '../task.js';

const SIDE = 48;

/** One whole epoch of the trainings of `npm run reproduce`'s laptop preset, augmentation and validation included. */
export const EPOCH_TASKS: ReportTask[] = (['baseline', 'predictor'] as const).map((arm) => ({
  name: `epoch/laptop-${arm}`,
  report: (setting) => report(PRESETS.laptop[arm], arm === 'predictor', setting),
}));

async function report(training: Training, withCopies: boolean, { quick, slow }: Setting): Promise<Table> {
  const all = quick || slow ? 4 * training.batchSize : OFFICIAL_COUNTS.train;
  const [train, validation] = [
    dataset('train', all),
    dataset('validation', quick || slow ? 64 : OFFICIAL_COUNTS.validation),
  ];
  const model = slimNetwork({ inputSize: PRESETS.laptop.inputSize, seed: 1 });
  const changes = withCopies ? threeCopies() : [];
  const start = performance.now();
  let lastStep = start;
  let [steps, samples] = [0, 0];
  for await (const record of trainClassifier({
    ...{ model, train, validation, ...training, epochs: 1, seed: 1 },
    copies: () => ({ changes }),
    onStep: () => (lastStep = performance.now()),
  })) {
    ({ steps, samples } = record);
  }
  const [total, steady] = [performance.now() - start, lastStep - start];
  model.dispose();
  return {
    columns: ['pictures', 'images shown', 'updates', 'minutes', 'of it validation', 'images/s in training'],
    rows: [[train.size, samples, steps, total / 60_000, (total - steady) / 60_000, (1000 * samples) / steady]],
    note: `Where pictures are fewer than ${OFFICIAL_COUNTS.train.toLocaleString('en-GB')}, that is all that was trained on: a backend that takes hours for an epoch, or a quick run.`,
  };
}

/** Noise of FER2013's size: how long a training takes does not depend on what the pictures show. */
function dataset(name: string, size: number): ImageDataset {
  const values = numbers(64 * SIDE * SIDE).map((value) => 255 * value);
  const pixels = new Uint8Array(size * SIDE * SIDE);
  for (let at = 0; at < pixels.length; at += values.length) {
    pixels.set(values.subarray(0, Math.min(values.length, pixels.length - at)), at);
  }
  const labels = Uint8Array.from({ length: size }, (_, at) => at % EMOTIONS.length);
  return { name, classNames: EMOTIONS, size, height: SIDE, width: SIDE, channels: 1, pixels, labels };
}

/** Each with one of three bands of the picture set to zero, as the predictor's copies are by clusters. */
function threeCopies(): ImageChange[] {
  const side = PRESETS.laptop.inputSize;
  const labels = Array.from({ length: side * side }, (_, at) => Math.floor((3 * at) / (side * side)));
  return [0, 1, 2].map((cluster) => maskRegion(clusterRegion({ labels, height: side, width: side, cluster })));
}
