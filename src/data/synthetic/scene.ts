import type { Point } from '../../regions/landmarks.js';
import { Canvas } from './canvas.js';
import { Coverage } from './coverage.js';
import { smooth } from './curves.js';
import { facePoints } from './geometry.js';
import type { FaceParameters } from './parameters.js';
import { createCamera } from './pose.js';
import type { Camera, HeadPoint } from './pose.js';
import { Relief } from './relief.js';
import { unitsOn } from './surface.js';
import type { UnitOn } from './surface.js';

/** What every part of a face needs to paint itself. */
export interface Scene {
  readonly face: FaceParameters;
  readonly camera: Camera;
  readonly canvas: Canvas;
  readonly relief: Relief;
  /** The 68 landmarks in pixels. */
  readonly points: readonly Point[];
  /** Action units of the features, by side. */
  readonly on: UnitOn;
  /** Action units that jaw, cheeks and folds follow, by side. */
  readonly around: UnitOn;
  /** Pieces that a curve is cut in between two of its points. */
  readonly steps: number;
  /** Two shapes to clip with, to be set before use. */
  readonly clips: readonly [Coverage, Coverage];
}

/** Sets up an empty scene of the given size in pixels. */
export function createScene(face: FaceParameters, size: number): Scene {
  const camera = createCamera(face, size);
  return {
    face,
    camera,
    canvas: new Canvas(size),
    relief: new Relief(size, camera.unit),
    points: placedPoints(face, camera),
    on: unitsOn(face.actionUnits, face.asymmetry),
    around: unitsOn(face.surroundings, face.asymmetry),
    steps: Math.min(12, Math.max(3, Math.round(size / 24))),
    clips: [new Coverage(size), new Coverage(size)],
  };
}

/** The 68 landmarks of a face in the picture. */
export function placedPoints(face: FaceParameters, camera: Camera): Point[] {
  return facePoints(face).map((point, at) => (at < 17 ? camera.placeOutline(point) : camera.place(point)));
}

/** A smooth curve through points of the head, in the picture. */
export function headCurve({ camera, steps }: Scene, points: readonly HeadPoint[]): Point[] {
  return smooth(
    points.map((point) => camera.place(point)),
    steps,
  );
}

/** A fold of the skin: a soft dark line. */
export function crease(scene: Scene, points: readonly HeadPoint[], width: number, depth: number): void {
  if (depth < 0.02) return;
  const { canvas, camera } = scene;
  canvas.stroke(headCurve(scene, points), {
    tone: 0,
    alpha: Math.min(0.8, depth),
    width: width * camera.unit,
    endWidth: width * camera.unit * 0.55,
    soft: true,
  });
}
