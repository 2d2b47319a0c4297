import type { layers } from '@tensorflow/tfjs-layers';

/** A layer's computation. */
export type LayerCall = layers.Layer['call'];
