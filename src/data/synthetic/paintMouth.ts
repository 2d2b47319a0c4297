import type { Point } from '../../regions/landmarks.js';
import { between, smooth } from './curves.js';
import type { Scene } from './scene.js';

/** Both lips as hills, and the shadow below the lower one. */
export function shapeMouth({ relief, camera, points }: Scene): void {
  const { unit } = camera;
  const width = Math.hypot(at(points, 54)[0] - at(points, 48)[0], at(points, 54)[1] - at(points, 48)[1]) / unit;
  const axis: Point = [at(points, 54)[0] - at(points, 48)[0], at(points, 54)[1] - at(points, 48)[1]];
  relief.add({
    at: between(at(points, 51), at(points, 62), 0.6),
    along: width * 0.5,
    across: 0.08,
    height: 0.018,
    axis,
  });
  relief.add({
    at: between(at(points, 66), at(points, 57), 0.5),
    along: width * 0.42,
    across: 0.11,
    height: 0.04,
    axis,
  });
  relief.add({
    at: between(at(points, 57), at(points, 8), 0.25),
    along: width * 0.36,
    across: 0.09,
    height: -0.03,
    axis,
  });
}

/** The mouth: lips, and between them teeth, tongue and dark. */
export function paintMouth(scene: Scene): void {
  const { canvas, camera, face, points, steps, clips } = scene;
  const { skin } = face.identity;
  const { unit } = camera;
  const upperOuter = smooth(points.slice(48, 55), steps);
  const lowerOuter = smooth([...points.slice(54, 60), at(points, 48)], steps);
  const upperInner = smooth([at(points, 48), ...points.slice(60, 65), at(points, 54)], steps);
  const lowerInner = smooth([at(points, 54), ...points.slice(64, 68), at(points, 60), at(points, 48)], steps);

  canvas.fill([...upperOuter, ...[...upperInner].reverse()], { tone: skin * 0.6, alpha: 0.85 });
  canvas.fill([...lowerOuter, ...[...lowerInner].reverse()], { tone: skin * 0.72, alpha: 0.75 });
  const inside = clips[0].set([...upperInner, ...lowerInner]);
  canvas.paintCoverage(inside, { tone: 0.045 }, 0.4);
  paintInside(scene, inside);
  canvas.stroke(upperInner, { tone: 0.03, alpha: 0.9, width: 0.042 * unit });
  canvas.stroke(lowerInner, { tone: 0.05, alpha: 0.45, width: 0.026 * unit });
  paintCorners(scene);
}

/** Teeth show as the lips leave them; the tongue only in a wide open mouth. */
function paintInside(scene: Scene, inside: Scene['clips'][0]): void {
  const { canvas, camera, points, on, face } = scene;
  const opening =
    Math.hypot(at(points, 66)[0] - at(points, 62)[0], at(points, 66)[1] - at(points, 62)[1]) / camera.unit;
  if (opening < 0.02) return;
  const white = Math.min(0.92, 0.62 + 0.25 * face.identity.skin);
  const unit = (code: 'AU10' | 'AU12' | 'AU16' | 'AU20' | 'AU26' | 'AU27'): number => (on(code, -1) + on(code, 1)) / 2;
  const upper = Math.min(0.13, 0.035 + 0.1 * unit('AU12') + 0.08 * unit('AU10') + 0.05 * unit('AU20'));
  const lower = Math.min(0.1, 0.09 * unit('AU16') + 0.05 * unit('AU20'));
  if (opening > 0.16) {
    const [x, y] = at(points, 66);
    const width = 0.2 * camera.unit;
    const tongue = Array.from({ length: 16 }, (_, step): Point => {
      const angle = (Math.PI * step) / 8;
      const [dx, dy] = camera.turn(width * Math.cos(angle), 0.45 * width * Math.sin(angle) - 0.02 * camera.unit);
      return [x + dx, y + dy];
    });
    canvas.fill(tongue, { tone: 0.3, alpha: 0.8, within: inside });
  }
  const shift = (from: number[], down: number): Point[] => {
    const [dx, dy] = camera.turn(0, down * camera.unit);
    return from.map((index): Point => [at(points, index)[0] + dx, at(points, index)[1] + dy]);
  };
  const top = [60, 61, 62, 63, 64];
  canvas.fill([...shift(top, -0.05), ...shift([64, 63, 62, 61, 60], upper)], { tone: white, within: inside });
  const bottom = [64, 65, 66, 67, 60];
  if (lower > 0.01) {
    canvas.fill([...shift(bottom, 0.05), ...shift([60, 67, 66, 65, 64], -lower)], {
      tone: white * 0.85,
      within: inside,
    });
  }
}

/** Small shadows at the corners of the mouth, which tell a smile from a frown in a small picture. */
function paintCorners({ canvas, camera, points, on }: Scene): void {
  for (const [corner, inner, side] of [
    [48, 60, -1],
    [54, 64, 1],
  ] as const) {
    const end = at(points, corner);
    const inwards = at(points, inner);
    const beyond: Point = [end[0] + 0.6 * (end[0] - inwards[0]), end[1] + 0.6 * (end[1] - inwards[1])];
    const [dx, dy] = camera.turn(0, (0.05 * on('AU15', side) - 0.03 * on('AU12', side)) * camera.unit);
    canvas.stroke([inwards, end, [beyond[0] + dx, beyond[1] + dy]], {
      tone: 0,
      alpha: 0.5 + 0.2 * Math.max(on('AU12', side), on('AU15', side)),
      width: 0.06 * camera.unit,
      endWidth: 0.04 * camera.unit,
      soft: true,
    });
  }
}

function at(points: readonly Point[], index: number): Point {
  return points[index] as Point;
}
