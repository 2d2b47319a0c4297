import type { Point } from '../../regions/landmarks.js';
import { between, smooth } from './curves.js';
import { onFace } from './surface.js';
import type { HeadPoint } from './pose.js';
import { headCurve } from './scene.js';
import type { Scene } from './scene.js';

/** The nose as a ridge with a round tip and two wings. */
export function shapeNose({ relief, camera, face, points }: Scene): void {
  const root = points[27] as Point;
  const tip = points[30] as Point;
  const { unit } = camera;
  const length = Math.hypot(tip[0] - root[0], tip[1] - root[1]) / unit;
  const axis: Point = [tip[0] - root[0], tip[1] - root[1]];
  const wide = face.identity.noseWidth;
  relief.add({ at: between(root, tip, 0.6), along: length * 0.85, across: 0.15 * wide, height: 0.068, axis });
  relief.add({
    at: between(tip, points[33] as Point, 0.15),
    along: 0.17 * wide,
    across: 0.14,
    height: 0.07,
    axis: camera.turn(1, 0),
  });
  for (const [wing, inner] of [
    [31, 32],
    [35, 34],
  ] as const) {
    const at = between(points[wing] as Point, points[inner] as Point, 0.2);
    relief.add({
      at: [at[0], at[1] - 0.035 * unit],
      along: 0.09 * wide,
      across: 0.1,
      height: 0.03,
      axis: camera.turn(1, 0),
    });
  }
  // The underside turns away from light that comes from above.
  const base = points[33] as Point;
  const [downX, downY] = camera.turn(0, 0.025 * unit);
  const below: Point = [base[0] + downX, base[1] + downY];
  relief.add({ at: below, along: 0.2 * wide, across: 0.09, height: -0.035, axis: camera.turn(1, 0) });
}

/** Nostrils, the edges of the wings, and the wrinkles of AU9 on the bridge. */
export function paintNose(scene: Scene): void {
  const { canvas, camera, face, points, steps, on } = scene;
  const { unit } = camera;
  for (const [wing, inner, side] of [
    [31, 32, -1],
    [35, 34, 1],
  ] as const) {
    const flare = on('AU38', side);
    const from = between(points[wing] as Point, points[inner] as Point, 0.35);
    const to = between(points[inner] as Point, points[33] as Point, 0.15);
    const lift = -0.015 * unit;
    const nostril: Point[] = [
      [from[0], from[1] + lift],
      [to[0], to[1] + lift],
    ];
    canvas.stroke(nostril, {
      tone: 0.03,
      alpha: 0.7 + 0.25 * flare,
      width: (0.062 + 0.045 * flare) * unit,
      endWidth: 0.05 * unit,
    });
    const edge = wingEdge(scene, side).map((point) => camera.place(point));
    canvas.stroke(smooth(edge, steps), {
      tone: 0,
      alpha: 0.34 + 0.25 * on('AU9', side),
      width: 0.055 * unit,
      soft: true,
    });
    const wrinkle = on('AU9', side);
    for (const at of [0.02, 0.11, 0.2]) {
      const line: HeadPoint[] = [
        onFace(0.02 * side, at - 0.02, 0.08),
        onFace(0.085 * side, at, 0.05),
        onFace(0.17 * side, at + 0.07, 0),
      ];
      if (wrinkle > 0.05)
        canvas.stroke(headCurve(scene, line), {
          tone: 0,
          alpha: Math.min(0.7, 0.55 * wrinkle),
          width: 0.05 * unit,
          soft: true,
        });
    }
  }
  const base = [31, 32, 33, 34, 35].map((at) => points[at] as Point);
  canvas.stroke(smooth(base, steps), { tone: face.identity.skin * 0.2, alpha: 0.22, width: 0.045 * unit, soft: true });
}

/** The groove around a wing of the nose, from below upwards. */
function wingEdge({ face, on }: Scene, side: -1 | 1): HeadPoint[] {
  const { noseWidth, noseLength } = face.identity;
  const width = noseWidth * (1 + 0.16 * on('AU38', side) + 0.1 * on('AU9', side));
  const raise = 0.065 * on('AU9', side);
  return [
    onFace(side * 0.175 * width, 0.52 * noseLength - raise, 0.03),
    onFace(side * 0.205 * width, 0.455 * noseLength - raise, 0.02),
    onFace(side * 0.165 * width, 0.385 * noseLength - raise, 0.05),
  ];
}
