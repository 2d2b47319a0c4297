import { PRESETS, type Training } from '../../examples/reproduce/presets.js';
import { OFFICIAL_COUNTS } from '../../src/data/fer2013/format.js';
import { slimNetwork } from '../../src/models/slimNetwork.js';
import { maskRegion } from '../../src/perturb/maskRegion.js';
import { clusterRegion } from '../../src/regions/grids.js';
import { trainClassifier } from '../../src/training/trainClassifier.js';
import type { ImageChange } from '../../src/training/types.js';
import { noisePictures } from '../pictures.js';
import type { ReportTask, Setting, Table } from '../task.js';

/** One whole epoch of the trainings of `npm run reproduce`'s laptop preset, augmentation and validation included. */
export const EPOCH_TASKS: ReportTask[] = (['baseline', 'predictor'] as const).map((arm) => ({
  name: `epoch/laptop-${arm}`,
  report: (setting) => report(PRESETS.laptop[arm], arm === 'predictor', setting),
}));

async function report(training: Training, withCopies: boolean, { quick, slow }: Setting): Promise<Table> {
  const all = quick || slow ? 4 * training.batchSize : OFFICIAL_COUNTS.train;
  const [train, validation] = [
    noisePictures('train', all),
    noisePictures('validation', quick || slow ? 64 : OFFICIAL_COUNTS.validation),
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

/** Each with one of three bands of the picture set to zero, as the predictor's copies are by clusters. */
function threeCopies(): ImageChange[] {
  const side = PRESETS.laptop.inputSize;
  const labels = Array.from({ length: side * side }, (_, at) => Math.floor((3 * at) / (side * side)));
  return [0, 1, 2].map((cluster) => maskRegion(clusterRegion({ labels, height: side, width: side, cluster })));
}
