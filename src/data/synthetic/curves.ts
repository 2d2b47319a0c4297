import type { Point } from '../../regions/landmarks.js';

/** A smooth open curve through all points (Catmull-Rom), as a polyline with `steps` pieces between two points. */
export function smooth(points: readonly Point[], steps: number): Point[] {
  const curve: Point[] = [];
  const at = (index: number): Point => points[Math.min(points.length - 1, Math.max(0, index))] as Point;
  for (let piece = 0; piece < points.length - 1; piece++) {
    const [a, b, c, d] = [at(piece - 1), at(piece), at(piece + 1), at(piece + 2)];
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      curve.push([catmullRom(a[0], b[0], c[0], d[0], t), catmullRom(a[1], b[1], c[1], d[1], t)]);
    }
  }
  curve.push(at(points.length - 1));
  return curve;
}

/** A smooth closed curve through all points, without repeating the first one. */
export function smoothLoop(points: readonly Point[], steps: number): Point[] {
  const count = points.length;
  const at = (index: number): Point => points[(index + count) % count] as Point;
  const curve: Point[] = [];
  for (let piece = 0; piece < count; piece++) {
    const [a, b, c, d] = [at(piece - 1), at(piece), at(piece + 1), at(piece + 2)];
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      curve.push([catmullRom(a[0], b[0], c[0], d[0], t), catmullRom(a[1], b[1], c[1], d[1], t)]);
    }
  }
  return curve;
}

function catmullRom(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/** The point at a part of the way between two points. */
export function between([x0, y0]: Point, [x1, y1]: Point, part: number): Point {
  return [x0 + (x1 - x0) * part, y0 + (y1 - y0) * part];
}
