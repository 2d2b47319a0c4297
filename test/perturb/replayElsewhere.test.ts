import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { compose, maskRegion, oneOf, sometimes, wearMask } from '../../src/perturb/index.js';
import type { Perturbation } from '../../src/perturb/index.js';
import { clusterRegion, facialRegion } from '../../src/regions/index.js';
import { onEachBackend } from '../support/backends.js';
import { testFace } from '../support/faceLandmarks.js';
import type { Task } from './replayElsewhere.js';
import { randomImages } from './support.js';

const SIDE = 20;
const landmarks = [0, 15, -20].map((turn) => testFace({ width: SIDE, turn }));
const cluster = maskRegion(clusterRegion({ labels: [0, 1, 1, 0, 2, 2], height: 2, width: 3, cluster: 1 }));
const eyes = maskRegion(facialRegion('eyes'), { fill: 'noise', probability: 0.5, seed: 3, feather: 1 });
const perturbations: Record<string, Perturbation> = {
  cluster,
  eyes,
  blur: maskRegion(facialRegion('mouth'), { fill: 'blur' }),
  shuffle: maskRegion(facialRegion('nose'), { fill: 'shuffle', seed: 'own' }),
  neighbour: maskRegion(facialRegion('mouth'), { fill: 'neighbour' }),
  pixelate: maskRegion(facialRegion('faceOval'), { fill: 'pixelate' }),
  worn: wearMask({ style: 'n95', variation: 1 }),
  nested: compose(sometimes(0.5, cluster), oneOf([eyes, wearMask()], { seed: 2 })),
};

/** Runs the program with this text on its stdin, and reads what it prints. */
function elsewhere(task: string): Promise<{ process: number; results: string[] }> {
  const file = fileURLToPath(new URL('replayElsewhere.ts', import.meta.url));
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, ['--import', 'tsx', file], { maxBuffer: 2 ** 26 }, (error, stdout) =>
      error ? reject(error) : resolve(JSON.parse(stdout)),
    );
    child.stdin?.end(task);
  });
}

const base64 = (values: Float32Array) =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');

onEachBackend((backend) => {
  it('gives the same bits in another process, from the parameters as JSON', async () => {
    const images = randomImages(3, SIDE, SIDE, 3);
    const here = Object.values(perturbations).map((perturb) => perturb.apply(images, { landmarks, key: 'epoch 2' }));
    const task: Task = {
      backend,
      shape: images.shape,
      images: base64(images.dataSync() as Float32Array),
      parameters: here.map(({ parameters }) => parameters),
    };
    const { process: other, results } = await elsewhere(JSON.stringify(task));
    expect(other).not.toBe(process.pid);
    const names = Object.keys(perturbations);
    const pairs = (bits: string[]) => Object.fromEntries(bits.map((each, at) => [names[at], each]));
    expect(pairs(results)).toEqual(pairs(here.map((each) => base64(each.images.dataSync() as Float32Array))));
    expect(new Set([base64(images.dataSync() as Float32Array), ...results]).size).toBe(names.length + 1);
  });
});
