import { FacePerturbError } from '../../support/errors.js';
import type { FaceLandmarks, Point } from '../landmarks.js';
import type { FacialRegionName } from '../region.js';
import { pathsShape } from '../shape.js';
import type { Shape } from '../shape.js';
import { aroundDiscs, stroke } from './discs.js';
import type { Disc } from './discs.js';
import { readFace } from './face.js';
import type { Face } from './face.js';
import { between, centroid, clipToConvex, rounded, smooth } from './geometry.js';
import { half } from './halves.js';

/** How a part is drawn; all margins below are in distances between the eyes. */
type Outline = (face: Face) => Point[][];
type Side = 'left' | 'right';

/** The shape of a named part of a face; see `facialRegion`. */
export function facialShape(name: FacialRegionName, landmarks: FaceLandmarks): Shape {
  const face = readFace(landmarks);
  if (name === 'background') return { kind: 'complement', shape: pathsShape(face.oval) };
  const inside = outlines[name](face).map((path) => clipToConvex(path, face.oval));
  return pathsShape(...inside.filter((path) => path.length > 2));
}

const outlines: Record<Exclude<FacialRegionName, 'background'>, Outline> = {
  leftBrow: (face) => brow(face, 'left'),
  rightBrow: (face) => brow(face, 'right'),
  brows: (face) => [...brow(face, 'right'), ...brow(face, 'left')],
  leftEye: (face) => eye(face, 'left'),
  rightEye: (face) => eye(face, 'right'),
  eyes: (face) => [...eye(face, 'right'), ...eye(face, 'left')],
  leftIris: (face) => iris(face, 'left'),
  rightIris: (face) => iris(face, 'right'),
  leftEyeArea: (face) => eyeArea(face, 'left'),
  rightEyeArea: (face) => eyeArea(face, 'right'),
  nose,
  noseBridge,
  upperLip: ({ anatomy }) => [ring(anatomy.outerUpperLip, anatomy.innerUpperLip)],
  lowerLip: ({ anatomy }) => [ring(anatomy.outerLowerLip, anatomy.innerLowerLip)],
  mouth: ({ anatomy }) => [ring(anatomy.outerUpperLip, anatomy.outerLowerLip)],
  leftCheek: (face) => cheek(face, 'left'),
  rightCheek: (face) => cheek(face, 'right'),
  forehead,
  chin,
  jaw,
  faceOval: ({ oval }) => [[...oval]],
  upperHalf: (face) => half(face, 'upper'),
  lowerHalf: (face) => half(face, 'lower'),
  leftHalf: (face) => half(face, 'left'),
  rightHalf: (face) => half(face, 'right'),
};

function browOf({ anatomy }: Face, side: Side): readonly Point[] {
  return side === 'left' ? anatomy.leftBrow : anatomy.rightBrow;
}

function eyeOf({ anatomy }: Face, side: Side): readonly Point[] {
  return side === 'left' ? anatomy.leftEye : anatomy.rightEye;
}

function discs(points: readonly Point[], radius: number): Disc[] {
  return points.map((point) => [point, radius]);
}

function brow(face: Face, side: Side): Point[][] {
  const outward = side === 'left' ? browOf(face, side) : [...browOf(face, side)].reverse();
  const last = outward.length - 1;
  return stroke(
    face.frame,
    outward.map((point, at) => [point, at < last ? 0.085 : 0.05]),
  );
}

function eye(face: Face, side: Side): Point[][] {
  return [aroundDiscs(face.frame, discs(eyeOf(face, side), 0.06))];
}

/** What the lids leave free of it. */
function iris(face: Face, side: Side): Point[][] {
  const found = side === 'left' ? face.anatomy.leftIris : face.anatomy.rightIris;
  if (!found) {
    throw new FacePerturbError(`facialRegion('${side}Iris')`, {
      code: 'missing-landmarks',
      expected: "landmarks with irises, scheme 'mediapipe478'",
      received: 'landmarks without',
      fix: `Use '${side}Eye', or a landmark source that finds irises, such as MediaPipe's FaceLandmarker.`,
    });
  }
  const disc = aroundDiscs(face.frame, [[found.centre, found.radius / face.frame.unit]]);
  return eye(face, side).map((lids) => clipToConvex(disc, lids));
}

function eyeArea(face: Face, side: Side): Point[][] {
  const lids = eyeOf(face, side);
  const below = lids.map((point) => face.frame.move(between(point, centroid(lids), 0.05), 0, 0.14));
  return [aroundDiscs(face.frame, [...discs(browOf(face, side), 0.1), ...discs(lids, 0.1), ...discs(below, 0.1)])];
}

function nose({ anatomy, frame }: Face): Point[][] {
  const bridge = anatomy.noseBridge.map((point, at): Disc => [point, 0.12 + 0.03 * at]);
  const base = anatomy.noseBase.map((point, at): Disc => [point, at === 0 || at === 4 ? 0.13 : 0.07]);
  return [aroundDiscs(frame, [...bridge, ...base])];
}

function noseBridge({ anatomy, frame }: Face): Point[][] {
  return [aroundDiscs(frame, discs(anatomy.noseBridge.slice(0, -1), 0.12))];
}

function ring(upper: readonly Point[], lower: readonly Point[]): Point[] {
  return [...smooth(upper), ...smooth(lower).reverse()];
}

function cheek({ anatomy, frame }: Face, side: Side): Point[][] {
  const out = side === 'left' ? 1 : -1;
  const fromSide = (points: readonly Point[]) => (side === 'left' ? [...points].reverse() : [...points]);
  const jawline = fromSide(anatomy.jaw).slice(1, 6);
  const lids = side === 'left' ? anatomy.leftEye : anatomy.rightEye;
  const [outer, inner] = side === 'left' ? [lids[3], lids[0]] : [lids[0], lids[3]];
  const noseWing = fromSide(anatomy.noseBase)[0] as Point;
  const mouthCorner = fromSide(anatomy.outerUpperLip)[0] as Point;
  const path = [
    ...jawline,
    frame.move(mouthCorner, 0.14 * out, 0.2),
    frame.move(mouthCorner, 0.1 * out, -0.1),
    frame.move(noseWing, 0.17 * out, -0.1),
    frame.move(inner as Point, 0.06 * out, 0.4),
    frame.move(centroid(lids), 0, 0.34),
    frame.move(outer as Point, 0.08 * out, 0.26),
  ];
  return [rounded(path)];
}

function forehead({ anatomy, frame }: Face): Point[][] {
  const browLine = [...anatomy.rightBrow, ...anatomy.leftBrow].map((point) => frame.move(point, 0, -0.12));
  const first = browLine[0] as Point;
  const last = browLine.at(-1) as Point;
  return [
    [
      frame.move(first, -2, -4),
      frame.move(first, -2, 0.15),
      ...browLine,
      frame.move(last, 2, 0.15),
      frame.move(last, 2, -4),
    ],
  ];
}

function chin({ anatomy, frame }: Face): Point[][] {
  const { jaw: jawline, outerLowerLip } = anatomy;
  const middle = (jawline.length - 1) / 2;
  const lipLine = outerLowerLip.slice(1, -1).map((point) => frame.move(point, 0, 0.1));
  return [[...lipLine, ...jawline.slice(middle - 2, middle + 3).reverse()]];
}

function jaw({ anatomy, frame }: Face): Point[][] {
  const line = anatomy.jaw.slice(2, -2);
  const middle = centroid([...anatomy.outerUpperLip, ...anatomy.outerLowerLip]);
  const width = 0.3 * frame.unit;
  const inner = line.map((point) => {
    const way = Math.hypot(middle[0] - point[0], middle[1] - point[1]);
    return between(point, middle, Math.min(0.6, width / way));
  });
  return [[...smooth(line), ...smooth(inner).reverse()]];
}
