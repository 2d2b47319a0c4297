import { meanShape } from '../../../src/landmarks/index.js';
import { readFace } from '../../../src/regions/facial/face.js';
import type { FaceLandmarks, Point } from '../../../src/regions/index.js';
import type { Frame } from '../protocol.js';

/**
 * The frame in which the mean shape's eyes, nose and mouth lie best on a face's (least squares, across and down apart): the part of the
 * picture that a face's picture in FER2013 would be.
 */
export function fitFrame(landmarks: FaceLandmarks): Frame {
  const found = marksOf(landmarks);
  const mean = marksOf(meanShape({ width: 1, height: 1 }));
  const [across, down] = [0, 1].map((axis) =>
    lineThrough(
      mean.map((point) => point[axis] as number),
      found.map((point) => point[axis] as number),
    ),
  ) as [Line, Line];
  return {
    x: Math.round(across.start),
    y: Math.round(down.start),
    width: Math.max(1, Math.round(across.slope)),
    height: Math.max(1, Math.round(down.slope)),
  };
}

interface Line {
  readonly start: number;
  readonly slope: number;
}

/** The middles of both eyes, of the nose's base and of the mouth. */
function marksOf(landmarks: FaceLandmarks): Point[] {
  const { rightEye, leftEye, noseBase, outerUpperLip, outerLowerLip } = readFace(landmarks).anatomy;
  return [rightEye, leftEye, noseBase, [...outerUpperLip, ...outerLowerLip]].map(middleOf);
}

function middleOf(points: readonly Point[]): Point {
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return [mean(0), mean(1)];
}

function lineThrough(from: readonly number[], to: readonly number[]): Line {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middleFrom, middleTo] = [mean(from), mean(to)];
  const spread = from.reduce((sum, value) => sum + (value - middleFrom) ** 2, 0);
  const together = from.reduce((sum, value, at) => sum + (value - middleFrom) * ((to[at] as number) - middleTo), 0);
  const slope = together / spread;
  return { start: middleTo - slope * middleFrom, slope };
}
