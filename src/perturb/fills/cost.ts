import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Patch } from '../patch.js';
import type { Fill } from './fill.js';

interface FillCost {
  /** Nanoseconds for each number of the images, about, blending included: on the wasm backend with one thread. */
  readonly time: number;
  /** Tensors as large as the patch of all regions that are held at once, beside the images and the result. */
  readonly held: number;
}

const COSTS: Record<Fill['kind'], FillCost> = {
  zero: { time: 2, held: 0 },
  constant: { time: 4, held: 0 },
  datasetMean: { time: 4, held: 0 },
  mean: { time: 4, held: 0 },
  noise: { time: 4, held: 0 },
  blur: { time: 50, held: 0 },
  pixelate: { time: 5, held: 0 },
  shuffle: { time: 20, held: 1 },
  neighbour: { time: 1000, held: 14 },
};

/** Nanoseconds that cutting patches out and joining them again takes, and for each row of an image, about. */
const CUT_TIME = 300_000;
const ROW_TIME = 400;

/** Whether it saves time to draw a fill in the patches alone instead of all over the images. */
export function worthCutting(fill: Fill, shape: Tensor4D['shape'], patches: readonly Patch[]): boolean {
  return savesTime(COSTS[fill.kind].time, shape, patches);
}

/** The same for anything that takes so many nanoseconds for each number of the images. */
export function savesTime(time: number, shape: Tensor4D['shape'], patches: readonly Patch[]): boolean {
  const [batch, height, width, channels] = shape;
  const area = patches.reduce((sum, patch) => sum + patch.height * patch.width, 0);
  const rows = patches.reduce((sum, patch) => sum + patch.height, 0);
  return batch * (height * width - area) * channels * time > CUT_TIME + batch * rows * ROW_TIME;
}

/**
 * Numbers that are held at once beside the images, at most.
 *
 * @param all - Holds all regions.
 * @param atOnce - How many numbers of the images are worked on at once.
 */
export function numbersFor(
  fill: Fill,
  [batch, height, width, channels]: Tensor4D['shape'],
  all: Patch,
  atOnce: number,
): number {
  const size = batch * height * width * channels;
  const inPatch = batch * all.height * all.width * channels;
  // The result is there twice, in strips and joined; before that, a strip is there in the forms that lead to it.
  return COSTS[fill.kind].held * inPatch + size + Math.max(size, 8 * Math.min(size, atOnce));
}
