import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createConsumer, type Consumer } from './support/consumer.js';
import { REPOSITORY } from './support/paths.js';
import { run } from './support/run.js';

/** A user's program over every entry; the marked lines must not compile. */
const PROGRAM = `
import * as tf from '@tensorflow/tfjs-core';
import { box, clusterPixels, FacePerturbError, maskRegion, useBackend, type BackendFacts, type Perturbation, type WorkersOptions } from 'face-perturb';
import { slimNetwork, SpatialGate } from 'face-perturb/models';
import { EMOTIONS, type ImageDataset } from 'face-perturb/data';
import { meanShape } from 'face-perturb/landmarks';
import { registerTrainingKernels, type TrainingKernelReport } from 'face-perturb/wasm';
import { serveTraining } from 'face-perturb/training-worker';
import { readDataset } from 'face-perturb/node';

export async function program(path: string): Promise<number> {
  const facts: BackendFacts = await useBackend('wasm', { trainingKernels: { fast: false } });
  // @ts-expect-error: an unknown backend
  await useBackend('wsam');
  // @ts-expect-error: facts are frozen
  facts.canTrain = false;
  const report: TrainingKernelReport = await registerTrainingKernels();
  const hide: Perturbation = maskRegion(box({ x: 0, y: 0, width: 4, height: 4 }), { fill: 'mean' });
  // @ts-expect-error: an unknown fill
  maskRegion(box({ x: 0, y: 0, width: 4, height: 4 }), { fill: 'purple' });
  const hidden: tf.Tensor4D = hide(tf.ones([1, 8, 8, 1]));
  const clusters = await clusterPixels({ values: await hidden.data(), height: 8, width: 8 }, { clusters: 2 });
  const again: Perturbation = maskRegion(clusters.region(0));
  const network = slimNetwork({ inputSize: 8, widths: [4], classes: EMOTIONS.length, gate: 'stem' });
  const gate: SpatialGate = new SpatialGate({ name: 'gate' });
  const { points } = meanShape({ width: 48, height: 48 });
  const { splits } = await readDataset(path);
  const train: ImageDataset = splits.train;
  const workers: WorkersOptions = { count: 2, create: () => new Worker('worker.js', { type: 'module' }) };
  // @ts-expect-error: an address is no worker
  workers.create = () => 'worker.js';
  if (workers.count === 0) serveTraining({ wasmPaths: '/wasm/' });
  // @ts-expect-error: a landmark may be missing from a list
  const x: number = points[0].x;
  if (new FacePerturbError('program', { code: 'invalid-data' }).code === 'aborted') throw new Error(gate.name);
  return train.size + network.countParams() + report.added.length + again.length + x;
}
`;

const COMMON = {
  ...{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, noEmit: true },
  ...{ target: 'es2022', lib: ['es2022', 'dom'], types: [], typeRoots: [join(REPOSITORY, 'node_modules/@types')] },
};

describe('TypeScript programs over every entry compile', () => {
  let consumer: Consumer;

  beforeAll(() => {
    consumer = createConsumer();
    for (const file of ['program.ts', 'program.mts', 'program.cts']) consumer.write(file, PROGRAM);
  });

  it.each([
    ['bundler', ['program.ts'], { module: 'esnext', moduleResolution: 'bundler' }],
    [
      'node16, as ES module and as CommonJS',
      ['program.mts', 'program.cts'],
      { module: 'node16', moduleResolution: 'node16' },
    ],
  ])('with moduleResolution %s', async (_, files, options) => {
    // The library's own declarations are checked too; tfjs's have errors of their own, which are not ours to count.
    const configuration = { compilerOptions: { ...COMMON, ...options, skipLibCheck: false }, files };
    consumer.write('tsconfig.json', JSON.stringify(configuration));
    const tsc = join(REPOSITORY, 'node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', '.', '--pretty', 'false', '--listFiles'], {
      cwd: consumer.folder,
    });
    expect(stdout).toMatch(/face-perturb\/dist\/index\.d\.c?ts/);
    const errors = stdout.split('\n').filter((line) => line.includes('error TS'));
    const ours = errors.filter((line) => !line.startsWith('../') && !line.includes('node_modules/@'));
    expect(ours).toEqual([]);
  });
});
