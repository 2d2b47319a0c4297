import { anatomyOf } from '../../regions/facial/anatomy.js';
import { frameOf } from '../../regions/facial/frame.js';
import type { FaceFrame } from '../../regions/facial/frame.js';
import { between, centroid, resampled } from '../../regions/facial/geometry.js';
import { protectiveMaskOutline } from '../../regions/facial/protectiveMask.js';
import type { FaceLandmarks, Point } from '../../regions/landmarks.js';
import type { ProtectiveMaskStyle } from '../../regions/region.js';

/** How a mask sits. */
export interface MaskPose {
  /** Up the face, in distances between the eyes. */
  readonly raise: number;
  /** Turn in radians, clockwise as seen. */
  readonly tilt: number;
}

/** A mask on a face; lines run from the subject's right to the left. */
export interface FittedMask {
  readonly frame: FaceFrame;
  readonly outline: readonly Point[];
  readonly upper: readonly Point[];
  readonly lower: readonly Point[];
  /** The root of the right ear, and of the left. */
  readonly ears: readonly [right: Point, left: Point];
  /** A line across the mask, at a share of the way from its upper to its lower edge. */
  across(share: number): Point[];
  /** A line down the mask, at a share of the way from its right to its left side. */
  down(share: number): Point[];
}

const EDGE_POINTS = 25;

/** Fits a mask to a face's landmarks and moves it a little. */
export function fitMask(style: ProtectiveMaskStyle, landmarks: FaceLandmarks, pose: MaskPose): FittedMask {
  const anatomy = anatomyOf(landmarks);
  const frame = frameOf(anatomy);
  const outline = settled(protectiveMaskOutline(style, { anatomy, frame }), frame, pose);
  const [upper, lower] = edges(outline, frame);
  const across = (share: number) => upper.map((point, at) => between(point, lower[at] as Point, share));
  return {
    frame,
    outline,
    upper,
    lower,
    ears: [anatomy.jaw[0] as Point, anatomy.jaw.at(-1) as Point],
    across,
    down: (share) => {
      const column = share * (EDGE_POINTS - 1);
      const on = (edge: readonly Point[]) =>
        between(edge[Math.floor(column)] as Point, edge[Math.ceil(column)] as Point, column % 1);
      return [0, 0.2, 0.4, 0.6, 0.8, 1].map((depth) => between(on(upper), on(lower), depth));
    },
  };
}

/** Turns the mask about its middle and moves it; the chin holds its lower edge back. */
function settled(outline: readonly Point[], frame: FaceFrame, { raise, tilt }: MaskPose): Point[] {
  const middle = centroid(outline);
  const depths = outline.map((point) => frame.depth(point));
  const top = Math.min(...depths);
  const height = Math.max(...depths) - top;
  const [cos, sin] = [Math.cos(tilt), Math.sin(tilt)];
  return outline.map((point, at) => {
    const [dx, dy] = [point[0] - middle[0], point[1] - middle[1]];
    const turned: Point = [middle[0] + dx * cos - dy * sin, middle[1] + dx * sin + dy * cos];
    const held = ((depths[at] as number) - top) / height;
    return frame.move(turned, 0, -raise * (1 - 0.7 * held));
  });
}

/** Cuts an outline at its outermost points into its upper and its lower edge. */
function edges(outline: readonly Point[], frame: FaceFrame): [upper: Point[], lower: Point[]] {
  const places = outline.map(([x, y]) => x * frame.across[0] + y * frame.across[1]);
  const right = places.indexOf(Math.min(...places));
  const left = places.indexOf(Math.max(...places));
  const way = (from: number, to: number) => {
    const count = ((to - from + outline.length) % outline.length) + 1;
    return Array.from({ length: count }, (_, step) => outline[(from + step) % outline.length] as Point);
  };
  const one = resampled(way(right, left), EDGE_POINTS);
  const other = resampled(way(left, right), EDGE_POINTS).reverse();
  return frame.depth(centroid(one)) < frame.depth(centroid(other)) ? [one, other] : [other, one];
}
