import type { Point } from './landmarks.js';
import type { FillRule } from './region.js';

/**
 * A region that has been found in one picture: plain JSON in pixels, needing no landmarks any more.
 * This is what the parameters of a perturbation hold, so that they replay anywhere.
 */
export type Shape =
  | {
      readonly kind: 'paths';
      /** Closed outlines, filled together. */
      readonly paths: readonly (readonly Point[])[];
      /** Which points they enclose. */
      readonly rule: FillRule;
    }
  | {
      readonly kind: 'ellipse';
      /** Its middle. */
      readonly centre: Point;
      /** Half of its width and of its height before it is turned. */
      readonly radii: Point;
      /** Turn in radians, clockwise as seen. */
      readonly angle: number;
    }
  | {
      readonly kind: 'grid';
      /** Coverages in [0, 1], row by row, of a grid of any size that is laid over the whole picture. */
      readonly values: readonly number[];
      /** Rows of the grid. */
      readonly height: number;
      /** Columns of the grid. */
      readonly width: number;
      /** What a pixel gets: the value it lies in, or one between its neighbours. */
      readonly resample: 'nearest' | 'bilinear';
    }
  | {
      readonly kind: 'union';
      /** A point lies in any of them. */
      readonly shapes: readonly Shape[];
    }
  | {
      readonly kind: 'intersect';
      /** A point lies in all of them. */
      readonly shapes: readonly Shape[];
    }
  | {
      readonly kind: 'complement';
      /** What is left out. */
      readonly shape: Shape;
    }
  | {
      readonly kind: 'grow';
      /** What is made wider or narrower. */
      readonly shape: Shape;
      /** Margin in pixels; negative makes it narrower. */
      readonly px: number;
    }
  | {
      readonly kind: 'soften';
      /** What gets soft edges. */
      readonly shape: Shape;
      /** Standard deviation in pixels of the Gaussian that softens them. */
      readonly sigma: number;
    };

/** A shape of one closed outline or several, whose inside is where they wind around a point at all. */
export function pathsShape(...paths: (readonly Point[])[]): Shape {
  return { kind: 'paths', paths, rule: 'nonzero' };
}
