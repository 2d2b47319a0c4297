// The companion WebAssembly module: loops on the tfjs wasm backend's own memory, addressed in bytes.
// It allocates nothing and holds no data segment, so nothing of the backend's is overwritten.

export { packPanels, panelBytes, product, transposedProduct } from './product';
export { shape } from './shape';
export { convolve, filterGradient, inputGradient, turnFilter } from './convolution';
export { winogradBytes, winogradConvolve, winogradFilter, winogradFilterGradient, winogradTurnedFilter } from './winograd';
export { depthwiseFilterGradient, depthwiseInputGradient } from './depthwise';
export { maxPool, maxPoolGradient } from './pooling';
export { channelSums } from './reductions';
export { batchNorm, batchNormGradient } from './batchNorm';
export { reluGradient } from './relu';
export { dropout } from './dropout';
export { copyRows } from './concat';
export { sgd } from './sgd';
export { segmentSums } from './segments';
