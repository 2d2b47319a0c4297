export { clusterPixels, type ClusterOptions } from './clusterPixels.js';
export { restoreClusters } from './pixelClusters.js';
export type { AttentionSource, ClusterCentroid, PixelClusters, PixelClustersRecord, PlainAttention } from './types.js';
