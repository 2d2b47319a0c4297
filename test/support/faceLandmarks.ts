import type { FaceLandmarks, Point } from '../../src/regions/landmarks.js';

/** Half of a made-up frontal face on a 100 x 100 picture: the subject's right, which is the viewer's left. */
const HALF = {
  jaw: [
    [14, 40],
    [15, 49],
    [16.5, 58],
    [19, 67],
    [23.5, 75],
    [29.5, 82],
    [36, 88],
    [43, 92],
  ],
  brow: [
    [20, 31],
    [24.5, 27],
    [30.5, 26],
    [37, 27.5],
    [42.5, 30],
  ],
  nostril: [
    [42.5, 61.5],
    [46, 62.8],
  ],
  upperLip: [
    [35.5, 74],
    [40.5, 71.5],
    [46.5, 70],
  ],
  lowerLip: [
    [46, 80],
    [40.5, 77.8],
  ],
} as const satisfies Record<string, Point[]>;

const RIGHT_EYE: Point[] = [
  [26, 40],
  [30, 37.5],
  [35, 37.5],
  [39, 40.5],
  [35, 42.3],
  [30, 42.3],
];

const mirrored = (points: readonly Point[]) => points.map(([x, y]): Point => [100 - x, y]).reverse();
const [innerLeft, topLeft, topRight, outerLeft, low, lower] = RIGHT_EYE.map(([x, y]): Point => [100 - x, y]);

const POINTS = [
  ...HALF.jaw,
  [50, 93.5],
  ...mirrored(HALF.jaw),
  ...HALF.brow,
  ...mirrored(HALF.brow),
  [50, 39],
  [50, 45],
  [50, 51],
  [50, 57],
  ...HALF.nostril,
  [50, 64],
  ...mirrored(HALF.nostril),
  ...RIGHT_EYE,
  ...[outerLeft, topRight, topLeft, innerLeft, lower, low],
  ...HALF.upperLip,
  [50, 70.8],
  ...mirrored(HALF.upperLip),
  ...mirrored(HALF.lowerLip),
  [50, 80.4],
  ...HALF.lowerLip,
  ...[
    [38, 74.2],
    [46, 73.4],
    [50, 73.8],
    [54, 73.4],
    [62, 74.2],
    [54, 75.8],
    [50, 76.2],
    [46, 75.8],
  ],
] as Point[];

/** Where to put the made-up face. */
export interface FacePlace {
  /** Of the picture; the face fills it. Default 100. */
  width?: number;
  /** Default: the width. */
  height?: number;
  /** Turn about the picture's middle in degrees, clockwise as seen. */
  turn?: number;
  /** Moved by so many pixels after turning. */
  shift?: Point;
}

/** The 68 iBUG landmarks of a made-up, symmetric, frontal face that stands upright in the middle of a picture. */
export function testFace({ width = 100, height = width, turn = 0, shift = [0, 0] }: FacePlace = {}): FaceLandmarks {
  const angle = (turn * Math.PI) / 180;
  const points = POINTS.map(([x, y]): Point => {
    const dx = ((x - 50) * width) / 100;
    const dy = ((y - 50) * height) / 100;
    return [
      width / 2 + dx * Math.cos(angle) - dy * Math.sin(angle) + shift[0],
      height / 2 + dx * Math.sin(angle) + dy * Math.cos(angle) + shift[1],
    ];
  });
  return { scheme: 'ibug68', points, source: 'exact' };
}
