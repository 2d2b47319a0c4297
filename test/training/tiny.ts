import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model, type LayersModel } from '@tensorflow/tfjs-layers';
import type { ImageDataset } from '../../src/data/dataset.js';
import { SeededDropout } from '../../src/models/seededDropout.js';
import { SpatialGate } from '../../src/models/spatialGate.js';
import { createRandom } from '../../src/support/random.js';
import type { EpochRecord } from '../../src/training/types.js';

/** Grey 12x12 pictures of noise; the class says which quarter has a brighter spot: 0 upper left, 1 upper right, 2 lower left. */
export function quarters(count: number, seed: number, noise = 0.6): ImageDataset {
  const random = createRandom(seed).fork('quarters');
  const pixels = new Uint8Array(count * 144);
  const labels = Uint8Array.from({ length: count }, () => random.integer(3));
  for (let at = 0; at < count; at++) {
    const label = labels[at] as number;
    const top = 2 + (label === 2 ? 5 : 0) + random.integer(2);
    const left = 2 + (label === 1 ? 5 : 0) + random.integer(2);
    for (let y = 0; y < 12; y++) {
      for (let x = 0; x < 12; x++) {
        const bright = y >= top && y < top + 2 && x >= left && x < left + 2 ? 0.4 : 0;
        pixels[at * 144 + y * 12 + x] = 255 * (bright + noise * random.next());
      }
    }
  }
  return {
    name: `quarters-${seed}`,
    classNames: ['upper left', 'upper right', 'lower left'],
    size: count,
    height: 12,
    width: 12,
    channels: 1,
    pixels,
    labels,
  };
}

/** A network with everything that makes training hard to repeat: batch norm, dropout, a gate. 8x8 pictures to three logits. `plain` has neither norm nor dropout. */
export function tinyNetwork(seed: number, { gate = false, plain = false } = {}): LayersModel {
  const random = createRandom(seed);
  const initial = (fanIn: number, shape: number[]) =>
    tf.tensor(
      Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal() * Math.sqrt(2 / fanIn)),
      shape,
    );
  const picture = input({ name: 'picture', shape: [8, 8, 1] });
  const convolution = layers.conv2d({
    name: 'conv',
    filters: 4,
    kernelSize: 3,
    padding: 'same',
    kernelInitializer: 'zeros',
  });
  const dense = layers.dense({ name: 'logits', units: 3, kernelInitializer: 'zeros' });
  const steps = [
    convolution,
    ...(plain ? [] : [layers.batchNormalization({ name: 'norm', momentum: 0.9 })]),
    layers.reLU({ name: 'relu' }),
    ...(gate ? [new SpatialGate({ name: 'gate', seed })] : []),
    layers.maxPooling2d({ name: 'pool', poolSize: 2 }),
    layers.flatten({ name: 'flat' }),
    ...(plain ? [] : [new SeededDropout({ name: 'dropout', rate: 0.2 })]),
    dense,
  ];
  const outputs = steps.reduce((value, layer) => layer.apply(value) as typeof picture, picture);
  const network = model({ name: 'tiny', inputs: picture, outputs });
  tf.tidy(() => {
    convolution.setWeights([initial(9, [3, 3, 1, 4]), tf.zeros([4])]);
    dense.setWeights([initial(64, [64, 3]), tf.zeros([3])]);
  });
  return network;
}

/** All weights as numbers. */
export function weightsOf(network: LayersModel): number[][] {
  return network.weights.map((weight) => Array.from(weight.read().dataSync()));
}

/** Records without the seconds they took. */
export function timeless(records: readonly EpochRecord[]): Omit<EpochRecord, 'seconds'>[] {
  return records.map(({ seconds: _, ...rest }) => rest);
}

/** All that a generator yields, until it ends or throws. */
export async function collect<T>(source: AsyncIterable<T>): Promise<{ items: T[]; error: unknown }> {
  const items: T[] = [];
  try {
    for await (const item of source) items.push(item);
    return { items, error: undefined };
  } catch (error) {
    return { items, error };
  }
}
