import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { attentionMap } from '../../../src/attention/attentionMap.js';
import { centerCrops } from '../../../src/data/crops.js';
import type { CopiesContext } from '../../../src/training/types.js';

/** The mean of the gate's attention over a fresh sample of training pictures, [size * size], as the Perturb Scheme takes it. */
export async function meanAttention(
  classifier: LayersModel,
  sample: number,
  { random, train, size, signal }: CopiesContext,
): Promise<Float32Array> {
  const indices = random.fork('sample').permutation(train.size).slice(0, sample);
  const images = tf.tensor4d(centerCrops(train, indices, size), [indices.length, size, size, train.channels]);
  try {
    const maps = await attentionMap(classifier, images, { method: 'spatialGate', signal });
    const mean = tf.tidy(() => tf.mean(maps.values, 0));
    maps.dispose();
    const values = await mean.data<'float32'>();
    mean.dispose();
    return Float32Array.from(values);
  } finally {
    images.dispose();
  }
}
