import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { FacePerturbError, show } from '../support/errors.js';
import type { Classifier } from './types.js';

/** A classifier as the methods see it. */
export interface ClassifierHandle {
  /** The layered model, where it is one. */
  readonly model: LayersModel | undefined;
  /** Images [B,H,W,C] to outputs [B,K] in inference mode. */
  classify(images: tf.Tensor4D): tf.Tensor2D;
}

/**
 * Wraps a classifier, told apart by structure: two copies of a package make `instanceof` useless.
 *
 * @throws FacePerturbError `invalid-argument` when it is neither kind, or a model with several inputs or outputs.
 */
export function openClassifier(what: string, classifier: Classifier): ClassifierHandle {
  const model = isLayersModel(classifier) ? classifier : undefined;
  if (model) checkSingle(what, model);
  else if (typeof (classifier as { predict?: unknown } | null)?.predict !== 'function') {
    throw notAClassifier(what, show(classifier));
  }
  const run = model
    ? (images: tf.Tensor4D) => model.apply(images, { training: false })
    : (images: tf.Tensor4D) => classifier.predict(images);
  return { model, classify: (images) => checkOutput(what, guarded(what, run, images), images.shape[0]) };
}

/** Throws when a layered model cannot take images of this shape. */
export function checkFits(what: string, model: LayersModel, images: tf.Tensor4D): void {
  const wanted = model.inputs[0]?.shape ?? [];
  const fits =
    wanted.length === 4 && wanted.every((size, at) => size === null || at === 0 || size === images.shape[at]);
  if (fits) return;
  throw new FacePerturbError(`${what}: images`, {
    code: 'invalid-shape',
    expected: `the model's input shape [${wanted.map((size) => size ?? 'any').join(', ')}]`,
    received: `[${images.shape.join(', ')}]`,
  });
}

function isLayersModel(value: unknown): value is LayersModel {
  const model = value as Partial<LayersModel> | null;
  return Array.isArray(model?.layers) && Array.isArray(model.inputs) && typeof model.apply === 'function';
}

function checkSingle(what: string, model: LayersModel): void {
  if (model.inputs.length === 1 && model.outputs.length === 1) return;
  throw new FacePerturbError(`${what}: classifier`, {
    code: 'invalid-argument',
    expected: 'a model with one input and one output',
    received: `${model.inputs.length} inputs and ${model.outputs.length} outputs`,
    fix: 'Wrap it: { predict: (images) => logits }.',
  });
}

function guarded(what: string, run: (images: tf.Tensor4D) => unknown, images: tf.Tensor4D): unknown {
  try {
    return run(images);
  } catch (cause) {
    if (cause instanceof FacePerturbError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FacePerturbError(`${what}: the classifier failed on its images: ${reason}`, {
      code: 'invalid-argument',
      cause,
    });
  }
}

function checkOutput(what: string, output: unknown, batch: number): tf.Tensor2D {
  const single: unknown = Array.isArray(output) && output.length === 1 ? output[0] : output;
  const tensor = single as tf.Tensor2D;
  if (isTensor(single) && tensor.shape.length === 2 && tensor.shape[0] === batch) return tensor;
  throw new FacePerturbError(`${what}: what the classifier returned`, {
    code: 'invalid-shape',
    expected: `one tensor of logits [${batch}, classes]`,
    received: isTensor(single) ? `shape [${tensor.shape.join(', ')}]` : show(single),
    fix: 'Wrap the classifier: { predict: (images) => logits }.',
  });
}

function isTensor(value: unknown): value is tf.Tensor {
  const tensor = value as Partial<tf.Tensor> | null | undefined;
  return Array.isArray(tensor?.shape) && typeof tensor.dataSync === 'function';
}

function notAClassifier(what: string, received: string): FacePerturbError {
  return new FacePerturbError(`${what}: classifier`, {
    code: 'invalid-argument',
    expected: 'a tf.LayersModel or an object { predict(images) -> logits }',
    received,
  });
}
