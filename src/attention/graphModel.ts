import type * as tf from '@tensorflow/tfjs-core';
import { FacePerturbError } from '../support/errors.js';

/** The part of `tf.GraphModel` that is used here. */
export interface GraphModelLike {
  readonly inputs: readonly { readonly name: string }[];
  readonly outputs: readonly { readonly name: string }[];
  execute(inputs: Record<string, tf.Tensor>, outputs: string | string[]): tf.Tensor | tf.Tensor[];
}

/**
 * The classifier as a graph model, when it is one, told by its structure.
 *
 * @throws FacePerturbError `invalid-argument` when it has several inputs or outputs.
 */
export function asGraphModel(what: string, classifier: object): GraphModelLike | undefined {
  const model = classifier as Partial<GraphModelLike>;
  if (typeof model.execute !== 'function' || !Array.isArray(model.inputs) || !Array.isArray(model.outputs)) {
    return undefined;
  }
  if (model.inputs.length === 1 && model.outputs.length === 1) return model as GraphModelLike;
  throw new FacePerturbError(`${what}: classifier`, {
    code: 'invalid-argument',
    expected: 'a graph model with one input and one output',
    received: `${model.inputs.length} inputs and ${model.outputs.length} outputs (${model.outputs.map(({ name }) => `'${name}'`).join(', ')})`,
    fix: "Wrap it: { predict: (images) => model.execute({ 'its input': images }, 'its logits') }.",
  });
}

/**
 * Runs a graph model from its input, with another tensor in the place of one node's output.
 *
 * @param node - Name of the node, and the tensor to go on from; undefined runs it as it is.
 * @param output - Name of the node whose output is wanted.
 */
export function executeGraph(
  model: GraphModelLike,
  images: tf.Tensor4D,
  output: string,
  node?: { readonly name: string; readonly value: tf.Tensor },
): tf.Tensor {
  const [input] = model.inputs as [{ name: string }];
  const result = model.execute({ [input.name]: images, ...(node && { [node.name]: node.value }) }, output);
  return Array.isArray(result) ? (result[0] as tf.Tensor) : result;
}
