/** Anything with layers: a `tf.LayersModel`, or a model nested in one. */
export interface HasLayers {
  /** The layers, each with a name that is unique among them. */
  readonly layers: readonly { readonly name: string }[];
}

/** A layer whose random choices follow from a key, such as `SeededDropout`. */
export interface Reseedable {
  /** From now on the layer draws the stream that this key names, from its start. */
  reseed(key: string): void;
}

/**
 * Gives every layer that makes random choices (every layer with a method `reseed(key)`) a key of its own:
 * `key/layer name`, and `key/model name/layer name` inside nested models.
 *
 * Called with the step's number before each training step, it makes a run that was stopped and resumed draw the same
 * dropout masks as one in a single piece.
 *
 * @returns How many layers were reseeded.
 */
export function reseedLayers(model: HasLayers, key: string): number {
  let count = 0;
  for (const layer of model.layers) {
    const own = `${key}/${layer.name}`;
    if (isReseedable(layer)) {
      layer.reseed(own);
      count++;
    } else if (hasLayers(layer)) {
      count += reseedLayers(layer, own);
    }
  }
  return count;
}

function isReseedable(layer: object): layer is Reseedable {
  return 'reseed' in layer && typeof layer.reseed === 'function';
}

function hasLayers(layer: object): layer is HasLayers {
  return 'layers' in layer && Array.isArray(layer.layers);
}
