import type { LayersModel } from '@tensorflow/tfjs-layers';
import { clusterPixels } from '../../../src/clusters/index.js';
import { maskRegion } from '../../../src/perturb/maskRegion.js';
import { freeMask } from '../../../src/regions/index.js';
import type { Random } from '../../../src/support/random.js';
import type { CopiesProvider } from '../../../src/training/types.js';
import { meanAttention } from './meanAttention.js';
import type { ControlClustering } from './shuffled.js';

/**
 * Copies without a blob each: as many pixels as a cluster of the epoch has, joined, at a random place. They hide as much as the
 * Perturb Scheme does, but nothing chosen.
 */
export function blobCopies(classifier: LayersModel, settings: ControlClustering): CopiesProvider {
  const { clusters, alpha, lambda, sample } = settings;
  return async (context) => {
    const { random, size, signal } = context;
    const values = await meanAttention(classifier, sample, context);
    const seed = random.fork('clusters').path;
    const found = await clusterPixels({ values, height: size, width: size }, { clusters, alpha, lambda, seed, signal });
    const changes = found.sizes.map((area, copy) => {
      const blob = growBlob(size, area, random.fork('blob', copy));
      return maskRegion(freeMask({ values: blob, height: size, width: size }), { fill: 'zero' });
    });
    return { changes };
  };
}

/**
 * A joined set of pixels that grows from a random one, each time by a random neighbour of it.
 *
 * @returns [size * size], 1 in the blob, 0 outside.
 */
export function growBlob(size: number, area: number, random: Random): Uint8Array {
  const blob = new Uint8Array(size * size);
  const known = new Uint8Array(size * size);
  const edge = [random.integer(size * size)];
  known[edge[0]!] = 1;
  for (let grown = 0; grown < area && edge.length > 0; grown++) {
    const at = random.integer(edge.length);
    const pixel = edge[at]!;
    edge[at] = edge.at(-1)!;
    edge.pop();
    blob[pixel] = 1;
    for (const next of neighbours(pixel, size)) {
      if (known[next]) continue;
      known[next] = 1;
      edge.push(next);
    }
  }
  return blob;
}

function neighbours(pixel: number, size: number): number[] {
  const [row, column] = [Math.floor(pixel / size), pixel % size];
  return [
    ...(row > 0 ? [pixel - size] : []),
    ...(row < size - 1 ? [pixel + size] : []),
    ...(column > 0 ? [pixel - 1] : []),
    ...(column < size - 1 ? [pixel + 1] : []),
  ];
}
