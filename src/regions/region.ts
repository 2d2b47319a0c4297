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
  /** Left edge. */
  readonly x: number;
  /** Upper edge. */
  readonly y: number;
  /** Above 0. */
  readonly width: number;
  /** Above 0. */
  readonly height: number;
  /** What the numbers are measured in. */
  readonly units: Units;
}

/** An ellipse, turned by `angle` degrees clockwise as seen; made by `ellipse`. */
export interface EllipseRegion {
  readonly kind: 'ellipse';
  /** Middle, from the left. */
  readonly x: number;
  /** Middle, from the top. */
  readonly y: number;
  /** Half of its width before it is turned; above 0. */
  readonly radiusX: number;
  /** Half of its height before it is turned; above 0. */
  readonly radiusY: number;
  /** Degrees, clockwise as seen. */
  readonly angle: number;
  /** What the lengths are measured in. */
  readonly units: Units;
}

/** A closed outline; made by `polygon`. */
export interface PolygonRegion {
  readonly kind: 'polygon';
  /** Corners, in their order; the last is joined to the first. */
  readonly points: readonly Point[];
  /** Which points a self-crossing outline encloses. */
  readonly rule: FillRule;
  /** What the corners are measured in. */
  readonly units: Units;
}

/** A part of each face, found by its landmarks; made by `facialRegion`. */
export interface FacialRegion {
  readonly kind: 'facial';
  /** Which part. */
  readonly name: FacialRegionName;
}

/** What a protective mask covers, found by landmarks; made by `protectiveMask`. */
export interface ProtectiveMaskRegion {
  readonly kind: 'protectiveMask';
  /** Which kind of mask. */
  readonly style: ProtectiveMaskStyle;
}

/** The pixels of one cluster of a label map; made by `clusterRegion`. */
export interface ClusterRegion {
  readonly kind: 'cluster';
  /** Cluster of each pixel of the label map, row by row, height * width. */
  readonly labels: readonly number[];
  /** Rows of the label map, which is laid over the whole picture. */
  readonly height: number;
  /** Columns of the label map. */
  readonly width: number;
  /** Which cluster. */
  readonly cluster: number;
}

/** A mask of your own with values in [0, 1]; made by `freeMask`. */
export interface FreeMaskRegion {
  readonly kind: 'freeMask';
  /** Coverages in [0, 1], row by row, height * width. */
  readonly values: readonly number[];
  /** Rows of the mask, which is laid over the whole picture. */
  readonly height: number;
  /** Columns of the mask. */
  readonly width: number;
}

/** In any of the regions; made by `union`. */
export interface UnionRegion {
  readonly kind: 'union';
  /** One at least. */
  readonly regions: readonly Region[];
}

/** In all of the regions; made by `intersect`. */
export interface IntersectRegion {
  readonly kind: 'intersect';
  /** One at least. */
  readonly regions: readonly Region[];
}

/** In the first region and in none of the removed ones; made by `subtract`. */
export interface SubtractRegion {
  readonly kind: 'subtract';
  /** What is kept of. */
  readonly from: Region;
  /** What is taken away; one at least. */
  readonly removed: readonly Region[];
}

/** Everything else; made by `complement`. */
export interface ComplementRegion {
  readonly kind: 'complement';
  /** What is left out. */
  readonly region: Region;
}

/** A region made wider or narrower by a margin; made by `grow`. */
export interface GrowRegion {
  readonly kind: 'grow';
  /** What is made wider or narrower. */
  readonly region: Region;
  /** Margin in pixels; negative makes it narrower. */
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
