import type { ActionUnit, ActionUnits } from './actionUnits.js';
import type { HeadPoint } from './pose.js';

/** The viewer's left (the subject's right) or the viewer's right. */
export type Side = -1 | 1;

/** Intensity of one action unit on one side of the face. */
export type UnitOn = (unit: ActionUnit, side: Side) => number;

/** Reads action units as they are on each side of an uneven face. */
export function unitsOn(units: ActionUnits, asymmetry: number): UnitOn {
  return (unit, side) => (units[unit] ?? 0) * (1 + 0.25 * asymmetry * side);
}

/** How far the jaw hangs down, in units of the head. */
export function jawDrop(units: ActionUnits): number {
  return 0.14 * (units.AU26 ?? 0) + 0.22 * (units.AU27 ?? 0) - 0.02 * (units.AU17 ?? 0);
}

/** Depth of the face without its nose. */
export function surface(x: number, y: number): number {
  const rest = 1 - (x / 1.06) ** 2 - ((y - 0.1) / 1.5) ** 2;
  return 0.8 * Math.sqrt(Math.max(0, rest));
}

/** A point that lies on the face, or a little above it. */
export function onFace(x: number, y: number, above = 0): HeadPoint {
  return [x, y, surface(x, y) + above];
}
