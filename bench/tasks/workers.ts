import { trainClassifier } from '../../src/training/trainClassifier.js';
import { BENCH_NETWORKS, type BenchNetwork } from '../networks.js';
import { noisePictures } from '../pictures.js';
import { quantile } from '../statistics.js';
import type { ReportTask, Table } from '../task.js';

/** Steps that only warm up: threads start, code is compiled. */
const WARM_UP = 3;

/** Timed updates of each network. */
const UPDATES = { slim: 40, wide: 12 };

/** One epoch of two networks with one worker and with two, in turns. */
export const WORKERS_TASKS: ReportTask[] = (['slim', 'wide'] as const).map((name) => ({
  name: `workers/${name}`,
  report: ({ quick, slow }) => report(name, quick || slow),
}));

async function report(name: keyof typeof UPDATES, quick: boolean): Promise<Table> {
  const network = BENCH_NETWORKS[name];
  const [steps, turns] = quick ? [WARM_UP + 2, 1] : [WARM_UP + UPDATES[name], 3];
  const counts = [1, 2];
  const speeds = counts.map((): number[] => []);
  const losses = counts.map(() => NaN);
  for (let turn = 0; turn < turns; turn++) {
    for (const [at, workers] of counts.entries()) {
      const epoch = await trainEpoch(network, workers, steps);
      speeds[at]?.push(epoch.speed);
      losses[at] = epoch.loss;
    }
  }
  const medians = speeds.map((each) => quantile(each, 0.5));
  const ratios = speeds.map((each) => each.map((speed, turn) => speed / (speeds[0]?.[turn] as number)));
  return {
    columns: ['workers', 'images/s', 'of one', 'turn by turn', 'training loss'],
    rows: counts.map((workers, at) => {
      const speed = medians[at] as number;
      const turnByTurn = (ratios[at] as number[]).map((ratio) => ratio.toFixed(2)).join(', ');
      return [workers, speed, `${quantile(ratios[at] as number[], 0.5).toFixed(2)}x`, turnByTurn, losses[at] as number];
    }),
    note: `${name}: batches of ${network.batch}, ${steps - WARM_UP} updates after ${WARM_UP} to warm up, augmentation included; medians of ${turns} turns.`,
  };
}

interface Epoch {
  /** Images a second. */
  speed: number;
  loss: number;
}

async function trainEpoch({ build, batch }: BenchNetwork, workers: number, steps: number): Promise<Epoch> {
  const model = build();
  const [train, validation] = [noisePictures('train', steps * batch), noisePictures('validation', 16)];
  let [start, end, loss] = [0, 0, NaN];
  const onStep = ({ step }: { step: number }) => {
    end = performance.now();
    if (step === WARM_UP) start = end;
  };
  const schedule = { kind: 'constant', rate: 0.01 } as const;
  const options = { model, train, validation, epochs: 1, batchSize: batch, schedule, seed: 1, workers, onStep };
  for await (const record of trainClassifier(options)) loss = record.trainLoss;
  model.dispose();
  return { speed: ((steps - WARM_UP) * batch * 1000) / (end - start), loss };
}
