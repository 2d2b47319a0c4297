import { slimNetwork } from '../../src/models/slimNetwork.js';
import { trainClassifier } from '../../src/training/trainClassifier.js';
import { noisePictures } from '../pictures.js';
import { quantile } from '../statistics.js';
import type { ReportTask, Table } from '../task.js';

const BATCH = 128;
/** Steps that only warm up: threads start, code is compiled. */
const WARM_UP = 3;

/** One epoch of the slim network with one worker and with two, in turns. */
export const WORKERS_TASK: ReportTask = { name: 'workers/slim', report: ({ quick, slow }) => report(quick || slow) };

async function report(quick: boolean): Promise<Table> {
  const [steps, turns] = quick ? [WARM_UP + 2, 1] : [WARM_UP + 40, 3];
  const counts = [1, 2];
  const speeds = counts.map((): number[] => []);
  const losses = counts.map(() => NaN);
  for (let turn = 0; turn < turns; turn++) {
    for (const [at, workers] of counts.entries()) {
      const epoch = await trainEpoch(workers, steps);
      speeds[at]?.push(epoch.speed);
      losses[at] = epoch.loss;
    }
  }
  const medians = speeds.map((each) => quantile(each, 0.5));
  return {
    columns: ['workers', 'images/s', 'of one', 'training loss'],
    rows: counts.map((count, at) => {
      const speed = medians[at] as number;
      return [count, speed, `${(speed / (medians[0] as number)).toFixed(2)}x`, losses[at] as number];
    }),
    note: `Batches of ${BATCH}, ${steps - WARM_UP} updates after ${WARM_UP} to warm up, augmentation included; medians of ${turns} runs in turns.`,
  };
}

async function trainEpoch(workers: number, steps: number): Promise<{ speed: number; loss: number }> {
  const model = slimNetwork({ seed: 1 });
  const [train, validation] = [noisePictures('train', steps * BATCH), noisePictures('validation', 16)];
  let [start, end, loss] = [0, 0, NaN];
  const onStep = ({ step }: { step: number }) => {
    end = performance.now();
    if (step === WARM_UP) start = end;
  };
  const schedule = { kind: 'constant', rate: 0.01 } as const;
  const options = { model, train, validation, epochs: 1, batchSize: BATCH, schedule, seed: 1, workers, onStep };
  for await (const record of trainClassifier(options)) loss = record.trainLoss;
  model.dispose();
  return { speed: ((steps - WARM_UP) * BATCH * 1000) / (end - start), loss };
}
