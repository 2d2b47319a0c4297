import type { FacialRegionName } from '../../regions/region.js';
import type { Emotion } from '../dataset.js';
import { areaOf, FACE_AREAS } from './actionUnits.js';
import type { ActionUnit, ActionUnits, FaceArea } from './actionUnits.js';
import { EXPRESSIONS } from './expressions.js';
import type { FaceParameters } from './parameters.js';
import type { Carrier } from './sampleFace.js';

/** What a synthetic face was drawn from, and where it carries its emotion. */
export interface SyntheticTruth {
  /** The emotion, and so the label. */
  readonly emotion: Emotion;
  /** The area that alone carries the emotion, or 'all'. */
  readonly carrier: Carrier;
  /** Names of the facial regions that carry the emotion, for `facialRegion`. */
  readonly regions: readonly FacialRegionName[];
  /**
   * Share of each area in the emotion: the intensities there of the action units that belong to it, as parts of their sum.
   * All 0 in a neutral face, and in one whose carrier has no unit of the emotion.
   */
  readonly shares: Readonly<Record<FaceArea, number>>;
  /** Intensities of the action units, those that have nothing to do with the emotion included. */
  readonly actionUnits: ActionUnits;
  /** All that the face was drawn from; `drawFace(parameters, { size: 224 })` draws it again larger. */
  readonly parameters: FaceParameters;
}

/** Facial regions that move in each area. What moves with them (lid creases, lip corners) reaches a little beyond. */
export const AREA_REGIONS: Readonly<Record<FaceArea, readonly FacialRegionName[]>> = {
  brows: ['leftBrow', 'rightBrow'],
  eyes: ['leftEye', 'rightEye'],
  nose: ['nose'],
  mouth: ['mouth'],
};

/** Says where a face carries its emotion. A neutral face carries it wherever an emotion could have shown. */
export function describeTruth(emotion: Emotion, carrier: Carrier, parameters: FaceParameters): SyntheticTruth {
  const { actionUnits } = parameters;
  const areas = carrier === 'all' ? FACE_AREAS : [carrier];
  const belonging = new Set(EXPRESSIONS[emotion].flat().map(({ unit }) => unit));
  const sums: Record<FaceArea, number> = { brows: 0, eyes: 0, nose: 0, mouth: 0 };
  for (const [unit, intensity] of Object.entries(actionUnits) as [ActionUnit, number][]) {
    if (belonging.has(unit) && areas.includes(areaOf(unit))) sums[areaOf(unit)] += intensity;
  }
  const total = FACE_AREAS.reduce((sum, area) => sum + sums[area], 0);
  const shares = Object.fromEntries(FACE_AREAS.map((area) => [area, total > 0 ? sums[area] / total : 0]));
  const carrying = total > 0 ? areas.filter((area) => sums[area] > 0) : areas;
  return {
    emotion,
    carrier,
    regions: carrying.flatMap((area) => AREA_REGIONS[area]),
    shares: shares as Record<FaceArea, number>,
    actionUnits,
    parameters,
  };
}
