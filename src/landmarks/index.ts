export { meanShape } from './meanShape.js';
export type { MeanShapeOptions } from './meanShape.js';
export { meanShapeSource } from './meanShapeSource.js';
export { createLandmarkSource } from './source.js';
export type {
  DetectedFace,
  DetectOptions,
  FoundFace,
  LandmarkSettings,
  LandmarkSource,
  LandmarkSourceParts,
} from './source.js';
export { picturesOf } from './picture.js';
export type { CheckedPicture, LandmarkPicture, PictureBytes, PictureFacts, PictureStore } from './picture.js';
export { givenLandmarks } from './givenLandmarks.js';
export type { GivenFace, GivenFaces, GivenLandmarksOptions, GivenPicture, GivenPoint } from './givenLandmarks.js';
export { enlargeSmallPictures } from './enlargeSmallPictures.js';
export type { SmallPictureOptions } from './enlargeSmallPictures.js';
export { withFallback } from './withFallback.js';
export { mainFace } from './mainFace.js';
export { landmarkCoverage } from './coverage.js';
export type { LandmarkCoverage } from './coverage.js';
export { landmarksOfDataset } from './landmarksOfDataset.js';
export type {
  DatasetLandmarks,
  LandmarkCache,
  LandmarkCacheReport,
  LandmarkProgress,
  LandmarksOfDatasetOptions,
} from './landmarksOfDataset.js';
export { mediapipeLandmarks } from './mediapipe/mediapipeLandmarks.js';
export type { MediapipeLandmarksOptions, MediapipeWasmFiles } from './mediapipe/mediapipeLandmarks.js';
export type { FaceLandmarkerOptions } from './mediapipe/landmarkerSource.js';
export type { PackedFace } from './packedFaces.js';
