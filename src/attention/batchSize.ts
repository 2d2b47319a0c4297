import type { LayersModel } from '@tensorflow/tfjs-layers';
import { listLayers } from './layers.js';

/** Images in one pass at most when memory would allow more. */
const MOST = 64;
/** Activations are kept for the gradient, and the gradient of each has its size. */
const WITH_GRADIENT = 2;
const BYTES = 4;

/**
 * How many images a forward and backward pass of a layered model can take within so much memory: by the sizes of all its layers'
 * outputs. What a function keeps is not known; it gets 64 images.
 *
 * @param size - Height and width of the images, for models that take any.
 * @param limit - Bytes.
 */
export function fittingBatchSize(
  model: LayersModel | undefined,
  size: readonly [number, number],
  limit: number,
): number {
  if (!model) return MOST;
  const bytes =
    listLayers(model).reduce((sum, { layer }) => sum + valuesOf(layer.outputShape, size), 0) * BYTES * WITH_GRADIENT;
  return Math.max(1, Math.min(MOST, Math.floor(limit / Math.max(bytes, 1))));
}

/** Values of one image's output; a side that is not known is at most the image's. */
function valuesOf(shape: readonly unknown[], size: readonly [number, number]): number {
  if (shape.some(Array.isArray)) return shape.reduce<number>((sum, each) => sum + valuesOf(each as unknown[], size), 0);
  const [, ...sides] = shape as (number | null)[];
  return sides.reduce<number>((product, side, at) => product * (side ?? size[at] ?? 1), 1);
}
