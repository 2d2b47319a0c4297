import { LANDMARK_COUNTS, type LandmarkScheme, type Point } from '../regions/landmarks.js';
import type { DetectedFace } from './source.js';

/** One face in few bytes: the points of 35,887 faces as arrays of numbers would take more than a gigabyte. */
export interface PackedFace {
  /** How the points are numbered. */
  readonly scheme: LandmarkScheme;
  /** Name of the source that found it. */
  readonly source: string;
  /** Share of the points that lie in the picture, in [0, 1]. */
  readonly visible: number;
  /** Whether the points were assumed, not found in the picture. */
  readonly assumed: boolean;
  /** x and y of one point after the other, in pixels. */
  readonly coordinates: Float32Array;
}

/** Puts a face's points in an array of their own; they lose what a 32-bit float doesn't hold. */
export function packFace({ scheme, source, visible, assumed, points }: DetectedFace): PackedFace {
  const coordinates = new Float32Array(LANDMARK_COUNTS[scheme] * 2);
  points.forEach(([x, y], at) => {
    coordinates[at * 2] = x;
    coordinates[at * 2 + 1] = y;
  });
  return { scheme, source, visible, assumed, coordinates };
}

/** A face whose points are made of the packed ones when they are read, and let go of afterwards. */
export function unpackFace({ scheme, source, visible, assumed, coordinates }: PackedFace): DetectedFace {
  // Kept for as long as the memory isn't needed, since code that reads points reads them one by one.
  let made: WeakRef<readonly Point[]> | undefined;
  return {
    scheme,
    get points() {
      const known = made?.deref();
      if (known) return known;
      const points = Array.from({ length: coordinates.length / 2 }, (_, at): Point => {
        return [coordinates[at * 2] as number, coordinates[at * 2 + 1] as number];
      });
      made = new WeakRef(points);
      return points;
    },
    source,
    visible,
    assumed,
  };
}
