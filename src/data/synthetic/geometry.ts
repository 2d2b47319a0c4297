import { mouthPoints } from './mouthGeometry.js';
import type { FaceIdentity, FaceParameters } from './parameters.js';
import type { HeadPoint } from './pose.js';
import { jawDrop, onFace, surface, unitsOn } from './surface.js';
import type { Side, UnitOn } from './surface.js';

/**
 * The 68 points of the iBUG scheme on the head, before it turns: jaw 0-16 (points of the outline), brows 17-26, nose
 * 27-35, eyes 36-47, mouth 48-67.
 */
export function facePoints({ identity, actionUnits, surroundings, asymmetry }: FaceParameters): HeadPoint[] {
  const on = unitsOn(actionUnits, asymmetry);
  const drop = jawDrop(surroundings);
  return [
    ...jawPoints(identity, drop),
    ...browPoints(identity, -1, on).reverse(),
    ...browPoints(identity, 1, on),
    ...nosePoints(identity, on),
    ...eyePoints(identity, -1, on),
    ...eyePoints(identity, 1, on),
    ...mouthPoints(identity, on, CHIN + drop),
  ];
}

/** Height of the chin of an average face at rest. */
const CHIN = 1.3;
const JAW_X = [0.96, 0.95, 0.92, 0.865, 0.765, 0.62, 0.44, 0.225, 0];
const JAW_Y = [0.02, 0.22, 0.42, 0.615, 0.805, 0.98, 1.13, 1.25, CHIN];

function jawPoints({ jaw }: FaceIdentity, drop: number): HeadPoint[] {
  return Array.from({ length: 17 }, (_, at): HeadPoint => {
    const step = Math.min(at, 16 - at);
    const x = (JAW_X[step] as number) * (1 + 0.09 * jaw * Math.sin((Math.PI * step) / 8));
    const y = (JAW_Y[step] as number) + drop * Math.max(0, (step - 2) / 6) ** 1.3;
    return [at < 8 ? -x : x, y, 0.45 * (step / 8) ** 1.5];
  });
}

const BROW_X = [0.15, 0.265, 0.39, 0.515, 0.635];
const BROW_Y = [-0.25, -0.295, -0.325, -0.32, -0.255];
const BROW_ARCH = [0, 0.01, 0.03, 0.04, 0.01];
/** How much each point of the brow follows the inner raiser, the outer raiser and the lowerer. */
const INNER_RAISE = [0.17, 0.1, 0.03, -0.01, -0.02];
const OUTER_RAISE = [0.01, 0.05, 0.11, 0.15, 0.13];
const LOWER = [0.13, 0.12, 0.085, 0.04, 0.01];

/** Five points of a brow, from the inner to the outer end. */
function browPoints(identity: FaceIdentity, side: Side, on: UnitOn): HeadPoint[] {
  const [au1, au2, au4] = [on('AU1', side), on('AU2', side), on('AU4', side)];
  return BROW_X.map((base, at) => {
    const inner = 1 - at / 4;
    const rest =
      ((BROW_Y[at] as number) - (BROW_ARCH[at] as number) * (identity.browArch * 2 - 1)) * identity.browHeight;
    const raise = au1 * (INNER_RAISE[at] as number) + au2 * (OUTER_RAISE[at] as number);
    const lower = au4 * (LOWER[at] as number) * (1 - 0.55 * Math.min(1, au1));
    const x = base * (0.4 + 0.6 * identity.eyeSpacing) - 0.05 * au4 * inner;
    return onFace(side * x, rest - raise + lower, 0.03);
  });
}

/** Nine points of the nose: the bridge from above to the tip, then the base from the viewer's left to the right. */
function nosePoints(identity: FaceIdentity, on: UnitOn): HeadPoint[] {
  const length = identity.noseLength;
  const wrinkle = (on('AU9', -1) + on('AU9', 1)) / 2;
  const tip = 0.43 * length - 0.03 * wrinkle;
  const bridge = [-0.02, 0.13, 0.28, 1].map((part, at): HeadPoint => {
    const y = at === 3 ? tip : part * length;
    return [0, y, surface(0, y) + [0.02, 0.08, 0.16, 0.24][at]!];
  });
  const base = [-1, -0.5, 0, 0.5, 1].map((part): HeadPoint => {
    const side = part < 0 ? -1 : 1;
    const edge = Math.abs(part);
    const width = 0.185 * identity.noseWidth * (1 + 0.16 * on('AU38', side) + 0.1 * on('AU9', side));
    const y = (0.555 - 0.02 * edge - 0.03 * edge ** 2) * length - 0.065 * on('AU9', side) * edge - 0.012 * wrinkle;
    return onFace(part * width, y, 0.14 - 0.1 * edge);
  });
  return [...bridge, ...base];
}

/** Six points of an eye in the scheme's order, which starts at the corner on the viewer's left. */
function eyePoints(identity: FaceIdentity, side: Side, on: UnitOn): HeadPoint[] {
  const size = identity.eyeSize;
  const center = 0.405 * identity.eyeSpacing;
  const half = 0.19 * size;
  const open = 1 - Math.min(1, on('AU43', side));
  const raise = on('AU5', side);
  const squeeze = on('AU7', side);
  const upper = (0.088 * size + 0.085 * raise - 0.03 * squeeze) * open - 0.035 * (1 - open);
  const lower = 0.062 * size + 0.015 * raise - 0.045 * squeeze - 0.05 * on('AU6', side);
  const slant = 0.02 * identity.eyeSlant;

  const outer = onFace(side * (center + half), -slant + 0.005);
  const inner = onFace(side * (center - half), 0.025);
  const lid = (part: number, height: number): HeadPoint =>
    onFace(side * (center + half * part), 0.012 - slant * part - height, 0.02);
  // The lower lid never passes the upper one.
  const below = Math.max(-lower, -upper) + (open < 1 ? 0.004 : 0);
  const outwards = [lid(0.36, upper), lid(0.36, Math.min(upper, below))];
  const inwards = [lid(-0.34, upper), lid(-0.34, Math.min(upper, below))];
  const [upperOut, lowerOut] = outwards as [HeadPoint, HeadPoint];
  const [upperIn, lowerIn] = inwards as [HeadPoint, HeadPoint];
  return side < 0
    ? [outer, upperOut, upperIn, inner, lowerIn, lowerOut]
    : [inner, upperIn, upperOut, outer, lowerOut, lowerIn];
}
