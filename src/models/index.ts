export { initialiseWeights } from './initialiseWeights.js';
export { GATE_PLACES, type GatePlace, type NetworkOptions } from './networkOptions.js';
export { SeededDropout, type SeededDropoutOptions } from './seededDropout.js';
export { slimNetwork, type SlimNetworkOptions } from './slimNetwork.js';
export { SpatialGate, type SpatialGateOptions } from './spatialGate.js';
export { vgg16, type Vgg16Options } from './vgg16.js';
