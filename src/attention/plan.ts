import type * as tf from '@tensorflow/tfjs-core';
import { checkImageBatch, checkNotAborted, checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { fittingBatchSize } from './batchSize.js';
import { checkFits, openClassifier } from './classifier.js';
import type { ClassifierHandle } from './classifier.js';
import { openFeatures } from './features.js';
import type { FeatureTap } from './features.js';
import { queryLayers } from './layers.js';
import { ATTENTION_METHODS, findMethod } from './methods/table.js';
import type { AttentionMethodName } from './methods/table.js';
import { checkTarget } from './targets.js';
import type { AttentionMethod, AttentionTarget, Classifier, NamedLayer } from './types.js';

/** Options of {@link attentionMap}. */
export interface AttentionOptions {
  /**
   * How the map is made: a built-in method by name, or your own.
   * @default 'inputGradient'
   */
  method?: AttentionMethodName | AttentionMethod;
  /**
   * What is explained: the predicted class, a class id for all images, a class id for each image, or a function of
   * the logits.
   * @default 'predicted'
   */
  target?: AttentionTarget;
  /**
   * The layer to look at, for methods that look inside a model: its name, its path in nested models
   * ("encoder/gate"), or its index in `model.layers`; of a graph model the name of a node.
   * @default the only gate for `spatialGate`; for class activation maps the last convolution, with the batch norm and activation layers
   * that directly follow it
   */
  layer?: string | number;
  /**
   * For methods that read magnitudes: keeps the sign in `values`, with 0.5 for zero, above it for the target and
   * below it against. `raw` is signed either way.
   * @default false
   */
  signed?: boolean;
  /**
   * Images in one forward pass, at least 1.
   * @default as many as `memoryLimit` allows, at most 64
   */
  batchSize?: number;
  /**
   * Memory in bytes that the outputs of a layered model's layers and their gradients may take; decides `batchSize` where that is not given.
   * One image is always taken.
   * @default 536870912 (512 MiB)
   */
  memoryLimit?: number;
  /**
   * Stops the work between two chunks, with an error of code `aborted`.
   * @default none: it runs to its end
   */
  signal?: AbortSignal;
  /**
   * Called after each chunk with the images done and the images in all; by methods of many passes also between those, with the parts
   * of images done.
   * @default none: nobody is told
   */
  onProgress?: (progress: { done: number; total: number }) => void;
}

/** The name that stands at the head of every message. */
export const WHAT = 'attentionMap';
const KNOWN = ['method', 'target', 'layer', 'signed', 'batchSize', 'memoryLimit', 'signal', 'onProgress'];
const MEMORY = 2 ** 29;

/** What one call does, checked. */
export interface Plan {
  method: AttentionMethod;
  classifier: ClassifierHandle;
  /** The layer that the method watches. */
  layer: NamedLayer | undefined;
  /** Where the method's feature maps are. */
  tap: FeatureTap | undefined;
  target: AttentionTarget;
  signed: boolean;
  batchSize: number;
  signal: AbortSignal | undefined;
  onProgress: AttentionOptions['onProgress'];
  total: number;
  height: number;
  width: number;
}

/**
 * Checks everything that can be checked before the classifier runs.
 *
 * @throws FacePerturbError as {@link attentionMap} says.
 */
export function makePlan(source: Classifier, images: tf.Tensor4D, options: AttentionOptions): Plan {
  const { method: wanted = 'inputGradient', target = 'predicted', signed = false, signal, onProgress } = options;
  checkOptionNames(WHAT, options, KNOWN);
  checkImageBatch(WHAT, images);
  checkNotAborted(WHAT, signal);
  const memoryLimit = checkNumber(`${WHAT}: memoryLimit`, options.memoryLimit ?? MEMORY, { min: 1 });
  const [total, height, width] = images.shape;
  if (images.size === 0) throw emptyImages(images.shape);
  checkTarget(WHAT, target, total);
  const method = findMethod(WHAT, wanted);
  checkCombination(method, options);
  const classifier = openClassifier(WHAT, source);
  if (classifier.model) checkFits(WHAT, classifier.model, images);
  const fitting = fittingBatchSize(classifier.model, [height, width], memoryLimit);
  const batchSize = checkNumber(`${WHAT}: batchSize`, options.batchSize ?? fitting, { min: 1, integer: true });
  const layer = method.findLayer && layerFor(method, classifier, options.layer);
  const tap = method.needsFeatures ? openFeatures(WHAT, classifier, options.layer) : undefined;
  return { method, classifier, layer, tap, target, signed, batchSize, signal, onProgress, total, height, width };
}

function layerFor(
  method: AttentionMethod,
  { model }: ClassifierHandle,
  choice: string | number | undefined,
): NamedLayer {
  if (!model) {
    throw new FacePerturbError(`${WHAT}: method '${method.name}'`, {
      code: 'invalid-argument',
      expected: 'a tf.LayersModel, whose layers it can see',
      received: 'a classifier of another kind',
      fix: "Use the method 'inputGradient'.",
    });
  }
  const query = queryLayers(WHAT, model, choice);
  const layer = (method.findLayer as NonNullable<AttentionMethod['findLayer']>)(query);
  return query.all.find((each) => each.layer === layer) ?? { path: layer.name, layer };
}

function checkCombination(method: AttentionMethod, { layer, signed }: AttentionOptions): void {
  if (signed !== undefined && typeof signed !== 'boolean') {
    throw wrongOption('signed', 'true or false', show(signed));
  }
  if (layer !== undefined && !looksInside(method)) {
    const names = Object.values<AttentionMethod>(ATTENTION_METHODS)
      .filter(looksInside)
      .map(({ name }) => `'${name}'`);
    throw wrongOption('layer', `a method that looks at a layer (${names.join(', ')})`, `method '${method.name}'`);
  }
  if (signed && method.reads !== 'magnitude') {
    throw wrongOption('signed', 'a method that reads magnitudes', `method '${method.name}', which has no sign`);
  }
}

function looksInside({ findLayer, needsFeatures }: AttentionMethod): boolean {
  return findLayer !== undefined || needsFeatures === true;
}

function emptyImages(shape: number[]): FacePerturbError {
  return new FacePerturbError(`${WHAT}: images`, {
    code: 'invalid-shape',
    expected: 'at least one image of at least one pixel',
    received: `shape [${shape.join(', ')}]`,
  });
}

function wrongOption(option: string, expected: string, received: string): FacePerturbError {
  return new FacePerturbError(`${WHAT}: ${option}`, { code: 'invalid-option', expected, received });
}
