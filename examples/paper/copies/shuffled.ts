import type { LayersModel } from '@tensorflow/tfjs-layers';
import { clusterPixels } from '../../../src/clusters/index.js';
import { clusterCopies } from '../../../src/training/clusterCopies.js';
import type { CopiesProvider } from '../../../src/training/types.js';
import { meanAttention } from './meanAttention.js';

/** How the clusters of a control are made. */
export interface ControlClustering {
  clusters: number;
  alpha: number;
  lambda: number;
  sample: number;
}

/**
 * Copies without one cluster each, where the attention was shuffled over the pixels before they were clustered: the same values
 * and the same weight of place, but nothing of where the classifier looks.
 */
export function shuffledCopies(classifier: LayersModel, settings: ControlClustering): CopiesProvider {
  const { clusters, alpha, lambda, sample } = settings;
  return async (context) => {
    const { random, size, previous, signal } = context;
    const attention = await meanAttention(classifier, sample, context);
    const places = random.fork('shuffle').permutation(attention.length);
    const found = await clusterPixels(
      { values: Float32Array.from(places, (place) => attention[place]!), height: size, width: size },
      { clusters, alpha, lambda, seed: random.fork('clusters').path, matchTo: previous, signal },
    );
    const record = found.toJSON();
    return { changes: clusterCopies(record), clusters: record };
  };
}
