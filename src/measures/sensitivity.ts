import * as tf from '@tensorflow/tfjs-core';
import { checkChoice, checkNotAborted, checkNumber, checkOptionNames } from '../support/checks.js';
import { createBreather } from '../support/breather.js';
import { FacePerturbError, show } from '../support/errors.js';
import { createRandom } from '../support/random.js';
import { imageNotes, measurement } from './estimate.js';
import { changesOfChunk } from './mapChanges.js';
import type { ChangeSettings, MapMaker } from './mapChanges.js';
import { checkPictures } from './scoring.js';
import type { ImageNotes, MapReading, Measurement } from './types.js';

/** Options of {@link sensitivity}. */
export interface SensitivityOptions {
  /**
   * How far a pixel may move: noise is uniform in [-radius, radius], for each pixel and channel; in (0, 1].
   * @default 0.1
   */
  radius?: number;
  /**
   * Noisy copies of each image, at least 1. The largest of more of them is larger.
   * @default 10
   */
  samples?: number;
  /**
   * Which numbers of an `AttentionMap` count: `raw`, or the scaled `values`.
   * @default 'raw'
   */
  of?: MapReading;
  /**
   * Of the noise. All images get the same.
   * @default 0
   */
  seed?: number | string;
  /**
   * Images given to the map's function at once, at least 1.
   * @default 32
   */
  batchSize?: number;
  /**
   * Stops the work between two maps, with an error of code `aborted`.
   * @default none: it runs to its end
   */
  signal?: AbortSignal;
}

/** What {@link sensitivity} gives. Plain JSON. */
export interface Sensitivity extends ImageNotes {
  /** The largest change of each image's map, as a share of the map's own norm, and the mean. */
  largest: Measurement;
  /** The mean change of each image's map, and the mean of these. */
  average: Measurement;
}

const WHAT = 'sensitivity';

/**
 * Max-sensitivity (Yeh et al. 2019, arXiv:1901.09392), by sampling: how much a map changes at most when the image changes a
 * little, `|map(noisy) - map(image)| / |map(image)|` in the Euclidean norm. The smaller, the steadier is the map.
 *
 * Let the class stand firm, or its changes count as the map's: `(images, start) => attentionMap(model, images, { target: 3 })`. Noisy pixels
 * are not cut off at 0 and 1. Images whose map is zero or not finite, with or without noise, are left out and counted.
 *
 * @param images - Float32 [B,H,W,C], C 1 or 3, values in [0, 1]; not disposed.
 * @param makeMap - Makes the maps of images, such as a call of `attentionMap`.
 * @throws FacePerturbError `invalid-option` for wrong options, `invalid-shape` for wrong images or a map of another size,
 *   `invalid-argument` when the function is none or gives no map, `invalid-data` for a map that is not finite and does not say so, `aborted`.
 */
export async function sensitivity(
  images: tf.Tensor4D,
  makeMap: MapMaker,
  options: SensitivityOptions = {},
): Promise<Sensitivity> {
  const settings = readOptions(images, makeMap, options);
  const { batchSize, signal } = settings;
  const pause = createBreather(WHAT, signal);
  const changes: Awaited<ReturnType<typeof changesOfChunk>> = [];
  for (let start = 0; start < images.shape[0]; start += batchSize) {
    const count = Math.min(batchSize, images.shape[0] - start);
    const chunk = tf.slice(images, [start, 0, 0, 0], [count, -1, -1, -1]);
    try {
      changes.push(...(await changesOfChunk(chunk, start, makeMap, settings, pause)));
    } finally {
      chunk.dispose();
    }
  }
  const lists = changes.map((each) => (typeof each === 'string' ? null : each));
  return {
    largest: measurement(lists.map((list) => list && Math.max(...list))),
    average: measurement(lists.map((list) => list && list.reduce((sum, change) => sum + change, 0) / list.length)),
    ...imageNotes(changes.map((each) => (typeof each === 'string' ? each : null))),
  };
}

interface Settings extends ChangeSettings {
  readonly batchSize: number;
  readonly signal: AbortSignal | undefined;
}

function readOptions(images: tf.Tensor4D, makeMap: MapMaker, options: SensitivityOptions): Settings {
  checkOptionNames(WHAT, options, ['radius', 'samples', 'of', 'seed', 'batchSize', 'signal']);
  checkPictures(WHAT, images);
  checkNotAborted(WHAT, options.signal);
  if (typeof makeMap !== 'function') {
    throw new FacePerturbError(`${WHAT}: makeMap`, {
      code: 'invalid-argument',
      expected: 'a function from images to their map',
      received: show(makeMap),
      fix: 'Give (images) => attentionMap(model, images, options).',
    });
  }
  return {
    radius: checkNumber(`${WHAT}: radius`, options.radius ?? 0.1, { min: 1e-9, max: 1 }),
    samples: checkNumber(`${WHAT}: samples`, options.samples ?? 10, { min: 1, integer: true }),
    of: checkChoice(`${WHAT}: of`, options.of ?? 'raw', ['values', 'raw']),
    batchSize: checkNumber(`${WHAT}: batchSize`, options.batchSize ?? 32, { min: 1, integer: true }),
    random: createRandom(options.seed ?? 0).fork(WHAT),
    signal: options.signal,
  };
}
