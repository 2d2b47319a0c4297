export { ACTION_UNIT_CODES, ACTION_UNITS, areaOf, FACE_AREAS } from './actionUnits.js';
export type { ActionUnit, ActionUnits, FaceArea } from './actionUnits.js';
export { drawFace, faceLandmarks } from './drawFace.js';
export type { DrawFaceOptions, DrawnFace } from './drawFace.js';
export { EXPRESSIONS, PASSING_MOVEMENTS } from './expressions.js';
export type { UnitRecipe } from './expressions.js';
export { averageFace, HAIR_STYLES, OCCLUDERS } from './parameters.js';
export type {
  FaceChanges,
  FaceIdentity,
  FaceParameters,
  HairStyle,
  HeadPose,
  Lighting,
  Occluder,
  PictureQuality,
} from './parameters.js';
export { CARRIERS, sampleFace } from './sampleFace.js';
export type { Carrier, SampleFaceOptions } from './sampleFace.js';
export { syntheticFaces, syntheticSplits } from './syntheticFaces.js';
export type {
  SyntheticDataset,
  SyntheticFacesOptions,
  SyntheticOptions,
  SyntheticSplits,
  SyntheticSplitsOptions,
} from './syntheticFaces.js';
export { AREA_REGIONS } from './truth.js';
export type { SyntheticTruth } from './truth.js';
