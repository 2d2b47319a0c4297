import * as tf from '@tensorflow/tfjs-core';
import { FacePerturbError } from '../../support/errors.js';
import { listed } from '../layers.js';
import type { AttentionMethod, Layer, LayerQuery, MethodContext } from '../types.js';

/** A layer that weighs the pixels of its input and says by how much. */
interface GateLayer extends Layer {
  /** Features [B,h,w,C] to the weight of each pixel, [B,h,w,1]. */
  attention(features: tf.Tensor4D): tf.Tensor4D;
}

/**
 * The output of a CBAM spatial gate (Woo et al. 2018), the attention of the paper's phase 1: how much of each pixel
 * the gate lets through. Resized bilinearly to the image where the gate stands on a smaller feature map.
 *
 * A gate is any layer with a method `attention(features)`. The map does not depend on the target.
 */
export const spatialGate: AttentionMethod = {
  name: 'spatialGate',
  reads: 'positive',
  findLayer: findGate,
  compute: (context) => tf.tidy(() => gateMap(context)),
};

function findGate({ all, chosen }: LayerQuery): Layer {
  const gates = all.filter(({ layer }) => isGate(layer));
  if (chosen && isGate(chosen.layer)) return chosen.layer;
  if (!chosen && gates.length === 1) return (gates[0] as { layer: Layer }).layer;
  throw new FacePerturbError('attentionMap: spatialGate', {
    code: chosen ? 'invalid-option' : 'invalid-argument',
    expected: 'a layer with a method attention(features)',
    received: chosen ? `'${chosen.path}', which has none` : `${gates.length} such layers`,
    fix:
      gates.length > 0
        ? `Set the option 'layer' to one of ${listed(gates)}.`
        : "Put a SpatialGate into the model, or use the method 'inputGradient'.",
  });
}

function isGate(layer: Layer | undefined): layer is GateLayer {
  return typeof (layer as Partial<GateLayer> | undefined)?.attention === 'function';
}

function gateMap({ images, watched }: MethodContext): tf.Tensor3D {
  const { layer, input } = watched as { layer: Layer; input: tf.Tensor4D };
  const [batch, height, width] = images.shape;
  const attention = (layer as GateLayer).attention(input);
  if (attention.shape.length !== 4 || attention.shape[3] !== 1) {
    throw new FacePerturbError(`attentionMap: attention of layer '${layer.name}'`, {
      code: 'invalid-shape',
      expected: 'a tensor [batch, height, width, 1]',
      received: `shape [${attention.shape.join(', ')}]`,
    });
  }
  const same = attention.shape[1] === height && attention.shape[2] === width;
  const resized = same ? attention : tf.image.resizeBilinear(attention, [height, width], false, true);
  return tf.reshape(resized, [batch, height, width]);
}
