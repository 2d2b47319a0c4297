export { attentionMap } from './attentionMap.js';
export { ATTENTION_METHODS, type AttentionMethodName } from './methods/table.js';
export { type AttentionOptions } from './plan.js';
export type {
  AttentionMap,
  AttentionMethod,
  AttentionTarget,
  Classifier,
  LayerQuery,
  MethodContext,
  NamedLayer,
  TargetFunction,
  WatchedLayer,
} from './types.js';
