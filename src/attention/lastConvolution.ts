import { FacePerturbError } from '../support/errors.js';
import { listed } from './layers.js';
import type { Layer, NamedLayer } from './types.js';

/** What belongs to a convolution when it is a layer of its own right behind it. */
const COMPLETING = ['BatchNormalization', 'Activation', 'ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'ThresholdedReLU'];

/**
 * The last convolution of a model, or the last of the batch norm and activation layers that directly follow it: class activation maps are
 * made for activations, and networks differ in whether those are layers of their own.
 *
 * @param layers - Those of the model in the order in which they run.
 * @throws FacePerturbError `invalid-argument` when there is no convolution.
 */
export function lastConvolution(what: string, layers: readonly NamedLayer[]): NamedLayer {
  const convolution = layers.findLast(({ layer }) => isConvolution(layer));
  if (!convolution) {
    throw new FacePerturbError(`${what}: layer`, {
      code: 'invalid-argument',
      expected: 'a model with a convolution whose output is [batch, height, width, channels]',
      received: `a model without: ${listed(layers)}`,
      fix: "Set 'layer' to the one that gives the last feature maps, or use a method that needs none, such as 'inputGradient'.",
    });
  }
  let last = convolution;
  for (let next = completing(last.layer); next; next = completing(next)) {
    const layer = next;
    last = layers.find((each) => each.layer === layer) ?? last;
  }
  return last;
}

function isConvolution(layer: Layer): boolean {
  const shape = layer.outputShape;
  return /conv/i.test(layer.getClassName()) && shape.length === 4 && !Array.isArray(shape[0]);
}

function completing(layer: Layer): Layer | undefined {
  const [only, ...others] = layer.outboundNodes;
  const next = only?.outboundLayer;
  return next && others.length === 0 && COMPLETING.includes(next.getClassName()) ? next : undefined;
}
