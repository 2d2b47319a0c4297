import * as tf from '@tensorflow/tfjs-core';
import { maskRegion } from '../../perturb/maskRegion.js';
import type { FillOption } from '../../perturb/fills/fill.js';
import { box } from '../../regions/outlines.js';
import { checkNumber, checkOptionNames } from '../../support/checks.js';
import type { AttentionMethod, MethodContext } from '../types.js';
import { gaussLegendre } from './gaussLegendre.js';
import { gradientAt } from './inputGradient.js';

/** Options of {@link integratedGradients}. */
export interface IntegratedGradientsOptions {
  /**
   * Points on the way from the baseline to the image, 1 to 1000.
   * @default 32
   */
  steps?: number;
  /**
   * What stands for "nothing there": any fill, laid over the whole image.
   * @default 'zero'
   */
  baseline?: FillOption;
}

/**
 * Integrated gradients (Sundararajan, Taly and Yan 2017): the gradient's mean on the straight way from a baseline to the image, times the
 * difference of both, summed over the channels. The mean is taken by Gauss-Legendre quadrature.
 *
 * A map's raw values sum to the score's difference between image and baseline (completeness). The map's details tell how well:
 * `attributed` is the sum, `difference` what it should be.
 *
 * @throws FacePerturbError `invalid-option` for an unknown option or one out of its range.
 */
export function integratedGradients(options: IntegratedGradientsOptions = {}): AttentionMethod {
  checkOptionNames('integratedGradients', options, ['steps', 'baseline']);
  const steps = checkNumber('integratedGradients: steps', options.steps ?? 32, { min: 1, max: 1000, integer: true });
  const toBaseline = maskRegion(box({ x: 0, y: 0, width: 1, height: 1, units: 'relative' }), {
    fill: options.baseline ?? 'zero',
  });
  const { points, weights } = gaussLegendre(steps);
  return {
    name: 'integratedGradients',
    reads: 'magnitude',
    compute: async (context) => {
      const baseline = toBaseline(context.images);
      let sum = tf.zerosLike(context.images);
      try {
        for (let step = 0; step < steps; step++) {
          const next = tf.tidy(() => {
            const images = tf.add<tf.Tensor4D>(
              baseline,
              tf.mul(tf.sub(context.images, baseline), points[step] as number),
            );
            return tf.add<tf.Tensor4D>(sum, tf.mul(gradientAt(context, images), weights[step] as number));
          });
          sum.dispose();
          sum = next;
          await context.pause((step + 1) / steps);
        }
        return await withCompleteness(context, baseline, sum);
      } finally {
        tf.dispose([baseline, sum]);
      }
    },
  };
}

async function withCompleteness(
  { images, logits, classify, score }: MethodContext,
  baseline: tf.Tensor4D,
  mean: tf.Tensor4D,
) {
  const raw = tf.tidy(() => tf.sum(tf.mul(mean, tf.sub(images, baseline)), 3) as tf.Tensor3D);
  const [attributed, difference] = tf.tidy(() => [
    tf.sum(raw, [1, 2]),
    tf.sub(score(logits), score(classify(baseline))),
  ]) as [tf.Tensor1D, tf.Tensor1D];
  try {
    const details = {
      attributed: Array.from(await attributed.data()),
      difference: Array.from(await difference.data()),
    };
    return { raw, details };
  } finally {
    tf.dispose([attributed, difference]);
  }
}
