import { FacePerturbError } from '../../support/errors.js';
import type { Point } from '../landmarks.js';
import type { FaceAnatomy } from './anatomy.js';
import { centroid } from './geometry.js';

/**
 * The face's own axes. All margins are given in `unit`s along them, so that a face turned, scaled or mirrored
 * has its regions turned, scaled and mirrored with it.
 */
export interface FaceFrame {
  /** Distance between the middles of the eyes, in pixels. */
  readonly unit: number;
  /** Unit vector from the subject's right eye to the left eye. */
  readonly across: Point;
  /** Unit vector at right angles to `across`, towards the chin. */
  readonly down: Point;
  /** The point moved by so many units along the axes. */
  move(point: Point, across: number, down: number): Point;
  /** How far along `down` the point lies, in pixels. */
  depth(point: Point): number;
}

/**
 * Finds the axes of a face.
 *
 * @throws FacePerturbError `invalid-data` when the eyes are in one place.
 */
export function frameOf(anatomy: FaceAnatomy): FaceFrame {
  const right = centroid(anatomy.rightEye);
  const left = centroid(anatomy.leftEye);
  const unit = Math.hypot(left[0] - right[0], left[1] - right[1]);
  if (!(unit > 0)) {
    throw new FacePerturbError('landmarks: the eyes', {
      code: 'invalid-data',
      expected: 'two eyes in two places',
      received: `both at [${right.join(', ')}]`,
    });
  }
  const across: Point = [(left[0] - right[0]) / unit, (left[1] - right[1]) / unit];
  const eyes = centroid([right, left]);
  const towardsChin = (anatomy.chin[1] - eyes[1]) * across[0] - (anatomy.chin[0] - eyes[0]) * across[1];
  const side = towardsChin < 0 ? -1 : 1;
  const down: Point = [-across[1] * side, across[0] * side];
  return {
    unit,
    across,
    down,
    move: ([x, y], byAcross, byDown) => [
      x + unit * (byAcross * across[0] + byDown * down[0]),
      y + unit * (byAcross * across[1] + byDown * down[1]),
    ],
    depth: ([x, y]) => x * down[0] + y * down[1],
  };
}
