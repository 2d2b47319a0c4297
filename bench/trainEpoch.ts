import { trainClassifier } from '../src/training/trainClassifier.js';
import { BENCH_NETWORKS } from './networks.js';
import { noisePictures } from './pictures.js';

/** One training to be timed: plain data, the same in every process. */
export interface TimedEpoch {
  network: keyof typeof BENCH_NETWORKS;
  workers: number;
  /** Updates before the clock starts: threads start, code is compiled. */
  warmUp: number;
  /** Updates that are timed. */
  updates: number;
}

/** How a training went. */
export interface EpochSpeed {
  /** Images a second, augmentation included. */
  speed: number;
  /** Mean loss over all updates. */
  loss: number;
}

/** Trains a network anew for one epoch of noise. */
export async function trainEpoch({ network, workers, warmUp, updates }: TimedEpoch): Promise<EpochSpeed> {
  const { build, batch } = BENCH_NETWORKS[network];
  const model = build();
  const [train, validation] = [noisePictures('train', (warmUp + updates) * batch), noisePictures('validation', 16)];
  let [start, end, loss] = [0, 0, NaN];
  const onStep = ({ step }: { step: number }) => {
    end = performance.now();
    if (step === warmUp) start = end;
  };
  const schedule = { kind: 'constant', rate: 0.01 } as const;
  const options = { model, train, validation, epochs: 1, batchSize: batch, schedule, seed: 1, workers, onStep };
  for await (const record of trainClassifier(options)) loss = record.trainLoss;
  model.dispose();
  return { speed: (updates * batch * 1000) / (end - start), loss };
}
