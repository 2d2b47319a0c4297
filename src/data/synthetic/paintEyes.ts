import type { Point } from '../../regions/landmarks.js';
import { between, smooth } from './curves.js';
import { onFace } from './surface.js';
import type { Side } from './surface.js';
import type { HeadPoint } from './pose.js';
import { headCurve } from './scene.js';
import type { Scene } from './scene.js';

/** Radius of the iris in units of the head. */
const IRIS = 0.088;

/** Both eyes: white, iris, pupil, glint, lids and lashes. */
export function paintEyes(scene: Scene): void {
  paintEye(scene, -1);
  paintEye(scene, 1);
}

/** Sockets and lids as hollows and hills. */
export function shapeEyes({ relief, camera, face, on }: Scene): void {
  const center = 0.405 * face.identity.eyeSpacing;
  for (const side of [-1, 1] as const) {
    relief.add({
      at: camera.place(onFace(side * center, -0.02)),
      along: 0.33,
      across: 0.2,
      height: -0.075,
      axis: camera.turn(1, 0),
    });
    relief.add({
      at: camera.place(onFace(side * 0.2, -0.03)),
      along: 0.14,
      across: 0.2,
      height: -0.05,
      axis: camera.turn(1, 0),
    });
    relief.add({
      at: camera.place(onFace(side * center, 0)),
      along: 0.23,
      across: 0.14,
      height: 0.05 - 0.02 * on('AU5', side),
      axis: camera.turn(1, 0),
    });
  }
}

function paintEye(scene: Scene, side: Side): void {
  const { canvas, camera, points, steps, face, clips } = scene;
  const { skin } = face.identity;
  const eye = points.slice(side < 0 ? 36 : 42, side < 0 ? 42 : 48);
  const upper = smooth(eye.slice(0, 4), steps);
  const lower = smooth([...eye.slice(3), eye[0] as Point], steps);
  const opening = clips[0].set([...upper, ...lower.slice(1, -1)]);

  canvas.paintCoverage(opening, { tone: Math.min(0.95, 0.62 + 0.3 * skin) }, 0.75);
  const looking = pupil(scene, side);
  const disc = (radius: number): Point[] => circle(scene, looking, radius);
  canvas.fill(disc(IRIS), { tone: face.identity.iris, within: opening });
  canvas.fill(disc(IRIS * 0.48), { tone: 0.02, within: opening });
  // The upper lid throws a shadow on the eye.
  canvas.stroke(upper, { tone: 0, alpha: 0.4, width: 0.07 * camera.unit, soft: true, within: opening });
  const [glintX, glintY] = camera.place([looking[0] - 0.025, looking[1] - 0.03, looking[2]]);
  const spark = 0.022 * camera.unit;
  canvas.fill(
    [
      [glintX - spark, glintY],
      [glintX, glintY - spark],
      [glintX + spark, glintY],
      [glintX, glintY + spark],
    ],
    { tone: 1, alpha: 0.85, within: opening },
  );
  paintLids(scene, side, upper, lower);
}

function paintLids(scene: Scene, side: Side, upper: Point[], lower: Point[]): void {
  const { canvas, camera, face, on } = scene;
  const { unit } = camera;
  const outerFirst = side < 0 ? upper : [...upper].reverse();
  canvas.stroke(outerFirst, { tone: 0.03, alpha: 0.9, width: 0.05 * unit, endWidth: 0.022 * unit });
  canvas.stroke(lower, { tone: face.identity.skin * 0.35, alpha: 0.55, width: 0.022 * unit });
  const lift = 0.045 + 0.05 * (1 - Math.min(1, on('AU43', side)));
  const fold = lidTops(scene, side).map(([x, y, z]): HeadPoint => [x, y - lift, z]);
  canvas.stroke(headCurve(scene, fold), {
    tone: 0,
    alpha: 0.32 + 0.12 * on('AU5', side),
    width: 0.05 * unit,
    soft: true,
  });
}

/** Three points above the eye that the crease of the lid follows. */
function lidTops({ face, on }: Scene, side: Side): HeadPoint[] {
  const size = face.identity.eyeSize;
  const center = 0.405 * face.identity.eyeSpacing;
  const height = 0.07 * size + 0.07 * on('AU5', side) - 0.03 * on('AU7', side) - 0.05 * Math.min(1, on('AU43', side));
  return [
    onFace(side * (center + 0.21 * size), -0.01),
    onFace(side * (center + 0.05), -height),
    onFace(side * (center - 0.16 * size), 0),
  ];
}

/** Middle of the pupil on the head: halfway between the corners, moved by the gaze. */
function pupil({ face }: Scene, side: Side): HeadPoint {
  const [right, down] = face.gaze;
  return onFace(side * 0.4 * face.identity.eyeSpacing + 0.075 * right, 0 + 0.03 * down);
}

function circle({ camera, steps }: Scene, [x, y, z]: HeadPoint, radius: number): Point[] {
  const count = steps * 4;
  return Array.from({ length: count }, (_, at) => {
    const angle = (2 * Math.PI * at) / count;
    return camera.place([x + radius * Math.cos(angle), y + radius * Math.sin(angle), z]);
  });
}

/** Brows: a soft band with single hairs where the picture is large enough to show them. */
export function paintBrows(scene: Scene): void {
  const { canvas, camera, face, points, steps } = scene;
  const { browThickness, hair, skin } = face.identity;
  const tone = Math.min(0.75 * skin, 0.04 + 0.75 * hair);
  for (const side of [-1, 1] as const) {
    const inner = side < 0 ? points.slice(17, 22).reverse() : points.slice(22, 27);
    const width = 0.1 * browThickness * camera.unit;
    const line = smooth(inner, steps);
    canvas.stroke(line, { tone, alpha: 0.6, width: width * 1.5, endWidth: width * 0.7, soft: true });
    canvas.stroke(line, { tone, alpha: 0.6, width: width * 0.8, endWidth: width * 0.3 });
    if (canvas.size >= 128) paintHairs(scene, line, width, side, tone);
  }
}

/** Single hairs: upright at the inner end, along the brow at the outer end. */
function paintHairs({ canvas, camera }: Scene, line: readonly Point[], width: number, side: Side, tone: number): void {
  for (let at = 0; at < line.length - 1; at++) {
    const [from, to] = [line[at] as Point, line[at + 1] as Point];
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
    const [alongX, alongY] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
    const [upX, upY] = [side * alongY, -side * alongX];
    const part = at / line.length;
    const thick = width * (1 - 0.6 * part);
    const angle = 1.15 - part;
    for (const across of [-0.45, -0.2, 0.05, 0.25]) {
      const [x, y] = between(from, to, (across + 0.45) * 1.4);
      const start: Point = [x + upX * thick * across, y + upY * thick * across];
      const [along, up] = [thick * 0.6 * Math.cos(angle), thick * 0.6 * Math.sin(angle)];
      canvas.stroke([start, [start[0] + alongX * along + upX * up, start[1] + alongY * along + upY * up]], {
        tone: tone * 0.4,
        alpha: 0.45,
        width: 0.016 * camera.unit,
        endWidth: 0.006 * camera.unit,
      });
    }
  }
}
