import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { FacePerturbError, show } from '../support/errors.js';
import type { Layer, LayerQuery, NamedLayer, WatchedLayer } from './types.js';

/**
 * Lists a model's layers for a method to choose from, and finds the one the caller named.
 *
 * @param choice - A layer's name, its path in nested models ("encoder/gate"), or its index in `model.layers`.
 * @throws FacePerturbError `invalid-option` when there is no such layer.
 */
export function queryLayers(what: string, model: LayersModel, choice: string | number | undefined): LayerQuery {
  const all = listLayers(model);
  if (choice === undefined) return { all, chosen: undefined };
  const layer = typeof choice === 'number' ? model.layers[choice] : undefined;
  const chosen = all.find((each) => each.layer === layer || each.path === choice || each.layer.name === choice);
  if (chosen) return { all, chosen };
  throw new FacePerturbError(`${what}: layer`, {
    code: 'invalid-option',
    expected: `the name of a layer, or an index from 0 to ${model.layers.length - 1}`,
    received: show(choice),
    fix: `The model has ${listed(all)}.`,
  });
}

/** Names layers in a message. */
export function listed(layers: readonly NamedLayer[]): string {
  const shown = layers.slice(0, 12).map(({ path }) => `'${path}'`);
  return layers.length > shown.length
    ? `${shown.join(', ')} and ${layers.length - shown.length} more`
    : shown.join(', ');
}

/** Every layer, outermost first, those of nested models after the model that holds them. */
export function listLayers(model: LayersModel, prefix = ''): NamedLayer[] {
  return model.layers.flatMap((layer) => {
    const path = prefix + layer.name;
    const inner = (layer as Partial<LayersModel>).layers;
    const nested = Array.isArray(inner) ? listLayers(layer as unknown as LayersModel, `${path}/`) : [];
    return [{ path, layer }, ...nested];
  });
}

/**
 * Runs a forward pass and keeps what goes into and comes out of one layer. The caller disposes all tensors.
 *
 * The layer's `call` is wrapped for the length of the pass. A sub-model up to the layer would need each enclosing
 * model rebuilt around it, and tensors of the user's own copy of tfjs-layers handed to ours.
 *
 * @throws FacePerturbError `invalid-option` when the layer ran several times or not at all.
 */
export function watchLayer(what: string, layer: Layer, pass: () => tf.Tensor2D): WatchedPass {
  const seen: tf.Tensor[] = [];
  const keepBoth = (output: Tensors, inputs: Tensors): Tensors => {
    seen.push(keepOnly(inputs), keepOnly(output));
    return output;
  };
  try {
    const logits = whileCalling(layer, keepBoth, pass);
    const [input, output, ...more] = seen;
    if (input && output && more.length === 0) return { logits, watched: { layer, input, output } };
    seen.push(logits);
    throw notOnce(what, layer, (seen.length - 1) / 2);
  } catch (error) {
    tf.dispose(seen);
    throw error;
  }
}

/** Runs a forward pass in which `shift` is added to one layer's output. */
export function withShiftedOutput<T>(layer: Layer, shift: tf.Tensor, pass: () => T): T {
  return whileCalling(
    layer,
    (output) => tf.add(Array.isArray(output) ? (output[0] as tf.Tensor) : output, shift),
    pass,
  );
}

type Tensors = tf.Tensor | tf.Tensor[];

/** Puts `change` behind the layer's `call` for the length of a pass. */
function whileCalling<T>(layer: Layer, change: (output: Tensors, inputs: Tensors) => Tensors, pass: () => T): T {
  const own = Object.getOwnPropertyDescriptor(layer, 'call');
  const call = layer.call;
  layer.call = (inputs, kwargs) => change(call.call(layer, inputs, kwargs), inputs);
  try {
    return pass();
  } finally {
    if (own) Object.defineProperty(layer, 'call', own);
    else Reflect.deleteProperty(layer, 'call');
  }
}

/** A forward pass and what it did in one layer. */
export interface WatchedPass {
  logits: tf.Tensor2D;
  watched: WatchedLayer;
}

function keepOnly(tensors: tf.Tensor | tf.Tensor[]): tf.Tensor {
  const [first] = Array.isArray(tensors) ? tensors : [tensors];
  return tf.keep(tf.clone(first as tf.Tensor));
}

function notOnce(what: string, layer: Layer, times: number): FacePerturbError {
  return new FacePerturbError(`${what}: layer`, {
    code: 'invalid-option',
    expected: 'a layer that runs once in a forward pass',
    received: `'${layer.name}', which runs ${times} times`,
  });
}
