import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { cut, widened, within } from '../patch.js';
import type { Patch } from '../patch.js';
import { eachCovered } from './area.js';
import type { Area } from './area.js';
import type { NeighbourFill } from './fill.js';
import { noise } from './noise.js';

/** Weight of the pixel beside, and of the one across the corner (Rong et al. 2022). */
const BESIDE = 1 / 6;
const CORNER = 1 / 12;

/**
 * Noisy linear imputation, the fill of ROAD (Rong et al. 2022, "A Consistent and Efficient Evaluation Strategy for Attribution
 * Methods", arXiv:2202.00449, section 4): each pixel of the region becomes the weighted mean of its eight neighbours,
 * those of the region included, and a little noise is added.
 *
 * The linear system is solved on the backend by a number of conjugate gradient steps that the region's size decides, so
 * that nothing is read back. It is symmetric: its gradient is the same solution for the gradient that comes in.
 *
 * @param patch - Holds all regions.
 * @returns Of the patch's size.
 */
export function neighbourPatch(
  fill: NeighbourFill,
  images: Tensor4D,
  area: Area,
  seed: string,
  patch: Patch,
): Tensor4D {
  // With the known pixels around the regions.
  const seen = widened(patch, 1, images.shape);
  const { values, steps } = holesOf(area, images.shape, seen);
  return tf.tidy(() => {
    const around = cut(images, seen);
    const filled = cut(steps === 0 ? tf.clone(around) : interpolated(around, values, steps), within(patch, seen));
    if (fill.noise === 0) return filled;
    const added = noise((random) => fill.noise * random.normal(), area, images.shape, seed)(patch);
    return tf.clipByValue<Tensor4D>(tf.add<Tensor4D>(filled, added), 0, 1);
  });
}

/** 1 for each pixel of a patch that the region touches, 0 for the others; and how many steps they need. */
function holesOf(
  area: Area,
  [batch, rows, columns]: Tensor4D['shape'],
  patch: Patch,
): { values: Float32Array; steps: number } {
  const values = new Float32Array(batch * patch.height * patch.width);
  let largest = 0;
  for (let image = 0; image < batch; image++) {
    let count = 0;
    eachCovered(area, image, patch, (_, place) => {
      values[place] = 1;
      count++;
    });
    largest = Math.max(largest, count);
  }
  const side = Math.min(Math.max(rows, columns), largest, 2 * Math.sqrt(largest));
  return { values, steps: largest === 0 ? 0 : Math.ceil(16 + 3 * side) };
}

/** The images with their holes interpolated; a hole without a known pixel around it (a whole image) takes the image's mean. */
function interpolated(images: Tensor4D, holes: Float32Array, steps: number): Tensor4D {
  // What the gradient needs is made anew in it: a tidy around this call would have let go of it by then.
  const impute = tf.customGrad((x) => ({
    value: tf.tidy(() => {
      const { known, spread, solve } = systemOf(holes, images.shape, steps);
      const given = tf.mul<Tensor4D>(x as Tensor4D, known);
      return tf.add<Tensor4D>(given, solve(spread(given)));
    }),
    gradFunc: (dy: Tensor) =>
      tf.tidy(() => {
        const { known, spread, solve } = systemOf(holes, images.shape, steps);
        return tf.mul<Tensor4D>(known, tf.add(dy, spread(solve(dy as Tensor4D))));
      }),
  }));
  const { known } = systemOf(holes, images.shape, steps);
  const isWhole = tf.cast(tf.equal(tf.sum(known, [1, 2], true), 0), 'float32');
  return tf.add<Tensor4D>(impute(images), tf.mul(tf.mean(images, [1, 2], true), isWhole));
}

interface HoleSystem {
  /** 1 outside the holes. */
  readonly known: Tensor4D;
  /** Gives each pixel the weighted sum of its neighbours. */
  readonly spread: (values: Tensor4D) => Tensor4D;
  /** Values in the holes whose weighted neighbours, those outside taken as 0, are short of them by the right side. */
  readonly solve: (right: Tensor4D) => Tensor4D;
}

function systemOf(values: Float32Array, shape: Tensor4D['shape'], steps: number): HoleSystem {
  const [batch, height, width, channels] = shape;
  const holes = tf.tensor4d(values, [batch, height, width, 1]);
  const weights = tf.tensor4d(kernelOf(channels), [3, 3, channels, 1]);
  const spread = (pixels: Tensor4D) => tf.depthwiseConv2d(pixels, weights, 1, 'same');
  const total = spread(tf.ones([1, height, width, channels]));
  const system = (pixels: Tensor4D) => tf.mul<Tensor4D>(holes, tf.sub(tf.mul(total, pixels), spread(pixels)));
  return {
    known: tf.sub<Tensor4D>(1, holes),
    spread,
    solve: (right) => conjugateGradients(system, tf.mul(right, holes), steps),
  };
}

function kernelOf(channels: number): Float32Array {
  const weights = [CORNER, BESIDE, CORNER, BESIDE, 0, BESIDE, CORNER, BESIDE, CORNER];
  return Float32Array.from({ length: 9 * channels }, (_, at) => weights[Math.floor(at / channels)] as number);
}

/** Keeps 0 / 0 of a system that is solved, or that has nothing to solve, at 0; a number that the backend can hold. */
function tiny(): number {
  return tf.backend().floatPrecision() === 16 ? 1e-4 : 1e-30;
}

/** Solves one system per image and channel, all at once. */
function conjugateGradients(system: (values: Tensor4D) => Tensor4D, right: Tensor4D, steps: number): Tensor4D {
  const least = tiny();
  const dot = (a: Tensor4D, b: Tensor4D) => tf.sum<Tensor4D>(tf.mul(a, b), [1, 2], true);
  let state = {
    solution: tf.zerosLike(right),
    residual: tf.clone(right),
    direction: tf.clone(right),
    square: dot(right, right),
  };
  for (let step = 0; step < steps; step++) {
    const next = tf.tidy(() => {
      const { solution, residual, direction, square } = state;
      const image = system(direction);
      const length = tf.div<Tensor4D>(square, tf.add(dot(direction, image), least));
      const left = tf.sub<Tensor4D>(residual, tf.mul(length, image));
      const rest = dot(left, left);
      const turned = tf.add<Tensor4D>(left, tf.mul(tf.div(rest, tf.add(square, least)), direction));
      return {
        solution: tf.add<Tensor4D>(solution, tf.mul(length, direction)),
        residual: left,
        direction: turned,
        square: rest,
      };
    });
    tf.dispose(state);
    state = next;
  }
  return state.solution;
}
