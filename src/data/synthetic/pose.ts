import type { Point } from '../../regions/landmarks.js';
import type { FaceParameters } from './parameters.js';

/**
 * A point of the head: x to the viewer's right, y down, z towards the viewer. The origin lies between the eyes, in the
 * plane of the ears; 1 is half the width of an average face.
 */
export type HeadPoint = readonly [x: number, y: number, z: number];

/** Carries points of the head into the picture. */
export interface Camera {
  /** Pixels a unit of the head. */
  readonly unit: number;
  /** Place of a point in the picture. */
  place(point: HeadPoint): Point;
  /**
   * Place of a point of the head's outline. A head is about as deep as it is wide, so turning it does not make it
   * narrower, it only moves what lies in front.
   */
  placeOutline(point: HeadPoint): Point;
  /** Vector in the picture of a vector in the plane of an upright face. */
  turn(x: number, y: number): Point;
}

/** Height of the eyes in a picture of height 1, and pixels a unit of the head in a picture of width 1. */
const EYE_LINE = 0.39;
const UNIT = 0.415;
/** How much nearer parts grow: the inverse of the viewer's distance in units of the head. */
const PERSPECTIVE = 0.06;
/** Height of the axis that a nodding head turns about. */
const NECK = 0.55;

/** Makes the camera for a picture of the given size in pixels. */
export function createCamera({ identity, pose }: Pick<FaceParameters, 'identity' | 'pose'>, size: number): Camera {
  const [yawSin, yawCos] = sinCos(pose.yaw);
  const [pitchSin, pitchCos] = sinCos(pose.pitch);
  const [rollSin, rollCos] = sinCos(pose.roll);
  const unit = UNIT * size * pose.scale;
  const centerX = size * (0.5 + pose.x);
  const centerY = size * (EYE_LINE + pose.y) + unit * NECK;

  const onPicture = (x: number, y: number, z: number): Point => {
    const upright = (y - NECK) * pitchCos + z * pitchSin;
    const near = unit / (1 - PERSPECTIVE * (z * pitchCos - (y - NECK) * pitchSin));
    return [centerX + near * (x * rollCos - upright * rollSin), centerY + near * (x * rollSin + upright * rollCos)];
  };
  return {
    unit,
    place([headX, headY, z]) {
      const x = headX * identity.faceWidth;
      return onPicture(x * yawCos + z * yawSin, headY * identity.faceHeight, z * yawCos - x * yawSin);
    },
    placeOutline([x, y, z]) {
      return onPicture(x * identity.faceWidth + z * yawSin, y * identity.faceHeight, z * yawCos);
    },
    turn: (x, y) => [x * rollCos - y * rollSin, x * rollSin + y * rollCos],
  };
}

function sinCos(degrees: number): [number, number] {
  const radians = (degrees * Math.PI) / 180;
  return [Math.sin(radians), Math.cos(radians)];
}
