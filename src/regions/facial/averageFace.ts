import type { Point } from '../landmarks.js';

/** The viewer's left half of a jaw, from the ear down; x and y as parts of width and height. */
const JAW: readonly Point[] = [
  [0.103, 0.4],
  [0.107, 0.488],
  [0.119, 0.575],
  [0.142, 0.66],
  [0.182, 0.744],
  [0.242, 0.823],
  [0.317, 0.89],
  [0.406, 0.945],
];
/** The brow on the viewer's left, from its outer end. */
const BROW: readonly Point[] = [
  [0.219, 0.29],
  [0.271, 0.265],
  [0.327, 0.26],
  [0.383, 0.27],
  [0.436, 0.288],
];
/** Half of the nose's base, from the wing on the viewer's left. */
const NOSE: readonly Point[] = [
  [0.418, 0.625],
  [0.459, 0.642],
];
/** The eye on the viewer's left: outer corner, upper lid, inner corner, lower lid. */
const EYE: readonly Point[] = [
  [0.24, 0.375],
  [0.293, 0.341],
  [0.352, 0.343],
  [0.406, 0.382],
  [0.352, 0.401],
  [0.293, 0.402],
];
/** Half of each edge of the mouth, from the viewer's left to just before the middle. */
const UPPER_LIP: readonly Point[] = [
  [0.352, 0.778],
  [0.411, 0.745],
  [0.471, 0.73],
];
const LOWER_LIP: readonly Point[] = [
  [0.411, 0.818],
  [0.465, 0.836],
];
const INNER_CORNER: Point = [0.37, 0.778];
const INNER_UPPER: Point = [0.437, 0.771];
const INNER_LOWER: Point = [0.437, 0.787];

/**
 * The 68 points (iBUG scheme) of an average face that looks straight ahead, as parts of the width and height of a square
 * picture that it fills. Where the numbers come from, `meanShape` says.
 */
export const AVERAGE_FACE: readonly Point[] = /* @__PURE__ */ layOut();

function layOut(): Point[] {
  return [
    ...mirrored(JAW, [0.5, 0.965]),
    ...BROW,
    ...mirror(BROW),
    ...[0.365, 0.438, 0.511, 0.584].map((y): Point => [0.5, y]),
    ...mirrored(NOSE, [0.5, 0.65]),
    ...EYE,
    ...rightEye(),
    ...mirrored(UPPER_LIP, [0.5, 0.737]),
    ...mirrored(LOWER_LIP, [0.5, 0.838]).reverse(),
    ...mirrored([INNER_CORNER, INNER_UPPER], [0.5, 0.77]),
    ...mirrored([INNER_LOWER], [0.5, 0.789]).reverse(),
  ];
}

function mirror(points: readonly Point[]): Point[] {
  return points.map(([x, y]): Point => [1 - x, y]).reverse();
}

function mirrored(half: readonly Point[], middle: Point): Point[] {
  return [...half, middle, ...mirror(half)];
}

/** The scheme starts both eyes at the corner on the viewer's left and goes along the upper lid first. */
function rightEye(): Point[] {
  const order = [3, 2, 1, 0, 5, 4];
  return order.map((at): Point => [1 - (EYE[at] as Point)[0], (EYE[at] as Point)[1]]);
}
