import type { Point } from './landmarks.js';

/** What lengths and positions are measured in: pixels, or fractions of the picture's width and height. */
export type Units = 'pixels' | 'relative';

/** Which points a self-crossing outline encloses, as in SVG: winding number not zero, or odd. */
export type FillRule = 'nonzero' | 'evenodd';

/**
 * The named parts of a face. Left and right are the SUBJECT's: in a picture that is not mirrored, `leftEye` is at the
 * viewer's right.
 */
export const FACIAL_REGIONS = [
  'leftBrow',
  'rightBrow',
  'brows',
  'leftEye',
  'rightEye',
  'eyes',
  'leftIris',
  'rightIris',
  'leftEyeArea',
  'rightEyeArea',
  'nose',
  'noseBridge',
  'upperLip',
  'lowerLip',
  'mouth',
  'leftCheek',
  'rightCheek',
  'forehead',
  'chin',
  'jaw',
  'faceOval',
  'upperHalf',
  'lowerHalf',
  'leftHalf',
  'rightHalf',
  'background',
] as const;

/** One of {@link FACIAL_REGIONS}. */
export type FacialRegionName = (typeof FACIAL_REGIONS)[number];

/** The kinds of protective mask. */
export const PROTECTIVE_MASK_STYLES = ['surgical', 'n95', 'cloth'] as const;

/** One of {@link PROTECTIVE_MASK_STYLES}. */
export type ProtectiveMaskStyle = (typeof PROTECTIVE_MASK_STYLES)[number];

/** An upright rectangle; made by `box`. */
export interface BoxRegion {
  readonly kind: 'box';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly units: Units;
}

/** An ellipse, turned by `angle` degrees clockwise as seen; made by `ellipse`. */
export interface EllipseRegion {
  readonly kind: 'ellipse';
  readonly x: number;
  readonly y: number;
  readonly radiusX: number;
  readonly radiusY: number;
  readonly angle: number;
  readonly units: Units;
}

/** A closed outline; made by `polygon`. */
export interface PolygonRegion {
  readonly kind: 'polygon';
  readonly points: readonly Point[];
  readonly rule: FillRule;
  readonly units: Units;
}

/** A part of each face, found by its landmarks; made by `facialRegion`. */
export interface FacialRegion {
  readonly kind: 'facial';
  readonly name: FacialRegionName;
}

/** What a protective mask covers, found by landmarks; made by `protectiveMask`. */
export interface ProtectiveMaskRegion {
  readonly kind: 'protectiveMask';
  readonly style: ProtectiveMaskStyle;
}

/** The pixels of one cluster of a label map; made by `clusterRegion`. */
export interface ClusterRegion {
  readonly kind: 'cluster';
  readonly labels: readonly number[];
  readonly height: number;
  readonly width: number;
  readonly cluster: number;
}

/** A mask of your own with values in [0, 1]; made by `freeMask`. */
export interface FreeMaskRegion {
  readonly kind: 'freeMask';
  readonly values: readonly number[];
  readonly height: number;
  readonly width: number;
}

/** In any of the regions; made by `union`. */
export interface UnionRegion {
  readonly kind: 'union';
  readonly regions: readonly Region[];
}

/** In all of the regions; made by `intersect`. */
export interface IntersectRegion {
  readonly kind: 'intersect';
  readonly regions: readonly Region[];
}

/** In the first region and in none of the removed ones; made by `subtract`. */
export interface SubtractRegion {
  readonly kind: 'subtract';
  readonly from: Region;
  readonly removed: readonly Region[];
}

/** Everything else; made by `complement`. */
export interface ComplementRegion {
  readonly kind: 'complement';
  readonly region: Region;
}

/** A region made wider or narrower by a margin; made by `grow`. */
export interface GrowRegion {
  readonly kind: 'grow';
  readonly region: Region;
  readonly px: number;
}

/**
 * Says WHERE: a plain object that survives `JSON.stringify`, tied to no picture. With a picture's size, and with a
 * face's landmarks where {@link needsLandmarks} says so, it yields a mask. Make one with the constructors; read one
 * back from JSON with `readRegion`.
 */
export type Region =
  | BoxRegion
  | EllipseRegion
  | PolygonRegion
  | FacialRegion
  | ProtectiveMaskRegion
  | ClusterRegion
  | FreeMaskRegion
  | UnionRegion
  | IntersectRegion
  | SubtractRegion
  | ComplementRegion
  | GrowRegion;

/** Whether the region lies elsewhere on each face, so that landmarks are needed to find it. */
export function needsLandmarks(region: Region): boolean {
  switch (region.kind) {
    case 'facial':
    case 'protectiveMask':
      return true;
    case 'union':
    case 'intersect':
      return region.regions.some(needsLandmarks);
    case 'subtract':
      return [region.from, ...region.removed].some(needsLandmarks);
    case 'complement':
    case 'grow':
      return needsLandmarks(region.region);
    default:
      return false;
  }
}
