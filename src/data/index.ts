export { EMOTIONS, type DatasetSplits, type Emotion, type ImageDataset } from './dataset.js';
export { checkDataset } from './checkDataset.js';
export { classCounts, datasetMean } from './statistics.js';
export { splitDataset, stratifiedSample, subset, type SplitOptions } from './subset.js';
export { batchIndices, shuffledBatches } from './batches.js';
export { centerCrops, centerWindow, tenCrops, tenCropWindows, type CropWindow } from './crops.js';

export { augmentBatch, type AugmentBatchOptions } from './augment.js';
export { augmentLandmarks, cropLandmarks } from './augmentLandmarks.js';
export {
  augmentationPresets,
  type Augmentation,
  type EraseOptions,
  type JitterOptions,
  type RotateOptions,
  type ScaleOptions,
  type TranslateOptions,
} from './augmentation.js';

export type { ByteSource } from './fer2013/byteSource.js';
export { readFer2013, type ReadDataset, type ReadFer2013Options } from './fer2013/readFer2013.js';
export { fer2013Rows, type Fer2013RowsOptions, type SkippedItem } from './fer2013/rows.js';
export type { Fer2013Row } from './fer2013/rowParser.js';
export { writeFer2013Csv } from './fer2013/writeFer2013Csv.js';
export {
  FER2013_USAGES,
  OFFICIAL_CLASS_COUNTS,
  OFFICIAL_COUNTS,
  SPLIT_NAMES,
  UNLABELLED,
  type Fer2013Usage,
  type SplitName,
} from './fer2013/format.js';
export type { DatasetReport, SplitCounts } from './report.js';

export * from './ferPlus/index.js';

export * from './synthetic/index.js';

export * from './pictures/index.js';
export { makeMaskFer, type MakeMaskFerOptions, type MaskFer, type MaskFerParameters } from './maskFer.js';
export type { MaskFerCoverage, MaskFerLandmarks } from './maskFerLandmarks.js';
export type { MaskFerLook } from './maskFerMask.js';
