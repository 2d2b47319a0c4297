import type { Side, UnitOn } from './surface.js';
import { onFace } from './surface.js';
import type { FaceIdentity } from './parameters.js';
import type { HeadPoint } from './pose.js';

/** Height of a mouth at rest. */
const MOUTH = 0.845;

/** What the mouth does on one side of the face; lengths in units of the head. */
interface MouthShape {
  halfWidth: number;
  cornerY: number;
  /** Height of the line between closed lips in the middle. */
  middleY: number;
  /** How far the upper lip is above that line, and the lower lip below. */
  upperGap: number;
  lowerGap: number;
  upperLip: number;
  lowerLip: number;
  /** How square the mouth is: a raised upper lip, a lowered lower lip. */
  square: number;
}

/**
 * The 20 points of the mouth in the scheme's order: the outer edge 48-59 from the corner on the viewer's left over the
 * upper lip and back along the lower lip, then the inner edge 60-67.
 *
 * @param chinY - Height of the chin, which the lower lip stays above.
 */
export function mouthPoints(identity: FaceIdentity, on: UnitOn, chinY: number): HeadPoint[] {
  const shapes = { left: mouthShape(identity, on, -1), right: mouthShape(identity, on, 1) };
  const shapeAt = (part: number): MouthShape => blend(shapes.left, shapes.right, (1 + part) / 2);
  const lowest = chinY - 0.09;

  const line = (shape: MouthShape, part: number): number =>
    shape.middleY + (shape.cornerY - shape.middleY) * Math.abs(part) ** (1.7 + shape.square);
  const width = (part: number): number => part * shapeAt(part < 0 ? -1 : 1).halfWidth;
  const arc = (shape: MouthShape, part: number): number => (1 - part ** 2) ** (0.75 - 0.3 * shape.square);
  const upper = (part: number, lip: number): HeadPoint => {
    const shape = shapeAt(part);
    return onFace(width(part), line(shape, part) - shape.upperGap * arc(shape, part) - shape.upperLip * lip, 0.05);
  };
  const lower = (part: number, lip: number): HeadPoint => {
    const shape = shapeAt(part);
    const y = line(shape, part) + shape.lowerGap * arc(shape, part) + shape.lowerLip * lip;
    return onFace(width(part), Math.min(y, lowest), 0.05);
  };
  return [
    upper(-1, 0),
    ...[upper(-0.6, 0.72), upper(-0.2, 1.12), upper(0, 0.92), upper(0.2, 1.12), upper(0.6, 0.72)],
    upper(1, 0),
    ...[lower(0.62, 0.72), lower(0.25, 1), lower(0, 1.05), lower(-0.25, 1), lower(-0.62, 0.72)],
    upper(-0.9, 0),
    ...[upper(-0.45, 0), upper(0, 0), upper(0.45, 0)],
    upper(0.9, 0),
    ...[lower(0.45, 0), lower(0, 0), lower(-0.45, 0)],
  ];
}

function mouthShape(identity: FaceIdentity, on: UnitOn, side: Side): MouthShape {
  const unit = (number: 10 | 12 | 15 | 16 | 17 | 20 | 23 | 24 | 25 | 26 | 27): number => on(`AU${number}`, side);
  const parted = Math.min(1, unit(25) + unit(26) + unit(27));
  const thin = (1 - 0.5 * unit(23)) * (1 - 0.6 * unit(24)) * (1 - 0.25 * unit(12)) * (1 - 0.25 * unit(20));
  const gap = 0.11 * unit(25) + 0.2 * unit(26) + 0.32 * unit(27);
  const outwards = 0.1 * unit(12) + 0.11 * unit(20) + 0.02 * unit(16);
  const inwards =
    0.05 * unit(23) + 0.03 * unit(24) + 0.02 * unit(15) + 0.04 * unit(17) + 0.05 * unit(26) + 0.08 * unit(27);
  return {
    halfWidth: 0.325 * identity.mouthWidth + outwards - inwards,
    cornerY: MOUTH + 0.005 - 0.145 * unit(12) + 0.12 * unit(15) + 0.02 * unit(20) + 0.035 * unit(26) + 0.08 * unit(27),
    middleY: MOUTH + 0.02 * unit(12) - 0.05 * unit(17) - 0.03 * unit(10) - 0.02 * unit(15),
    upperGap: 0.18 * gap + 0.06 * unit(10) * parted,
    lowerGap: 0.82 * gap + 0.075 * unit(16) * parted,
    upperLip: 0.075 * identity.lipThickness * thin + 0.02 * unit(10),
    lowerLip: 0.105 * identity.lipThickness * thin + 0.02 * unit(17),
    square: Math.min(1, 0.5 * unit(10) + 0.5 * unit(16) + 0.5 * unit(20)) * parted,
  };
}

/** The shape at a part of the way from the viewer's left to the right. */
function blend(left: MouthShape, right: MouthShape, part: number): MouthShape {
  const mix = (from: number, to: number): number => from + (to - from) * part;
  return {
    halfWidth: mix(left.halfWidth, right.halfWidth),
    cornerY: mix(left.cornerY, right.cornerY),
    middleY: mix(left.middleY, right.middleY),
    upperGap: mix(left.upperGap, right.upperGap),
    lowerGap: mix(left.lowerGap, right.lowerGap),
    upperLip: mix(left.upperLip, right.upperLip),
    lowerLip: mix(left.lowerLip, right.lowerLip),
    square: mix(left.square, right.square),
  };
}
