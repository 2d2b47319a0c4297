import * as tf from '@tensorflow/tfjs-core';
import { FacePerturbError } from '../support/errors.js';
import type { Random } from '../support/random.js';
import { imageOf, readMap } from './readMap.js';
import type { MapImages } from './readMap.js';
import type { MapReading, MeasuredMap } from './types.js';

/**
 * Makes the map of some images: the whole batch, or the part of it that begins at index `start`. What it returns is disposed for it, the
 * images are not its own.
 */
export type MapMaker = (images: tf.Tensor4D, start: number) => MeasuredMap | Promise<MeasuredMap>;

/** How images are changed, and what of their maps is compared. */
export interface ChangeSettings {
  readonly radius: number;
  readonly samples: number;
  readonly of: MapReading;
  readonly random: Random;
}

const WHAT = 'sensitivity: what makeMap returned';

/** For each image of a chunk its changes, or why it is left out. */
export async function changesOfChunk(
  chunk: tf.Tensor4D,
  start: number,
  makeMap: MapMaker,
  { radius, samples, of, random }: ChangeSettings,
  pause: () => Promise<void>,
): Promise<(number[] | string)[]> {
  const [count, height, width, channels] = chunk.shape;
  const mapOf = async (pictures: tf.Tensor4D) => mapAndDispose(await makeMap(pictures, start), of, pictures.shape);
  const plain = await mapOf(chunk);
  const changes = Array.from({ length: count }, (): number[] => []);
  for (let sample = 0; sample < samples; sample++) {
    await pause();
    const stream = random.fork('noise', sample);
    const noise = Float32Array.from({ length: height * width * channels }, () => stream.uniform(-radius, radius));
    const noisy = tf.tidy(() => tf.add<tf.Tensor4D>(chunk, tf.tensor4d(noise, [1, height, width, channels])));
    try {
      const map = await mapOf(noisy);
      changes.forEach((list, image) => list.push(relativeChange(imageOf(plain, image), imageOf(map, image))));
    } finally {
      noisy.dispose();
    }
  }
  return changes.map((list, image) => {
    if (!plain.finite[image]) return plain.notes[image] as string;
    return list.every(Number.isFinite) ? list : 'the map is zero everywhere, or that of a noisy copy is not finite';
  });
}

async function mapAndDispose(
  map: MeasuredMap,
  of: MapReading,
  [batch, height, width]: tf.Tensor4D['shape'],
): Promise<MapImages> {
  try {
    const read = await readMap(WHAT, map, of);
    if (read.count === batch && read.height === height && read.width === width) return read;
    throw new FacePerturbError(WHAT, {
      code: 'invalid-shape',
      expected: `one map for each image, [${batch}, ${height}, ${width}]`,
      received: `[${read.count}, ${read.height}, ${read.width}]`,
    });
  } finally {
    const { values, raw } = (map ?? {}) as { values?: unknown; raw?: unknown };
    for (const each of [map, values, raw]) (each as Partial<tf.Tensor> | undefined)?.dispose?.();
  }
}

function relativeChange(map: Float64Array, other: Float64Array): number {
  let [square, own] = [0, 0];
  map.forEach((value, at) => {
    square += ((other[at] as number) - value) ** 2;
    own += value ** 2;
  });
  return Math.sqrt(square) / Math.sqrt(own);
}
