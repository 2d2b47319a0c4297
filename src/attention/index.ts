export { attentionMap } from './attentionMap.js';
export { integratedGradients, type IntegratedGradientsOptions } from './methods/integratedGradients.js';
export { occlusion, type OcclusionOptions } from './methods/occlusion.js';
export { regionOcclusion, type RegionOcclusionOptions } from './methods/regionOcclusion.js';
export { rise, type RiseOptions } from './methods/rise.js';
export { smoothGrad, type SmoothGradOptions } from './methods/smoothGrad.js';
export { ATTENTION_METHODS, type AttentionMethodName } from './methods/table.js';
export { type AttentionOptions } from './plan.js';
export type {
  AttentionMap,
  AttentionMethod,
  AttentionTarget,
  Classifier,
  FeatureMaps,
  LayerQuery,
  MethodContext,
  MethodResult,
  NamedLayer,
  PredictingClassifier,
  SplitClassifier,
  TargetFunction,
  WatchedLayer,
} from './types.js';
