import type { Point } from '../landmarks.js';
import type { FaceAnatomy, Iris } from './anatomy.js';
import { between, resampled } from './geometry.js';
import { MESH } from './mesh.js';

/** Reads MediaPipe's 468 points, or 478 with irises, as a face's parts. */
export function readMesh(points: readonly Point[]): FaceAnatomy {
  const at = (place: number) => points[place] as Point;
  const pick = (places: readonly number[]) => places.map(at);
  const chin = at(MESH.chin);
  const middle = MESH.jaw.indexOf(MESH.chin);
  const rightJaw = resampled(pick(MESH.jaw.slice(0, middle + 1)), 9);
  const leftJaw = resampled(pick(MESH.jaw.slice(middle)), 9);
  const brow = ({ upper, lower }: { upper: readonly number[]; lower: readonly number[] }) =>
    upper.map((place, each) => between(at(place), at(lower[each] as number), 0.5));
  const iris = ({ middle: place, edge }: { middle: number; edge: readonly number[] }): Iris => {
    const centre = at(place);
    const reach = pick(edge).map(([x, y]) => Math.hypot(x - centre[0], y - centre[1]));
    return { centre, radius: reach.reduce((sum, each) => sum + each, 0) / reach.length };
  };
  const hasIrises = points.length > MESH.leftIris.middle;
  return {
    all: points,
    jaw: [...rightJaw.slice(0, -1), chin, ...leftJaw.slice(1)],
    forehead: pick(MESH.forehead),
    rightBrow: brow(MESH.rightBrow),
    leftBrow: brow(MESH.leftBrow),
    rightEye: pick(MESH.rightEye),
    leftEye: pick(MESH.leftEye),
    ...(hasIrises && { rightIris: iris(MESH.rightIris), leftIris: iris(MESH.leftIris) }),
    noseBridge: resampled(pick(MESH.noseRidge), 4),
    noseBase: pick(MESH.noseBase),
    outerUpperLip: pick(MESH.outerUpperLip),
    outerLowerLip: pick(MESH.outerLowerLip),
    innerUpperLip: pick(MESH.innerUpperLip),
    innerLowerLip: pick(MESH.innerLowerLip),
    chin,
  };
}
