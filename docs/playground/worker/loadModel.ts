import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { loadGraphModel } from '@tensorflow/tfjs-converter';
import { input, layers, loadLayersModel, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Classifier } from '../../../src/attention/index.js';
import { DualPath, GroupedConvolution, SeededDropout, SpatialGate } from '../../../src/models/index.js';
import type { ModelFiles } from './modelFiles.js';

type GraphModel = Awaited<ReturnType<typeof loadGraphModel>>;

/** A model that is loaded. */
export type LoadedModel = LayersModel | GraphModel;

/** Our layers, which models may be made of. Naming them here keeps them in the bundle. */
const OUR_LAYERS = [DualPath, GroupedConvolution, SeededDropout, SpatialGate];

/** Side that a model is given which takes any. */
const ANY_SIDE = 96;

/** What a model takes. */
export interface ModelInput {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
}

/** Builds the model of layers, or of a converted graph. */
export async function loadModel({ artifacts, kind, name }: ModelFiles): Promise<LoadedModel> {
  try {
    if (kind === 'layers') return await loadLayersModel(tf.io.fromMemory(artifacts));
    const { loadGraphModel } = await import('@tensorflow/tfjs-converter');
    return await loadGraphModel(tf.io.fromMemory(artifacts));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const known = OUR_LAYERS.map(({ className }) => className).join(', ');
    throw new Error(`“${name}” could not be built: ${reason} (Layers known here: those of tfjs, and ${known}.)`, {
      cause,
    });
  }
}

/** Height, width and channels; a side that the model leaves open is 96. */
export function inputOfModel({ inputs }: LoadedModel): ModelInput {
  const shape = inputs[0]?.shape as readonly (number | null)[] | undefined;
  const [, height, width, channels] = shape ?? [];
  if (inputs.length !== 1 || shape?.length !== 4 || (channels !== 1 && channels !== 3)) {
    const received = inputs.length === 1 ? `an input of shape [${shape?.join(', ')}]` : `${inputs.length} inputs`;
    throw new Error(`A model must take pictures [batch, height, width, 1 or 3]; this one has ${received}.`);
  }
  const side = (size: number | null | undefined) => (size && size > 0 ? size : ANY_SIDE);
  return { height: side(height), width: side(width), channels };
}

/** The model for images in [0, 1]. One of layers stays one, so that every method of attention can look into it. */
export function inRange(loaded: LoadedModel, [black, white]: readonly [number, number], size: ModelInput): Classifier {
  if (black === 0 && white === 1) return loaded;
  const scale = white - black;
  if (!('layers' in loaded)) {
    return { predict: (images: Tensor4D) => loaded.predict(tf.add(tf.mul(images, scale), black)) as Tensor };
  }
  const inputs = input({ shape: [size.height, size.width, size.channels] });
  const scaled = layers.rescaling({ scale, offset: black }).apply(inputs) as SymbolicTensor;
  return model({ inputs, outputs: loaded.apply(scaled) as SymbolicTensor });
}
