import type { FaceLandmarks, Point } from '../landmarks.js';
import type { ProtectiveMaskStyle } from '../region.js';
import { pathsShape } from '../shape.js';
import type { Shape } from '../shape.js';
import { aroundDiscs } from './discs.js';
import type { Disc } from './discs.js';
import { anatomyOf } from './anatomy.js';
import type { Face } from './face.js';
import { frameOf } from './frame.js';
import { between, centroid, rounded, smooth } from './geometry.js';

/** What a mask is fitted to. */
type FittedFace = Pick<Face, 'anatomy' | 'frame'>;

/** The outline of a protective mask on a face; see `protectiveMask`. Margins in distances between the eyes. */
export function protectiveMaskShape(style: ProtectiveMaskStyle, landmarks: FaceLandmarks): Shape {
  const anatomy = anatomyOf(landmarks);
  return pathsShape(protectiveMaskOutline(style, { anatomy, frame: frameOf(anatomy) }));
}

/** The same as a closed line. */
export function protectiveMaskOutline(style: ProtectiveMaskStyle, face: FittedFace): Point[] {
  if (style === 'n95') return cup(face);
  return sheet(face, style === 'cloth' ? CLOTH : SURGICAL);
}

interface SheetFit {
  /** First jaw landmark from the ear that the mask reaches. */
  readonly ear: number;
  /** How far it stands off the jaw, as a share of the way from the middle of the face. */
  readonly standOff: number;
  /** How far it hangs below the chin. */
  readonly overhang: number;
  /** Depth of its upper edge below the middle of the eye. */
  readonly underEye: number;
}

const SURGICAL: SheetFit = { ear: 2, standOff: 0.02, overhang: 0.08, underEye: 0.45 };
const CLOTH: SheetFit = { ear: 1, standOff: 0.05, overhang: 0.16, underEye: 0.36 };

function sheet({ anatomy, frame }: FittedFace, fit: SheetFit): Point[] {
  const middle = centroid([...anatomy.noseBase, ...anatomy.outerLowerLip]);
  const line = anatomy.jaw.slice(fit.ear, anatomy.jaw.length - fit.ear);
  const lower = line.map((point, at) => {
    const under = Math.sin((Math.PI * at) / (line.length - 1)) ** 2;
    return frame.move(between(point, middle, -fit.standOff), 0, fit.overhang * under);
  });
  const bridge = anatomy.noseBridge[1] as Point;
  const upper = [
    lower.at(-1) as Point,
    frame.move(centroid(anatomy.leftEye), 0.12, fit.underEye),
    frame.move(bridge, 0.2, 0.1),
    bridge,
    frame.move(bridge, -0.2, 0.1),
    frame.move(centroid(anatomy.rightEye), -0.12, fit.underEye),
    lower[0] as Point,
  ];
  return [...smooth(lower).slice(0, -1), ...smooth(upper).slice(0, -1)];
}

function cup({ anatomy, frame }: FittedFace): Point[] {
  const { jaw, noseBridge, noseBase } = anatomy;
  const tip = noseBridge.at(-1) as Point;
  const last = jaw.length - 1;
  const inward = (place: number, share: number) => between(jaw[place] as Point, tip, share);
  const pairs = [
    [3, 0.3],
    [4, 0.2],
    [5, 0.1],
    [6, 0.02],
  ] as const;
  const discs: Disc[] = [
    [noseBridge[1] as Point, 0.16],
    [noseBase[0] as Point, 0.25],
    [noseBase.at(-1) as Point, 0.25],
    ...pairs.flatMap(([place, share]) => [
      [inward(place, share), 0.06] as const,
      [inward(last - place, share), 0.06] as const,
    ]),
    [frame.move(anatomy.chin, 0, -0.02), 0.1],
  ];
  return rounded(aroundDiscs(frame, discs));
}
