import * as tf from '@tensorflow/tfjs-core';
import type { FillOption } from '../../perturb/fills/fill.js';
import { readFill } from '../../perturb/fills/fill.js';
import { maskRegion } from '../../perturb/maskRegion.js';
import { box } from '../../regions/outlines.js';
import { checkNumber, checkOptionNames } from '../../support/checks.js';
import type { AttentionMethod } from '../types.js';
import { runPasses, scoresOfChunk } from './passes.js';

/** Options of {@link occlusion}. */
export interface OcclusionOptions {
  /**
   * Side of the square window in pixels, at least 1; cut to the image.
   * @default an eighth of the image's shorter side, rounded up
   */
  window?: number;
  /**
   * Pixels from one window to the next, from 1 to `window`. The last window of a row or column ends at the border.
   * @default half the window, rounded up
   */
  stride?: number;
  /**
   * What stands in the window.
   * @default 'mean'
   */
  fill?: FillOption;
}

/**
 * Occlusion by a sliding window (Zeiler and Fergus 2014): a pixel's raw value is the mean, over the windows that cover it, of how much the score
 * drops when the window is hidden. No gradients, no layers: for any classifier.
 *
 * @throws FacePerturbError `invalid-option` for an unknown option or one out of its range.
 */
export function occlusion(options: OcclusionOptions = {}): AttentionMethod {
  checkOptionNames('occlusion', options, ['window', 'stride', 'fill']);
  if (options.window !== undefined) checkNumber('occlusion: window', options.window, { min: 1, integer: true });
  if (options.stride !== undefined) {
    checkNumber('occlusion: stride', options.stride, { min: 1, max: options.window ?? Infinity, integer: true });
  }
  const fill = readFill('occlusion: fill', options.fill ?? 'mean');
  return {
    name: 'occlusion',
    reads: 'positive',
    compute: async (context) => {
      const [batch, height, width] = context.images.shape;
      const side = options.window ?? Math.ceil(Math.min(height, width) / 8);
      const stride = Math.min(side, options.stride ?? Math.ceil(side / 2));
      const windows = windowsOf(height, width, side, stride);
      const full = await scoresOfChunk(context, context.score);
      const sums = new Float64Array(batch * height * width);
      const covers = new Float64Array(height * width);
      await runPasses(context, {
        count: windows.length,
        change: (at) => hide(windows[at] as Window, fill)(context.images),
        read: context.score,
        take: (at, scores) => {
          const window = windows[at] as Window;
          eachPixel(window, width, (pixel) => (covers[pixel] as number)++);
          scores.forEach((score, image) => {
            const drop = (full[image] as number) - score;
            eachPixel(window, width, (pixel) => {
              const at = image * height * width + pixel;
              sums[at] = (sums[at] as number) + drop;
            });
          });
        },
      });
      const means = Float32Array.from(sums, (sum, at) => sum / (covers[at % covers.length] as number));
      return tf.tensor3d(means, [batch, height, width]);
    },
  };
}

interface Window {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

function windowsOf(height: number, width: number, side: number, stride: number): Window[] {
  return starts(height, side, stride).flatMap((top) =>
    starts(width, side, stride).map((left) => ({
      top,
      left,
      bottom: Math.min(height, top + side),
      right: Math.min(width, left + side),
    })),
  );
}

/** Where windows begin along one side; the last one ends at the border. */
function starts(length: number, side: number, stride: number): number[] {
  const last = Math.max(0, length - side);
  const regular = Array.from({ length: Math.ceil(last / stride) }, (_, at) => at * stride);
  return [...regular, last];
}

function hide({ top, left, bottom, right }: Window, fill: FillOption): (images: tf.Tensor4D) => tf.Tensor4D {
  return maskRegion(box({ x: left, y: top, width: right - left, height: bottom - top }), { fill });
}

function eachPixel({ top, left, bottom, right }: Window, width: number, visit: (pixel: number) => void): void {
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) visit(row * width + column);
  }
}
