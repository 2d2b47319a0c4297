import * as tf from '@tensorflow/tfjs-core';
import { FacePerturbError, show } from '../support/errors.js';
import { checkFeatures, checkOutput } from './checkOutput.js';
import type { ClassifierHandle } from './classifier.js';
import { differentiate } from './differentiate.js';
import { executeGraph } from './graphModel.js';
import { lastConvolution } from './lastConvolution.js';
import { queryLayers, watchLayer, withShiftedOutput } from './layers.js';
import type { FeatureMaps } from './types.js';

/** Where a classifier's feature maps can be read and moved. */
export interface FeatureTap {
  /** Names the place. */
  readonly name: string;
  /** Feature maps and outputs of one pass; the caller disposes both. */
  read(images: tf.Tensor4D): { features: tf.Tensor4D; logits: tf.Tensor2D };
  /** The outputs when `shift` is added to the feature maps; differentiable in `shift`. */
  shifted(images: tf.Tensor4D, features: tf.Tensor4D, shift: tf.Tensor4D): tf.Tensor2D;
}

/**
 * The place that the `layer` option names, or by default the last convolution with what directly follows it, or the cut of a
 * classifier of two functions.
 *
 * @throws FacePerturbError `invalid-option` when there is no such place, `invalid-argument` when the classifier has none.
 */
export function openFeatures(
  what: string,
  classifier: ClassifierHandle,
  choice: string | number | undefined,
): FeatureTap {
  if (classifier.model) return layerTap(what, classifier, choice);
  if (classifier.graph && typeof choice === 'string') return nodeTap(what, classifier, choice);
  if (classifier.split && choice === undefined) return splitTap(classifier);
  throw noPlace(what, classifier, choice);
}

/** The feature maps of one chunk, for a method. */
export function featureMaps(
  tap: FeatureTap,
  images: tf.Tensor4D,
  values: tf.Tensor4D,
  score: (logits: tf.Tensor2D) => tf.Tensor1D,
): FeatureMaps {
  // The gradient at a shift of zero is the gradient at the features: so no pass has to be cut in two.
  const scoreOf = (shift: tf.Tensor4D): tf.Tensor1D => score(tap.shifted(images, values, shift));
  return {
    name: tap.name,
    values,
    gradient: () => tf.tidy(() => differentiate(scoreOf, tf.zerosLike(values))),
  };
}

function layerTap(
  what: string,
  { model, classify }: ClassifierHandle,
  choice: string | number | undefined,
): FeatureTap {
  const { all, chosen } = queryLayers(what, model as NonNullable<typeof model>, choice);
  const { path, layer } = chosen ?? lastConvolution(what, all);
  return {
    name: path,
    read: (images) => {
      const { logits, watched } = watchLayer(what, layer, () => outOfTidy(() => classify(images)));
      watched.input.dispose();
      try {
        return { features: checkFeatures(what, `layer '${path}'`, watched.output, images.shape[0]), logits };
      } catch (error) {
        tf.dispose([watched.output, logits]);
        throw error;
      }
    },
    shifted: (images, _, shift) => withShiftedOutput(layer, shift, () => classify(images)),
  };
}

function nodeTap(what: string, { graph, classify }: ClassifierHandle, node: string): FeatureTap {
  const model = graph as NonNullable<typeof graph>;
  const [{ name: output }] = model.outputs as [{ name: string }];
  const read = (images: tf.Tensor4D): tf.Tensor => {
    try {
      return executeGraph(model, images, node);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new FacePerturbError(`${what}: layer '${node}' of the graph model: ${reason}`, {
        code: 'invalid-option',
        cause,
      });
    }
  };
  return {
    name: node,
    read: (images) => {
      const features = outOfTidy(() => checkFeatures(what, `node '${node}'`, read(images), images.shape[0]));
      try {
        return { features, logits: outOfTidy(() => classify(images)) };
      } catch (error) {
        features.dispose();
        throw error;
      }
    },
    shifted: (images, features, shift) => {
      const value = tf.add(features, shift);
      return checkOutput(what, executeGraph(model, images, output, { name: node, value }), images.shape[0]);
    },
  };
}

function splitTap({ split }: ClassifierHandle): FeatureTap {
  const { features, head } = split as NonNullable<typeof split>;
  return {
    name: 'features',
    read: (images) => {
      const values = outOfTidy(() => features(images));
      try {
        return { features: values, logits: outOfTidy(() => head(values)) };
      } catch (error) {
        values.dispose();
        throw error;
      }
    },
    shifted: (_, values, shift) => head(tf.add(values, shift)),
  };
}

/** The result as float32 and nothing else: a user's functions may leave tensors of their own behind. */
function outOfTidy<T extends tf.Tensor>(run: () => T): T {
  return tf.tidy(() => tf.cast(tf.clone(run()), 'float32'));
}

function noPlace(
  what: string,
  { graph, split }: ClassifierHandle,
  choice: string | number | undefined,
): FacePerturbError {
  if (split) {
    return new FacePerturbError(`${what}: layer`, {
      code: 'invalid-option',
      expected: 'no such option: a classifier { features, head } is looked at where it is cut',
      received: show(choice),
    });
  }
  return new FacePerturbError(`${what}: layer`, {
    code: graph ? 'invalid-option' : 'invalid-argument',
    expected: graph ? "the name of one of the graph model's nodes" : 'a classifier with feature maps to look at',
    received: graph ? show(choice) : 'an object { predict }',
    fix: graph
      ? "Set 'layer' to the node that gives the last feature maps [batch, height, width, channels]."
      : "Give a tf.LayersModel or { features(images), head(features) }, or use the method 'inputGradient' or 'occlusion'.",
  });
}
