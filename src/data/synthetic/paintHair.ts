import type { Point } from '../../regions/landmarks.js';
import { smooth, smoothLoop } from './curves.js';
import { CROWN } from './paintHead.js';
import type { HairStyle } from './parameters.js';
import type { HeadPoint } from './pose.js';
import type { Scene } from './scene.js';

/** Outlines of the right half of the hair behind the head, from the crown down. */
const BEHIND: Record<Exclude<HairStyle, 'bald'>, readonly HeadPoint[]> = {
  short: [
    [0, -1.36, 0],
    [0.58, -1.23, 0],
    [0.93, -0.85, 0],
    [1.03, -0.45, 0],
    [0.99, -0.12, 0],
    [0.8, 0, 0],
  ],
  fringe: [
    [0, -1.42, 0],
    [0.62, -1.27, 0],
    [1, -0.85, 0],
    [1.1, -0.4, 0],
    [1.06, 0, 0],
    [0.9, 0.2, 0],
  ],
  long: [
    [0, -1.4, 0],
    [0.62, -1.26, 0],
    [1.03, -0.8, 0],
    [1.18, -0.1, 0],
    [1.24, 0.7, 0],
    [1.3, 1.5, 0],
    [0.9, 1.9, 0],
  ],
};

/** Hairlines from the viewer's left to the right: where the hair ends on forehead and temples. */
function hairlineOf(style: Exclude<HairStyle, 'bald'>, reach: number): HeadPoint[] {
  const low = -0.93 + 0.17 * reach;
  const side = -0.7 + 0.1 * reach;
  if (style === 'short')
    return [
      [-0.96, 0.06, 0],
      [-0.89, -0.22, 0.05],
      [-0.84, -0.5, 0.2],
      [-0.62, side, 0.4],
      [-0.2, low - 0.02, 0.5],
      [0.28, low, 0.5],
      [0.66, side, 0.4],
      [0.84, -0.5, 0.2],
      [0.89, -0.22, 0.05],
      [0.96, 0.06, 0],
    ];
  if (style === 'fringe')
    return [
      [-1.0, 0.2, 0],
      [-0.89, -0.15, 0.05],
      [-0.8, -0.44, 0.2],
      [-0.5, -0.53 + 0.06 * reach, 0.5],
      [-0.1, -0.55 + 0.06 * reach, 0.6],
      [0.3, -0.6 + 0.06 * reach, 0.5],
      [0.66, -0.62, 0.4],
      [0.84, -0.42, 0.2],
      [0.9, -0.12, 0.05],
      [1.0, 0.2, 0],
    ];
  return [
    [-1.06, 1.7, 0],
    [-0.92, 1.1, 0.05],
    [-0.88, 0.5, 0.1],
    [-0.84, 0, 0.15],
    [-0.76, -0.4, 0.3],
    [-0.46, -0.76, 0.4],
    [0.08, low - 0.1, 0.5],
    [0.5, -0.74, 0.4],
    [0.78, -0.4, 0.3],
    [0.86, 0, 0.15],
    [0.89, 0.5, 0.1],
    [0.92, 1.1, 0.05],
    [1.06, 1.7, 0],
  ];
}

function hairOutline({ camera, steps }: Scene, style: Exclude<HairStyle, 'bald'>): Point[] {
  const half = BEHIND[style];
  const other = half
    .slice(1)
    .reverse()
    .map(([x, y, z]): HeadPoint => [-x, y, z]);
  return smooth(
    [...other, ...half].map((point) => camera.placeOutline(point)),
    steps,
  );
}

/** Hair behind the head: long hair falls beside the neck. */
export function paintHairBehind(scene: Scene): void {
  const { hairStyle, hair } = scene.face.identity;
  if (hairStyle === 'bald') return;
  scene.canvas.fill(hairOutline(scene, hairStyle), { tone: hair * 0.6 }, 0.4);
}

/** Hair over the forehead, from the hairline to the crown, with strands. */
export function paintHair(scene: Scene): void {
  const { canvas, camera, face, steps, clips } = scene;
  const { hairStyle, hair, hairline } = face.identity;
  if (hairStyle === 'bald') return;
  const line = smooth(
    hairlineOf(hairStyle, hairline).map((point) => camera.placeOutline(point)),
    steps,
  );
  const outline = hairOutline(scene, hairStyle);
  const above = outline.slice(steps, outline.length - steps);
  const covered = clips[0].set([...line, ...above.reverse()]);
  canvas.paintCoverage(covered, { tone: hair }, 0.8);
  canvas.stroke(line, { tone: hair * 0.5, alpha: 0.4, width: 0.07 * camera.unit, soft: true });
  paintStrands(scene, line);
}

/** Lighter and darker strands that run from the crown to the hairline. */
function paintStrands({ canvas, camera, face, steps, clips }: Scene, line: readonly Point[]): void {
  const { hair } = face.identity;
  const count = canvas.size >= 128 ? 60 : 14;
  const crown: HeadPoint = [0.1, CROWN - 0.1, 0];
  const [crownX, crownY] = camera.placeOutline(crown);
  for (let strand = 1; strand < count; strand++) {
    const [x, y] = line[Math.round((strand / count) * (line.length - 1))] as Point;
    // A fixed pattern of light and dark that does not repeat soon.
    const light = 0.5 * Math.sin(strand * 2.4) + 0.5 * Math.sin(strand * 5.1);
    const middle: Point = [(crownX + x) / 2 + (x - crownX) * 0.22, (crownY + y) / 2 - 0.06 * camera.unit];
    canvas.stroke(smooth([[x, y], middle, [crownX, crownY]], steps), {
      tone: light > 0 ? hair * 1.6 + 0.05 : hair * 0.4,
      alpha: 0.5 * Math.abs(light),
      width: (2.2 / count) * camera.unit,
      endWidth: (0.7 / count) * camera.unit,
      soft: true,
      within: clips[0],
    });
  }
}

/** A beard: darker skin around the mouth and along the jaw. */
export function paintBeard({ canvas, face, points, steps, camera }: Scene): void {
  const { beard, hair, skin } = face.identity;
  if (beard < 0.03) return;
  const jaw = points.slice(2, 15);
  const upper = [
    [0.66, 0.52, 0.4],
    [0.5, 0.68, 0.5],
    [0.26, 0.66, 0.7],
    [0, 0.62, 0.78],
    [-0.26, 0.66, 0.7],
    [-0.5, 0.68, 0.5],
    [-0.66, 0.52, 0.4],
  ] as const;
  const outline = [
    ...smooth(jaw, steps),
    ...smooth(
      upper.map((point) => camera.place(point)),
      steps,
    ),
  ];
  canvas.fill(outline, { tone: (hair + skin * 0.5) / 1.6, alpha: 0.6 * beard });
}

/** Glasses, or a lock of hair over one eye. */
export function paintOccluder({ canvas, face, camera, steps }: Scene): void {
  const { unit } = camera;
  if (face.occluder === 'hair') {
    const lock = (
      [
        [0.3, -1.0, 0.5],
        [-0.15, -0.6, 0.75],
        [-0.52, -0.1, 0.75],
        [-0.72, 0.4, 0.6],
      ] as const
    ).map((point) => camera.place(point));
    canvas.stroke(smooth(lock, steps), {
      tone: face.identity.hair,
      alpha: 0.95,
      width: 0.3 * unit,
      endWidth: 0.05 * unit,
    });
  }
  if (face.occluder !== 'glasses') return;
  const centers = [-1, 1].map((side) => side * 0.42 * face.identity.eyeSpacing);
  for (const center of centers) {
    const frame = Array.from({ length: 8 }, (_, at): Point => {
      const angle = (2 * Math.PI * (at + 0.5)) / 8;
      return camera.place([center + 0.31 * Math.cos(angle), 0.04 + 0.235 * Math.sin(angle), 0.82]);
    });
    const loop = smoothLoop(frame, steps);
    canvas.fill(loop, { tone: 0.9, alpha: 0.1 });
    canvas.stroke([...loop, loop[0] as Point], { tone: 0.06, alpha: 0.9, width: 0.045 * unit });
  }
  const arm = (side: -1 | 1): Point[] => [
    camera.place([side * 0.73, -0.02, 0.8]),
    camera.placeOutline([side * 1.0, -0.06, 0]),
  ];
  const nose: Point[] = [
    camera.place([-0.12, -0.01, 0.86]),
    camera.place([0, -0.04, 0.9]),
    camera.place([0.12, -0.01, 0.86]),
  ];
  for (const line of [arm(-1), arm(1), smooth(nose, steps)]) {
    canvas.stroke(line, { tone: 0.06, alpha: 0.85, width: 0.04 * unit });
  }
}
