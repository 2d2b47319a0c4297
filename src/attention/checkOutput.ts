import type * as tf from '@tensorflow/tfjs-core';
import { FacePerturbError, show } from '../support/errors.js';

/** What a classifier returned, once it is seen to be logits [batch, classes]; a list of one tensor counts as the tensor. */
export function checkOutput(what: string, output: unknown, batch: number): tf.Tensor2D {
  const single: unknown = Array.isArray(output) && output.length === 1 ? output[0] : output;
  const tensor = single as tf.Tensor2D;
  if (isTensor(single) && tensor.shape.length === 2 && tensor.shape[0] === batch) return tensor;
  throw new FacePerturbError(`${what}: what the classifier returned`, {
    code: 'invalid-shape',
    expected: `one tensor of logits [${batch}, classes]`,
    received: inWords(single),
    fix: 'Wrap the classifier: { predict: (images) => logits }.',
  });
}

/**
 * Feature maps, once they are seen to be [batch, height, width, channels].
 *
 * @param source - What gave them, for the message.
 */
export function checkFeatures(what: string, source: string, output: unknown, batch: number): tf.Tensor4D {
  const tensor = output as tf.Tensor4D;
  if (isTensor(output) && tensor.shape.length === 4 && tensor.shape[0] === batch && tensor.size > 0) return tensor;
  throw new FacePerturbError(`${what}: what ${source} gives`, {
    code: 'invalid-option',
    expected: `feature maps [${batch}, height, width, channels]`,
    received: inWords(output),
    fix: 'Look at a layer before the features lose their rows and columns.',
  });
}

function inWords(value: unknown): string {
  return isTensor(value) ? `shape [${value.shape.join(', ')}]` : show(value);
}

function isTensor(value: unknown): value is tf.Tensor {
  const tensor = value as Partial<tf.Tensor> | null | undefined;
  return Array.isArray(tensor?.shape) && typeof tensor.dataSync === 'function';
}
