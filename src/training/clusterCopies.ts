import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { attentionMap } from '../attention/attentionMap.js';
import { clusterPixels } from '../clusters/clusterPixels.js';
import { restoreClusters } from '../clusters/pixelClusters.js';
import type { PixelClustersRecord } from '../clusters/types.js';
import { centerCrops } from '../data/crops.js';
import { maskRegion } from '../perturb/maskRegion.js';
import { checkNumber, checkOptionNames } from '../support/checks.js';
import type { ClusteringSettings, CopiesContext, CopiesProvider, ImageChange } from './types.js';

/** Clustering settings with the paper's values for all that is left out. */
export type FullClusteringSettings = Required<ClusteringSettings>;

/** @throws FacePerturbError `invalid-option` naming the setting. */
export function fullClusteringSettings(settings: ClusteringSettings = {}): FullClusteringSettings {
  const what = 'featureFocusedTrainer: clustering';
  checkOptionNames(what, settings, ['clusters', 'alpha', 'lambda', 'sample', 'method']);
  const { clusters = 3, alpha = 1.2, lambda = 1.5, sample = 512, method = 'spatialGate' } = settings;
  checkNumber(`${what}: clusters`, clusters, { min: 1, max: 255, integer: true });
  checkNumber(`${what}: alpha`, alpha, { min: 0, max: 1e6 });
  checkNumber(`${what}: lambda`, lambda, { min: 0, max: 1e6 });
  checkNumber(`${what}: sample`, sample, { min: 1, integer: true });
  return { clusters, alpha, lambda, sample, method };
}

/** Which cluster of which record a change takes away: changes are functions, and only records travel to workers. */
const origins = new WeakMap<ImageChange, { record: PixelClustersRecord; cluster: number }>();

/**
 * One change for each cluster: its pixels set to zero (phase 3 of the Perturb Scheme).
 *
 * @throws FacePerturbError `invalid-data` for a record that is none.
 */
export function clusterCopies(record: PixelClustersRecord): ImageChange[] {
  const clusters = restoreClusters(record);
  return clusters.sizes.map((_, cluster) => {
    const change = maskRegion(clusters.region(cluster), { fill: 'zero' });
    origins.set(change, { record, cluster });
    return change;
  });
}

/** The record whose {@link clusterCopies} these changes are, all of them in order; undefined for any others. */
export function clusterRecordOf(changes: readonly ImageChange[]): PixelClustersRecord | undefined {
  const record = changes[0] && origins.get(changes[0])?.record;
  const isWhole = changes.length === record?.sizes.length;
  const inOrder = changes.every((change, at) => {
    const origin = origins.get(change);
    return origin?.record === record && origin?.cluster === at;
  });
  return isWhole && inOrder ? record : undefined;
}

/**
 * Phase 2 of the Perturb Scheme as a provider of copies: at the start of each epoch the attention of a fresh sample of training pictures is
 * averaged and its pixels are clustered, each cluster keeping the number it had the epoch before.
 */
export function attentionClusterCopies(classifier: LayersModel, settings: FullClusteringSettings): CopiesProvider {
  const { clusters, alpha, lambda } = settings;
  return async (context) => {
    const attention = await sampleAttention(classifier, settings, context);
    try {
      const found = await clusterPixels(attention, {
        ...{ clusters, alpha, lambda },
        seed: context.random.fork('clusters').path,
        matchTo: context.previous,
        signal: context.signal,
      });
      const record = found.toJSON();
      return { changes: clusterCopies(record), clusters: record };
    } finally {
      attention.dispose();
    }
  };
}

/**
 * Finds out before any training whether the classifier has what the attention method looks at.
 *
 * @throws FacePerturbError as `attentionMap` does.
 */
export async function checkAttention(
  classifier: LayersModel,
  { method }: FullClusteringSettings,
  { inputSize, channels }: { inputSize: number; channels: number },
): Promise<void> {
  const image = tf.zeros<tf.Rank.R4>([1, inputSize, inputSize, channels]);
  try {
    (await attentionMap(classifier, image, { method })).dispose();
  } finally {
    image.dispose();
  }
}

async function sampleAttention(
  classifier: LayersModel,
  { sample, method }: FullClusteringSettings,
  { random, train, size, signal }: CopiesContext,
) {
  const indices = random.fork('sample').permutation(train.size).slice(0, sample);
  const values = centerCrops(train, indices, size);
  const images = tf.tensor4d(values, [indices.length, size, size, train.channels]);
  try {
    return await attentionMap(classifier, images, { method, signal });
  } finally {
    images.dispose();
  }
}
