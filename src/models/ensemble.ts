import * as tf from '@tensorflow/tfjs-core';
import { openClassifier } from '../attention/classifier.js';
import type { Classifier } from '../attention/types.js';
import { checkChoice, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';

/** Options of {@link ensemble}. */
export interface EnsembleOptions {
  /**
   * What is averaged: the probabilities, or the logits (of which arXiv:2411.00824 takes the sum, with the same classes as a result).
   * @default 'probabilities'
   */
  average?: 'probabilities' | 'logits';
}

/** Several classifiers that speak as one. */
export interface Ensemble {
  /** Images [B,H,W,C] to logits [B,K]; the caller disposes them. */
  predict(images: tf.Tensor4D): tf.Tensor2D;
  /** Those who speak; disposing them is left to who made them. */
  readonly members: readonly Classifier[];
}

const WHAT = 'ensemble';

/**
 * Joins classifiers whose outputs are logits of the same classes. What `predict` gives are logits again: of the mean of
 * probabilities its logarithm, so that their softmax is the mean. It has gradients, and is a classifier for `attentionMap`,
 * `evaluate` and all else that takes `{ predict }`.
 *
 * @param members - At least one: layered models, or objects `{ predict(images) -> logits }`.
 * @throws FacePerturbError `invalid-argument` when there is no member or one is no classifier, `invalid-option` for a wrong option;
 *   `predict` throws `invalid-shape` when the members' logits differ in shape.
 * @example
 * const together = ensemble([resNet50({ seed: 1 }), denseNet121({ seed: 2 })]);
 * const map = await attentionMap(together, images);
 */
export function ensemble(members: readonly Classifier[], options: EnsembleOptions = {}): Ensemble {
  checkOptionNames(WHAT, options, ['average']);
  const average = checkChoice(`${WHAT}: average`, options.average ?? 'probabilities', ['probabilities', 'logits']);
  if (!Array.isArray(members) || members.length === 0) {
    throw new FacePerturbError(`${WHAT}: members`, {
      code: 'invalid-argument',
      expected: 'a list of at least one classifier',
      received: show(members),
    });
  }
  const handles = members.map((member, at) => openClassifier(`${WHAT}: members[${at}]`, member));
  return {
    members: [...members],
    predict: (images) =>
      tf.tidy(() => {
        const logits = checkSameShape(handles.map((handle) => handle.classify(images)));
        return average === 'logits' ? meanOf(logits) : logOfMeanProbability(logits);
      }),
  };
}

function meanOf(logits: tf.Tensor2D[]): tf.Tensor2D {
  return tf.mul(tf.addN(logits), 1 / logits.length);
}

/** log(mean of softmaxes), by way of logarithms, so that a probability of 1e-30 still counts. */
function logOfMeanProbability(logits: tf.Tensor2D[]): tf.Tensor2D {
  const logProbabilities = logits.map((each) => tf.logSoftmax(each));
  return tf.sub(tf.logSumExp(tf.stack(logProbabilities), 0), Math.log(logits.length));
}

function checkSameShape(logits: tf.Tensor2D[]): tf.Tensor2D[] {
  const [first] = logits as [tf.Tensor2D];
  for (const [at, { shape }] of logits.entries()) {
    if (shape[0] === first.shape[0] && shape[1] === first.shape[1]) continue;
    throw new FacePerturbError(`${WHAT}: logits of members[${at}]`, {
      code: 'invalid-shape',
      expected: `[${first.shape.join(', ')}] as of members[0]`,
      received: `[${shape.join(', ')}]`,
    });
  }
  return logits;
}
