import type { Point } from '../landmarks.js';
import type { FaceFrame } from './frame.js';
import { convexHull } from './geometry.js';

/** A disc around a landmark; the radius in units of the frame. */
export type Disc = readonly [centre: Point, radius: number];

/** Corners on a disc's edge: a multiple of four, so that the discs are the same mirrored. */
const CORNERS = 16;

/** The convex outline around discs. Never empty, also where the landmarks are all on one line (a closed eye). */
export function aroundDiscs(frame: FaceFrame, discs: readonly Disc[]): Point[] {
  const edge = discs.flatMap(([centre, radius]) =>
    Array.from({ length: CORNERS }, (_, corner) => {
      const angle = ((corner + 0.5) * 2 * Math.PI) / CORNERS;
      return frame.move(centre, radius * Math.cos(angle), radius * Math.sin(angle));
    }),
  );
  return convexHull(edge);
}

/** A thick line through the points, as outlines to be filled together: one per piece. */
export function stroke(frame: FaceFrame, discs: readonly Disc[]): Point[][] {
  return discs.slice(1).map((disc, at) => aroundDiscs(frame, [discs[at] as Disc, disc]));
}
