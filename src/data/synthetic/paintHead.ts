import type { Point } from '../../regions/landmarks.js';
import { smooth, smoothLoop } from './curves.js';
import { onFace } from './surface.js';
import type { HeadPoint } from './pose.js';
import { crease } from './scene.js';
import type { Scene } from './scene.js';

/** Highest point of the skull. */
export const CROWN = -1.22;

/** The background: a gradient from left to right, a little darker below. */
export function paintBackground({ canvas, face }: Scene): void {
  const { size } = canvas;
  const [left, right] = face.picture.background;
  for (let y = 0, at = 0; y < size; y++) {
    for (let x = 0; x < size; x++, at++) {
      canvas.tones[at] = left + ((right - left) * (x + 0.5)) / size - (0.06 * (y + 0.5)) / size;
    }
  }
}

/** Neck and shoulders. */
export function paintNeck({ canvas, camera, face, points, steps, clips }: Scene): void {
  const { skin } = face.identity;
  const [chinX, chinY] = points[8] as Point;
  const unit = camera.unit * face.identity.faceWidth;
  const shoulders: Point[] = [
    [chinX - 3.2 * unit, chinY + 1.6 * unit],
    [chinX - 1.5 * unit, chinY + 0.42 * unit],
    [chinX - 0.55 * unit, chinY + 0.2 * unit],
    [chinX + 0.55 * unit, chinY + 0.2 * unit],
    [chinX + 1.5 * unit, chinY + 0.42 * unit],
    [chinX + 3.2 * unit, chinY + 1.6 * unit],
  ];
  const neck: Point[] = [
    [chinX - 0.6 * unit, chinY - 0.8 * unit],
    [chinX + 0.6 * unit, chinY - 0.8 * unit],
    [chinX + 0.54 * unit, chinY + 0.1 * unit],
    [chinX + 0.66 * unit, chinY + 0.7 * unit],
    [chinX - 0.66 * unit, chinY + 0.7 * unit],
    [chinX - 0.54 * unit, chinY + 0.1 * unit],
  ];
  canvas.fill(smooth(shoulders, steps), { tone: 0.2 + 0.3 * (1 - face.identity.hair) * face.picture.background[0] });
  const covered = clips[0].set(neck);
  canvas.paintCoverage(covered, { tone: skin * 0.62 }, 0.2);
  // The head throws its shadow on the neck.
  canvas.stroke(points.slice(3, 14), { tone: 0, alpha: 0.5, width: 0.55 * unit, soft: true, within: covered });
}

/** Ears, and the head itself with its skin. */
export function paintHead(scene: Scene): void {
  const { canvas, camera, face, steps, relief } = scene;
  const { skin } = face.identity;
  for (const side of [-1, 1] as const) {
    const ear: HeadPoint[] = [
      [side * 0.93, -0.16, -0.05],
      [side * 1.06, -0.17, -0.1],
      [side * 1.1, 0.02, -0.12],
      [side * 1.05, 0.24, -0.08],
      [side * 0.95, 0.36, -0.02],
    ];
    canvas.fill(
      smoothLoop(
        ear.map((point) => camera.placeOutline(point)),
        steps,
      ),
      { tone: skin * 0.84 },
      0.7,
    );
  }
  canvas.fill(headOutline(scene), { tone: skin }, 1);
  const [turnX, turnY] = camera.turn(1, 0);
  relief.setEllipsoid(camera.place([0, 0.06, 0]), 1.12 * face.identity.faceWidth, 1.5 * face.identity.faceHeight, 0.8, [
    turnX,
    turnY,
  ]);
}

/** The outline of the whole head: the jaw's landmarks and the skull above them. */
export function headOutline({ camera, points, steps }: Scene): Point[] {
  const skull = Array.from({ length: 9 }, (_, at): Point => {
    const angle = (Math.PI * (at + 1)) / 10;
    return camera.placeOutline([0.97 * Math.cos(angle), 0.02 + (CROWN - 0.02) * Math.sin(angle), 0]);
  });
  return smoothLoop([...points.slice(0, 17), ...skull], steps);
}

/** Forehead, cheeks, chin: the hills and hollows of a face, which follow the movements around them. */
export function shapeHead({ camera, relief, around, face }: Scene): void {
  const bump = (point: HeadPoint, along: number, across: number, height: number, tilt = 0): void =>
    relief.add({ at: camera.place(point), along, across, height, axis: camera.turn(1, tilt) });
  bump(onFace(0, -0.56), 0.7, 0.36, 0.05);
  bump(onFace(0, 0.83), 0.42, 0.34, 0.05);
  const chin = 1.15 + (around('AU26', 1) * 0.14 + around('AU27', 1) * 0.22);
  bump(onFace(0, chin), 0.3, 0.21, 0.045 + 0.04 * around('AU17', 1));
  bump(onFace(0, chin - 0.14), 0.24, 0.09, -0.022 - 0.02 * around('AU17', 1));
  for (const side of [-1, 1] as const) {
    const smile = around('AU12', side);
    const lift = Math.max(around('AU6', side), 0.7 * smile);
    bump(onFace(side * 0.5, 0.46 - 0.09 * lift), 0.36, 0.28, 0.07 + 0.09 * lift, side * 0.3);
    bump(onFace(side * 0.6, 0.84), 0.34, 0.42, -0.03 - 0.04 * face.identity.age);
    bump(onFace(side * 0.36, -0.2), 0.36, 0.13, 0.045);
    bump(onFace(side * 0.84, -0.3), 0.24, 0.35, -0.04);
  }
}

/** Folds from nose to mouth, crow's feet, bags under the eyes, furrows between the brows and on the forehead. */
export function paintFolds(scene: Scene): void {
  const { around, face } = scene;
  const age = face.identity.age;
  for (const side of [-1, 1] as const) {
    const [smile, squeeze, cheek] = [around('AU12', side), around('AU9', side), around('AU6', side)];
    const fold = 0.06 + 0.2 * age + 0.36 * smile + 0.34 * squeeze + 0.22 * around('AU10', side);
    const out = 0.09 * smile;
    const folds: HeadPoint[] = [
      onFace(side * 0.21, 0.47 - 0.04 * squeeze, 0.02),
      onFace(side * (0.33 + 0.5 * out), 0.6 - 0.03 * smile, 0.02),
      onFace(side * (0.43 + out), 0.76 - 0.03 * smile, 0.02),
      onFace(side * (0.44 + out), 0.92 - 0.04 * smile, 0.02),
    ];
    crease(scene, folds, 0.075, fold);
    const bag = 0.06 + 0.22 * age + 0.3 * cheek;
    crease(
      scene,
      [onFace(side * 0.2, 0.1), onFace(side * 0.38, 0.17 - 0.02 * cheek), onFace(side * 0.58, 0.1)],
      0.06,
      bag,
    );
    const feet = 0.3 * age * 0.5 + 0.4 * cheek;
    for (const [from, to] of [
      [-0.02, -0.1],
      [0.03, 0.03],
      [0.07, 0.15],
    ] as const) {
      crease(scene, [onFace(side * 0.66, from), onFace(side * 0.8, to)], 0.035, feet);
    }
    const furrow = 0.5 * around('AU4', side) + 0.08 * age;
    crease(scene, [onFace(side * 0.065, -0.3, 0.02), onFace(side * 0.055, -0.13, 0.02)], 0.05, furrow);
    crease(
      scene,
      [onFace(side * 0.2, 1.02), onFace(side * 0.12, 1.0 - 0.03 * around('AU17', side))],
      0.05,
      0.3 * around('AU17', side),
    );
  }
  const lines = 0.14 * age + 0.26 * Math.max(around('AU1', 1), around('AU2', 1));
  for (const y of [-0.5, -0.61, -0.72]) {
    const line = [-0.46, -0.24, 0, 0.24, 0.46].map((x) => onFace(x, y - 0.03 + 0.03 * Math.cos(6.5 * x)));
    crease(scene, line, 0.06, lines);
  }
}
