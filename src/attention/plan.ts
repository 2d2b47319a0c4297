import type * as tf from '@tensorflow/tfjs-core';
import { checkImageBatch, checkNotAborted, checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { checkFits, openClassifier } from './classifier.js';
import type { ClassifierHandle } from './classifier.js';
import { queryLayers } from './layers.js';
import { ATTENTION_METHODS, findMethod } from './methods/table.js';
import type { AttentionMethodName } from './methods/table.js';
import { checkTarget } from './targets.js';
import type { AttentionMethod, AttentionTarget, Classifier, Layer } from './types.js';

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
   * ("encoder/gate"), or its index in `model.layers`.
   * @default the only one that fits
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
   * @default 64
   */
  batchSize?: number;
  /** Stops the work between two chunks, with an error of code `aborted`. */
  signal?: AbortSignal;
  /** Called after each chunk with the images done and the images in all. */
  onProgress?: (progress: { done: number; total: number }) => void;
}

/** The name that stands at the head of every message. */
export const WHAT = 'attentionMap';
const KNOWN = ['method', 'target', 'layer', 'signed', 'batchSize', 'signal', 'onProgress'];

/** What one call does, checked. */
export interface Plan {
  method: AttentionMethod;
  classifier: ClassifierHandle;
  layer: Layer | undefined;
  target: AttentionTarget;
  signed: boolean;
  batchSize: number;
  signal: AbortSignal | undefined;
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
  const { method: wanted = 'inputGradient', target = 'predicted', signed = false, batchSize = 64, signal } = options;
  checkOptionNames(WHAT, options, KNOWN);
  checkImageBatch(WHAT, images);
  checkNotAborted(WHAT, signal);
  checkNumber(`${WHAT}: batchSize`, batchSize, { min: 1, integer: true });
  const [total, height, width] = images.shape;
  if (images.size === 0) throw emptyImages(images.shape);
  checkTarget(WHAT, target, total);
  const method = findMethod(WHAT, wanted);
  checkCombination(method, options);
  const classifier = openClassifier(WHAT, source);
  if (classifier.model) checkFits(WHAT, classifier.model, images);
  const layer = method.findLayer && layerFor(method, classifier, options.layer);
  return { method, classifier, layer, target, signed, batchSize, signal, total, height, width };
}

function layerFor(method: AttentionMethod, { model }: ClassifierHandle, choice: string | number | undefined): Layer {
  if (model) return (method.findLayer as NonNullable<AttentionMethod['findLayer']>)(queryLayers(WHAT, model, choice));
  throw new FacePerturbError(`${WHAT}: method '${method.name}'`, {
    code: 'invalid-argument',
    expected: 'a tf.LayersModel, whose layers it can see',
    received: 'an object { predict }',
    fix: "Use the method 'inputGradient'.",
  });
}

function checkCombination(method: AttentionMethod, { layer, signed }: AttentionOptions): void {
  if (signed !== undefined && typeof signed !== 'boolean') {
    throw wrongOption('signed', 'true or false', show(signed));
  }
  if (layer !== undefined && !method.findLayer) {
    const those = Object.values<AttentionMethod>(ATTENTION_METHODS).filter((each) => each.findLayer);
    const names = those.map(({ name }) => `'${name}'`).join(', ');
    throw wrongOption('layer', `a method that looks at a layer (${names})`, `method '${method.name}'`);
  }
  if (signed && method.reads !== 'magnitude') {
    throw wrongOption('signed', 'a method that reads magnitudes', `method '${method.name}', which has no sign`);
  }
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
