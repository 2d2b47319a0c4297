import type { layers, LayersModel } from '@tensorflow/tfjs-layers';
import { fusedBatchNorm } from './fusedBatchNorm.js';
import type { LayerCall } from './layerCall.js';
import { lazyConvolution } from './lazyConvolution.js';

/** The call that stands in for a layer's own in training, by the layer's class; each gives what the layer's own gives. */
const FASTER: Record<string, (layer: layers.Layer, original: LayerCall) => LayerCall> = {
  BatchNormalization: fusedBatchNorm,
  Conv2D: lazyConvolution,
};

/**
 * Lets the layers of a model, and of models nested in it, train faster. The layers stay tfjs's own, so that the model saves and loads as
 * ever; only their call is exchanged, and only for training on the backend that is active now.
 *
 * @returns Puts everything back.
 */
export function useFasterLayers(model: LayersModel): () => void {
  const restore = layersOf(model).map((layer) => {
    const faster = FASTER[layer.getClassName()];
    if (!faster) return () => {};
    const [own, original] = [Object.hasOwn(layer, 'call'), layer.call];
    layer.call = faster(layer, original);
    return () => {
      if (own) layer.call = original;
      else delete (layer as Partial<layers.Layer>).call;
    };
  });
  return () => restore.forEach((each) => each());
}

function layersOf(model: { layers: layers.Layer[] }): layers.Layer[] {
  return model.layers.flatMap((layer) =>
    'layers' in layer && Array.isArray(layer.layers) ? layersOf(layer as never) : [layer],
  );
}
