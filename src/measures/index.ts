export { attentionShare, type AttentionShare, type RegionShare } from './attentionShare.js';
export { type ChangeKind, type ChangeOptions } from './changeFields.js';
export { compareMaps, type CompareOptions, type MapAgreement } from './compareMaps.js';
export { type AttentionCurve, type CurveOptions } from './curve.js';
export { deletionCurve } from './deletionCurve.js';
export { infidelity, type AttributionKind, type Infidelity, type InfidelityOptions } from './infidelity.js';
export { insertionCurve } from './insertionCurve.js';
export { type RegionMeasureOptions } from './namedRegions.js';
export { pointingGame, type PointingGame, type PointingOptions } from './pointingGame.js';
export { roadCurve, type RoadCurve, type RoadOptions, type RoadSide } from './roadCurve.js';
export { type ScoringOptions } from './scoring.js';
export { type MapMaker } from './mapChanges.js';
export { sensitivity, type Sensitivity, type SensitivityOptions } from './sensitivity.js';
export { sparseness, type Sparseness, type SparsenessIndex, type SparsenessOptions } from './sparseness.js';
export type {
  Estimate,
  ImageNotes,
  MapReading,
  MeasuredMap,
  Measurement,
  PlainMap,
  ScoreKind,
  TensorMap,
} from './types.js';
