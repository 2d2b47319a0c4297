import type { Point } from '../../regions/landmarks.js';
import type { Shape } from '../../regions/shape.js';

/** Red, green and blue, each in [0, 1]. */
export type MaskColour = readonly [red: number, green: number, blue: number];

/** A colour at a place along a line. */
export interface PaintStop {
  /** 0 where the line starts, 1 where it ends. */
  readonly at: number;
  /** The colour there. */
  readonly colour: MaskColour;
  /** In [0, 1]. */
  readonly opacity: number;
}

/** A shape in one colour, or in colours that run into one another along a line (`from` to `to`, in pixels). Plain JSON. */
export interface MaskLayer {
  /** Where it is painted. */
  readonly shape: Shape;
  /** Start of the line, in pixels. */
  readonly from: Point;
  /** End of the line, in pixels. */
  readonly to: Point;
  /** In the order of their places; one for an even colour. */
  readonly stops: readonly PaintStop[];
}
