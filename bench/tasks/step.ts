import type { Variable } from '@tensorflow/tfjs-core';
import { BENCH_NETWORKS, type BenchNetwork } from '../networks.js';
import type { Prepared, Setting, TimedTask } from '../task.js';
import { openTraining } from '../trainingStep.js';

/** One update of each network: forward, backward, SGD with Nesterov's momentum and weight decay. */
export const STEP_TASKS: TimedTask[] = Object.entries(BENCH_NETWORKS).map(([name, network]) => ({
  name: `step/${name}`,
  unit: 'images',
  setup: (setting) => setup(name, network, setting),
}));

async function setup(name: string, network: BenchNetwork, { quick, slow, share }: Setting): Promise<Prepared> {
  const batch = quick || slow ? network.smallBatch : network.batch;
  const training = openTraining(network, batch);
  const variables = Object.values(training.variables);
  const weights = network.random ? undefined : await share?.(`${name}.f32`, await allValues(variables));
  const losses: number[] = [];
  return {
    work: batch,
    given: { network: name, size: network.size, batch, ...(weights !== undefined && { weights }) },
    run: async () => {
      losses.push(await training.step());
    },
    check: () => [variables.reduce((sum, { size }) => sum + size, 0), ...(network.random ? [] : losses.slice(0, 3))],
    dispose: () => training.dispose(),
  };
}

/** All weights in a row, for a network of another library to start from. */
async function allValues(variables: readonly Variable[]): Promise<Float32Array> {
  const values = new Float32Array(variables.reduce((sum, { size }) => sum + size, 0));
  let at = 0;
  for (const variable of variables) {
    values.set(await variable.data<'float32'>(), at);
    at += variable.size;
  }
  return values;
}
