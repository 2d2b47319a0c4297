import type { layers } from '@tensorflow/tfjs-layers';

/** The arguments every tfjs layer takes (`name`, `trainable`, `inputShape`, ...). */
export type LayerArguments = NonNullable<ConstructorParameters<typeof layers.Layer>[0]>;

/** Their names, for checking options, and what tfjs adds to the options of a layer that it reads from a file. */
export const LAYER_ARGUMENT_NAMES: readonly string[] = [
  'inputShape',
  'batchInputShape',
  'batchSize',
  'dtype',
  'name',
  'trainable',
  'weights',
  'inputDType',
  'customObjects',
];
