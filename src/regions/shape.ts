import type { Point } from './landmarks.js';
import type { FillRule } from './region.js';

/**
 * A region that has been found in one picture: plain JSON in pixels, needing no landmarks any more.
 * This is what the parameters of a perturbation hold, so that they replay anywhere.
 */
export type Shape =
  /** Closed outlines, filled together by one rule. */
  | { readonly kind: 'paths'; readonly paths: readonly (readonly Point[])[]; readonly rule: FillRule }
  /** Middle, radii and turn in radians, clockwise as seen. */
  | {
      readonly kind: 'ellipse';
      readonly centre: Point;
      readonly radii: Point;
      readonly angle: number;
    }
  /** Coverages on a grid of any size that is laid over the whole picture. */
  | {
      readonly kind: 'grid';
      readonly values: readonly number[];
      readonly height: number;
      readonly width: number;
      readonly resample: 'nearest' | 'bilinear';
    }
  | { readonly kind: 'union'; readonly shapes: readonly Shape[] }
  | { readonly kind: 'intersect'; readonly shapes: readonly Shape[] }
  | { readonly kind: 'complement'; readonly shape: Shape }
  /** Wider by px, or narrower when negative. */
  | { readonly kind: 'grow'; readonly shape: Shape; readonly px: number }
  /** Edges softened by a Gaussian of this standard deviation in pixels. */
  | { readonly kind: 'soften'; readonly shape: Shape; readonly sigma: number };

/** A shape of one closed outline or several, whose inside is where they wind around a point at all. */
export function pathsShape(...paths: (readonly Point[])[]): Shape {
  return { kind: 'paths', paths, rule: 'nonzero' };
}
