export { fileCheckpoint } from './checkpoint.js';
export { readClassFolders, type ReadClassFoldersOptions } from './readClassFolders.js';
export { readDataset, type ReadDatasetOptions } from './readDataset.js';
export { readFer2013File } from './readFer2013File.js';
export { readPackedFer2013, type ReadPackedOptions } from './readPackedFer2013.js';
export type { ReadDataset, ReadFer2013Options } from '../data/fer2013/readFer2013.js';
export type { DatasetReport } from '../data/report.js';
export { cachedLandmarks } from './landmarks/cachedLandmarks.js';
export { nodeFaceLandmarker, type NodeFaceLandmarkerOptions } from './landmarks/nodeFaceLandmarker.js';
