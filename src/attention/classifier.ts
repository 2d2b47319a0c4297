import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { FacePerturbError, show } from '../support/errors.js';
import { checkFeatures, checkOutput } from './checkOutput.js';
import { asGraphModel } from './graphModel.js';
import type { GraphModelLike } from './graphModel.js';
import type { Classifier, SplitClassifier } from './types.js';

/** A classifier as the methods see it. */
export interface ClassifierHandle {
  /** The layered model, where it is one. */
  readonly model: LayersModel | undefined;
  /** The graph model, where it is one. */
  readonly graph: GraphModelLike | undefined;
  /** The two functions, checked, where it is cut in two. */
  readonly split: CheckedSplit | undefined;
  /** Images [B,H,W,C] to outputs [B,K] in inference mode. */
  classify(images: tf.Tensor4D): tf.Tensor2D;
}

/** A {@link SplitClassifier} whose functions throw clear errors. */
export interface CheckedSplit {
  features(images: tf.Tensor4D): tf.Tensor4D;
  head(features: tf.Tensor4D): tf.Tensor2D;
}

/**
 * Wraps a classifier, told apart by structure: two copies of a package make `instanceof` useless.
 *
 * @throws FacePerturbError `invalid-argument` when it is of no known kind, or a model with several inputs or outputs.
 */
export function openClassifier(what: string, classifier: Classifier): ClassifierHandle {
  if (isLayersModel(classifier)) return openLayers(what, classifier);
  if (isSplit(classifier)) return openSplit(what, classifier);
  if (typeof (classifier as { predict?: unknown } | null)?.predict !== 'function') {
    throw notAClassifier(what, show(classifier));
  }
  const graph = asGraphModel(what, classifier);
  const classify = checked(what, (images) => classifier.predict(images));
  return { model: undefined, graph, split: undefined, classify };
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

function openLayers(what: string, model: LayersModel): ClassifierHandle {
  checkSingle(what, model);
  const classify = checked(what, (images) => model.apply(images, { training: false }));
  return { model, graph: undefined, split: undefined, classify };
}

function openSplit(what: string, classifier: SplitClassifier): ClassifierHandle {
  const split: CheckedSplit = {
    features: (images) =>
      checkFeatures(
        what,
        'features(images)',
        guarded(what, () => classifier.features(images)),
        images.shape[0],
      ),
    head: (features) =>
      checkOutput(
        what,
        guarded(what, () => classifier.head(features)),
        features.shape[0],
      ),
  };
  return { model: undefined, graph: undefined, split, classify: (images) => split.head(split.features(images)) };
}

function checked(what: string, run: (images: tf.Tensor4D) => unknown): ClassifierHandle['classify'] {
  return (images) =>
    checkOutput(
      what,
      guarded(what, () => run(images)),
      images.shape[0],
    );
}

function isLayersModel(value: unknown): value is LayersModel {
  const model = value as Partial<LayersModel> | null;
  return Array.isArray(model?.layers) && Array.isArray(model.inputs) && typeof model.apply === 'function';
}

function isSplit(value: unknown): value is SplitClassifier {
  const split = value as Partial<SplitClassifier> | null;
  return typeof split?.features === 'function' && typeof split.head === 'function';
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

function guarded(what: string, run: () => unknown): unknown {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof FacePerturbError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FacePerturbError(`${what}: the classifier failed on its images: ${reason}`, {
      code: 'invalid-argument',
      cause,
    });
  }
}

function notAClassifier(what: string, received: string): FacePerturbError {
  return new FacePerturbError(`${what}: classifier`, {
    code: 'invalid-argument',
    expected:
      'a tf.LayersModel, an object { predict(images) -> logits } or { features(images), head(features) -> logits }',
    received,
  });
}
