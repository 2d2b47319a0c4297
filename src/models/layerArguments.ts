import type { layers } from '@tensorflow/tfjs-layers';

/** The arguments every tfjs layer takes (`name`, `trainable`, `inputShape`, ...). */
export type LayerArguments = NonNullable<ConstructorParameters<typeof layers.Layer>[0]>;

/** Their names, for checking options; a layer read from a file is given these too. */
export const LAYER_ARGUMENT_NAMES = [
  'inputShape',
  'batchInputShape',
  'batchSize',
  'dtype',
  'name',
  'trainable',
  'weights',
  'inputDType',
] as const satisfies readonly (keyof LayerArguments)[];
