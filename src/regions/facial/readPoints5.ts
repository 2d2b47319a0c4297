import type { Point } from '../landmarks.js';
import type { FaceAnatomy } from './anatomy.js';
import { AVERAGE_FACE } from './averageFace.js';
import { between, centroid } from './geometry.js';
import { readIbug68 } from './readIbug68.js';

/** Right eye, left eye, tip of the nose, right and left corner of the mouth. */
type Five = readonly [Point, Point, Point, Point, Point];

const AVERAGE_FIVE: Five = /* @__PURE__ */ averageFive();

function averageFive(): Five {
  return [
    centroid(AVERAGE_FACE.slice(36, 42)),
    centroid(AVERAGE_FACE.slice(42, 48)),
    AVERAGE_FACE[30] as Point,
    AVERAGE_FACE[48] as Point,
    AVERAGE_FACE[54] as Point,
  ];
}

/** FER2013's crops, after which the average face was made, are a little squat: in photographs chins lie about a tenth lower. */
const JAW_STRETCH = 1.1;

/**
 * Estimates a face's parts from five points: the average face is moved, scaled and turned to come closest to them (least
 * squares), then eyes with their brows, nose and mouth are moved the rest of the way to their own points. The jaw stays where
 * the average face has it.
 */
export function readPoints5(points: readonly Point[]): FaceAnatomy {
  const place = closestSimilarity(AVERAGE_FIVE, points as Five);
  const rest = AVERAGE_FIVE.map((point, at): Point => {
    const [x, y] = place(point);
    return [(points[at] as Point)[0] - x, (points[at] as Point)[1] - y];
  }) as unknown as Five;
  return readIbug68(
    AVERAGE_FACE.map((point, at): Point => {
      const [x, y] = place(at < 17 ? stretched(point) : point);
      const [byX, byY] = ownMove(at, point, rest);
      return [x + byX, y + byY];
    }),
  );
}

/** How far a point of iBUG's 68 goes with the five points nearest to its part. */
function ownMove(at: number, [x, y]: Point, [rightEye, leftEye, noseTip, rightCorner, leftCorner]: Five): Point {
  if (at < 17) return [0, 0];
  const isRight = at < 22 || (at >= 36 && at < 42);
  const isLeft = (at >= 22 && at < 27) || (at >= 42 && at < 48);
  if (isRight) return rightEye;
  if (isLeft) return leftEye;
  if (at < 36)
    return between(centroid([rightEye, leftEye]), noseTip, shareOfWay(y, AVERAGE_FIVE[0][1], AVERAGE_FIVE[2][1]));
  return between(rightCorner, leftCorner, shareOfWay(x, AVERAGE_FIVE[3][0], AVERAGE_FIVE[4][0]));
}

function stretched([x, y]: Point): Point {
  const eyes = AVERAGE_FIVE[0][1];
  return [x, eyes + (y - eyes) * JAW_STRETCH];
}

function shareOfWay(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** The move, scaling and turn (no mirroring) that brings the first points closest to the second. */
function closestSimilarity(from: Five, to: Five): (point: Point) => Point {
  const [fromX, fromY] = centroid(from);
  const [toX, toY] = centroid(to);
  let along = 0;
  let around = 0;
  let size = 0;
  from.forEach(([x, y], at) => {
    const [dx, dy] = [x - fromX, y - fromY];
    const [ex, ey] = [(to[at] as Point)[0] - toX, (to[at] as Point)[1] - toY];
    along += dx * ex + dy * ey;
    around += dx * ey - dy * ex;
    size += dx * dx + dy * dy;
  });
  const [a, b] = [along / size, around / size];
  return ([x, y]) => [toX + a * (x - fromX) - b * (y - fromY), toY + b * (x - fromX) + a * (y - fromY)];
}
