import type { Point } from '../landmarks.js';

/** The mean of the points. */
export function centroid(points: readonly Point[]): Point {
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += point[0];
    y += point[1];
  }
  return [x / points.length, y / points.length];
}

/** The point at a share of the way from one point to another: 0 the first, 1 the second. */
export function between(from: Point, to: Point, share: number): Point {
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}

/** Twice the signed area of the triangle; positive when c lies to the right of the way from a to b, as seen (y down). */
export function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** The smallest convex outline around the points (Andrew's monotone chain), clockwise as seen (y down). */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const lower = chain(sorted);
  const upper = chain(sorted.reverse());
  return [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function chain(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    while (kept.length > 1 && turn(kept.at(-2) as Point, kept.at(-1) as Point, point) <= 0) kept.pop();
    kept.push(point);
  }
  return kept;
}

/** The part of an outline to the right of the way from a to b, as seen (y down). Keeps the outline's direction. */
export function clipToSide(path: readonly Point[], a: Point, b: Point): Point[] {
  const kept: Point[] = [];
  path.forEach((point, at) => {
    const next = path[(at + 1) % path.length] as Point;
    const here = turn(a, b, point);
    const there = turn(a, b, next);
    if (here >= 0) kept.push(point);
    if (here * there < 0) kept.push(between(point, next, here / (here - there)));
  });
  return kept;
}

/** The part of an outline inside a clockwise convex one (Sutherland-Hodgman). */
export function clipToConvex(path: readonly Point[], convex: readonly Point[]): Point[] {
  return convex.reduce<Point[]>(
    (rest, corner, at) => clipToSide(rest, corner, convex[(at + 1) % convex.length] as Point),
    [...path],
  );
}

/** A smooth curve through the points (uniform Catmull-Rom), with so many straight pieces between neighbours. */
export function smooth(points: readonly Point[], pieces = 6): Point[] {
  const at = (place: number): Point => {
    if (place < 0) return between(points[0] as Point, points[1] as Point, -1);
    if (place >= points.length) return between(points.at(-1) as Point, points.at(-2) as Point, -1);
    return points[place] as Point;
  };
  const curve: Point[] = [];
  for (let place = 0; place + 1 < points.length; place++) {
    const around = [at(place - 1), at(place), at(place + 1), at(place + 2)] as const;
    for (let piece = 0; piece < pieces; piece++) curve.push(catmullRom(around, piece / pieces));
  }
  curve.push(points.at(-1) as Point);
  return curve;
}

function catmullRom([a, b, c, d]: readonly [Point, Point, Point, Point], t: number): Point {
  const on = (axis: 0 | 1) =>
    b[axis] +
    0.5 *
      t *
      (c[axis] -
        a[axis] +
        t * (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis] + t * (3 * (b[axis] - c[axis]) + d[axis] - a[axis])));
  return [on(0), on(1)];
}

/** A closed outline with its corners cut twice (Chaikin): rounder, and never outside the hull of the old one. */
export function rounded(path: readonly Point[], times = 2): Point[] {
  if (times === 0) return [...path];
  const cut = path.flatMap((point, at) => {
    const next = path[(at + 1) % path.length] as Point;
    return [between(point, next, 0.25), between(point, next, 0.75)];
  });
  return rounded(cut, times - 1);
}

/** So many points at equal distances along an open line, its ends included. */
export function resampled(line: readonly Point[], count: number): Point[] {
  const lengths = line.map((point, at) => {
    const before = line[at - 1] ?? point;
    return Math.hypot(point[0] - before[0], point[1] - before[1]);
  });
  const step = lengths.reduce((sum, length) => sum + length, 0) / (count - 1);
  const places: Point[] = [line[0] as Point];
  let passed = 0;
  for (let at = 1; at < line.length; at++) {
    const length = lengths[at] as number;
    while (places.length < count - 1 && passed + length >= places.length * step && length > 0) {
      places.push(between(line[at - 1] as Point, line[at] as Point, (places.length * step - passed) / length));
    }
    passed += length;
  }
  while (places.length < count) places.push(line.at(-1) as Point);
  return places;
}
