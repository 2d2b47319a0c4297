import { MESH } from '../../src/regions/facial/mesh.js';
import { resampled } from '../../src/regions/facial/geometry.js';
import type { FaceLandmarks, Point } from '../../src/regions/landmarks.js';

const middleOf = (points: readonly Point[]): Point => [
  points.reduce((sum, [x]) => sum + x, 0) / points.length,
  points.reduce((sum, [, y]) => sum + y, 0) / points.length,
];

/**
 * The 478 points of MediaPipe's mesh on a face whose 68 points are known: contours run along those of the 68, the forehead
 * rises in half an ellipse as high as the 68 points let expect, irises stand in the middle of the eyes, and all points that no region reads lie on the tip of the nose.
 */
export function meshFace({ points: from, source }: FaceLandmarks): FaceLandmarks {
  const at = (place: number) => from[place] as Point;
  const range = (first: number, last: number) => from.slice(first, last + 1);
  const points = new Array<Point>(478).fill(at(30));
  const put = (places: readonly number[], line: readonly Point[]) =>
    places.forEach((place, each) => (points[place] = line[each] as Point));
  const along = (places: readonly number[], line: readonly Point[]) => put(places, resampled(line, places.length));

  const right = middleOf(range(36, 41));
  const left = middleOf(range(42, 47));
  const down: Point = [-(left[1] - right[1]), left[0] - right[0]];
  const move = ([x, y]: Point, byDown: number): Point => [x + down[0] * byDown, y + down[1] * byDown];

  along(MESH.jaw.slice(0, 12), range(0, 8));
  along(MESH.jaw.slice(11), range(8, 16));
  const middle = middleOf([at(0), at(16)]);
  const depth = ([x, y]: Point) => (x * down[0] + y * down[1]) / (down[0] ** 2 + down[1] ** 2);
  const brows = depth(middleOf(range(17, 26)));
  const rise = depth(middle) - brows + Math.max(0.85 * (depth(middleOf(range(31, 35))) - brows), 0.4);
  const arc = MESH.forehead.map((_, each): Point => {
    const angle = ((each + 1) * Math.PI) / (MESH.forehead.length + 1);
    const out: Point = [at(16)[0] - middle[0], at(16)[1] - middle[1]];
    return move([middle[0] + out[0] * Math.cos(angle), middle[1] + out[1] * Math.cos(angle)], -rise * Math.sin(angle));
  });
  put(MESH.forehead, arc);
  for (const [brow, line] of [
    [MESH.rightBrow, range(17, 21)],
    [MESH.leftBrow, range(22, 26)],
  ] as const) {
    put(
      brow.upper,
      line.map((point) => move(point, -0.05)),
    );
    put(
      brow.lower,
      line.map((point) => move(point, 0.05)),
    );
  }
  put(MESH.rightEye, range(36, 41));
  put(MESH.leftEye, range(42, 47));
  along(MESH.noseRidge, range(27, 30));
  put(MESH.noseBase, range(31, 35));
  along(MESH.outerUpperLip, range(48, 54));
  along(MESH.outerLowerLip, [48, 59, 58, 57, 56, 55, 54].map(at));
  along(MESH.innerUpperLip, range(60, 64));
  along(MESH.innerLowerLip, [60, 67, 66, 65, 64].map(at));
  const radius = 0.09 * Math.hypot(...down);
  for (const [iris, [x, y]] of [
    [MESH.rightIris, right],
    [MESH.leftIris, left],
  ] as const) {
    points[iris.middle] = [x, y];
    put(iris.edge, [
      [x + radius, y],
      [x, y - radius],
      [x - radius, y],
      [x, y + radius],
    ]);
  }
  return { scheme: 'mediapipe478', points, ...(source && { source }) };
}

/** The five points of a face whose 68 points are known. */
export function fivePoints({ points }: FaceLandmarks): FaceLandmarks {
  const five = [
    middleOf(points.slice(36, 42)),
    middleOf(points.slice(42, 48)),
    ...[30, 48, 54].map((at) => points[at] as Point),
  ];
  return { scheme: 'points5', points: five };
}
