export { denseNet121, type DenseNet121Options } from './denseNet121.js';
export { dpn26, type Dpn26Options } from './dpn26.js';
export { DualPath, type DualPathOptions } from './dualPath.js';
export { ensemble, type Ensemble, type EnsembleOptions } from './ensemble.js';
export { GroupedConvolution, type GroupedConvolutionOptions } from './groupedConvolution.js';
export { initialiseWeights } from './initialiseWeights.js';
export { INITIALISERS, type Initialiser } from './initialisers.js';
export { GATE_PLACES, type GatePlace, type NetworkOptions } from './networkOptions.js';
export {
  createNetwork,
  NETWORK_NAMES,
  NETWORKS,
  SLIM_MULTIPLIER,
  type NetworkName,
  type NetworkOptionsByName,
} from './networks.js';
export { resMasking, type ResMaskingOptions } from './resMasking.js';
export { resNet50, type ResNet50Options } from './resNet50.js';
export { HEADS, type ResidualHeadOptions } from './residual.js';
export { SeededDropout, type SeededDropoutOptions } from './seededDropout.js';
export { slimNetwork, type SlimNetworkOptions } from './slimNetwork.js';
export { SpatialGate, type SpatialGateOptions } from './spatialGate.js';
export { vgg16, type Vgg16Options } from './vgg16.js';
