import type { Point } from '../landmarks.js';
import type { FaceAnatomy } from './anatomy.js';
import type { FaceFrame } from './frame.js';
import { between, centroid, convexHull } from './geometry.js';

/**
 * The forehead is about as high as the way from the brows to the base of the nose (the classical thirds of the face); the
 * landmarked brow line lies a little above the brow's middle, hence not the whole third.
 */
const FOREHEAD_SHARE = 0.85;
const ARC_PIECES = 24;

/**
 * The outline of the face, convex and clockwise: the jaw, and over the forehead the scheme's own points, or half an ellipse
 * where it has none.
 */
export function faceOval(anatomy: FaceAnatomy, frame: FaceFrame): Point[] {
  if (anatomy.forehead) return convexHull(anatomy.all);
  const right = anatomy.jaw[0] as Point;
  const left = anatomy.jaw.at(-1) as Point;
  const middle = between(right, left, 0.5);
  const rise = (frame.depth(middle) - foreheadTop(anatomy, frame)) / frame.unit;
  const arc = Array.from({ length: ARC_PIECES - 1 }, (_, at) => {
    const angle = ((at + 1) * Math.PI) / ARC_PIECES;
    return frame.move(between(middle, left, Math.cos(angle)), 0, -rise * Math.sin(angle));
  });
  return convexHull([...anatomy.all, ...arc]);
}

function foreheadTop(anatomy: FaceAnatomy, frame: FaceFrame): number {
  const brows = frame.depth(centroid([...anatomy.rightBrow, ...anatomy.leftBrow]));
  const noseBase = frame.depth(centroid(anatomy.noseBase));
  return brows - Math.max(FOREHEAD_SHARE * (noseBase - brows), 0.4 * frame.unit);
}
