export { chooseClusterCount } from './chooseClusterCount.js';
export type { ClusterCountChoice, ClusterCountOptions, ClusterCountScore } from './chooseClusterCount.js';
export { clusterEachImage } from './clusterEachImage.js';
export { clusterPixels } from './clusterPixels.js';
export { clusterPixelsBy } from './clusterPixelsBy.js';
export type { ClusterByOptions, GroupClusters, PixelClustersByGroup } from './clusterPixelsBy.js';
export type { GroupKey } from './groups.js';
export type { ClusterInTurnOptions } from './inTurn.js';
export { nameClusters } from './nameClusters.js';
export type { NameClustersOptions, NamedCluster } from './nameClusters.js';
export type { ClusterOptions } from './options.js';
export { restoreClusters } from './pixelClusters.js';
export type { RegionOverlap, RegionOverlaps } from './regionOverlap.js';
export type {
  AttentionSource,
  ClusterCentroid,
  MapFacts,
  PixelClusters,
  PixelClustersRecord,
  PlainAttention,
} from './types.js';
