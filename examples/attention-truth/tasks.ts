import type { Emotion } from '../../src/data/dataset.js';
import type { FaceArea } from '../../src/data/synthetic/index.js';
import { complement, facialRegion, grow, subtract, union } from '../../src/regions/index.js';
import type { FacialRegionName, Region } from '../../src/regions/index.js';

/** Faces on which one area alone tells the emotion. */
export interface TruthTask {
  readonly carrier: FaceArea;
  /** Emotions that the area tells apart. */
  readonly emotions: readonly Emotion[];
}

export const TRUTH_TASKS: readonly TruthTask[] = [
  { carrier: 'mouth', emotions: ['angry', 'fear', 'happy', 'sad', 'surprise'] },
  { carrier: 'brows', emotions: ['angry', 'fear', 'sad', 'surprise'] },
  { carrier: 'eyes', emotions: ['angry', 'fear', 'happy', 'surprise'] },
];

const parts = (...names: FacialRegionName[]): Region => union(...names.map((name) => facialRegion(name)));

/** What moves with an area (creases, shadows) reaches a little beyond its outline: pixels at 48 pixels a face. */
const BEYOND = 2;

const wide = (size: number, ...names: FacialRegionName[]): Region => grow(parts(...names), (BEYOND * size) / 48);

/** Eight parts of a picture that don't overlap: the four areas that move, a little grown, and what is left of the face and beside it. */
export function partsOfFace(size: number): Record<string, Region> {
  const mouth = wide(size, 'mouth');
  const brows = subtract(wide(size, 'leftBrow', 'rightBrow'), mouth);
  const eyes = subtract(wide(size, 'leftEye', 'rightEye'), mouth, brows);
  const nose = subtract(wide(size, 'nose'), mouth, brows, eyes);
  const areas = [mouth, brows, eyes, nose];
  const rest = (region: Region): Region => subtract(region, ...areas);
  return {
    mouth,
    brows,
    eyes,
    nose,
    cheeks: rest(parts('leftCheek', 'rightCheek')),
    forehead: rest(parts('forehead')),
    chin: rest(parts('chin')),
    outside: subtract(complement(parts('faceOval')), ...areas),
  };
}
