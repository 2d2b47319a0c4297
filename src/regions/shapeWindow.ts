import type { Point } from './landmarks.js';
import type { Shape } from './shape.js';
import { boxOf, type Box } from './simplePath.js';
import { softenReach } from './soften.js';
import type { Window } from './window.js';

/** How far a shape of this width reaches beyond what it is grown from, in whole pixels. */
export function growReach(px: number): number {
  return Math.ceil(Math.abs(px)) + 1;
}

/**
 * The part of a window that a shape may touch: outside it the shape covers nothing.
 *
 * @returns Of whole pixels; without width or height where the shape lies elsewhere.
 */
export function shapeWindow(shape: Shape, window: Window): Window {
  const box = boxAround(shape) ?? EVERYWHERE;
  const left = clamp(Math.floor(box.left), window.x, window.width);
  const top = clamp(Math.floor(box.top), window.y, window.height);
  const right = clamp(Math.ceil(box.right), window.x, window.width);
  const bottom = clamp(Math.ceil(box.bottom), window.y, window.height);
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

function clamp(place: number, from: number, length: number): number {
  return Math.min(from + length, Math.max(from, place));
}

const EVERYWHERE: Box = { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };

/** An upright rectangle around all that a shape covers; undefined for a shape that has no end. */
function boxAround(shape: Shape): Box | undefined {
  switch (shape.kind) {
    case 'paths':
      return hull(shape.paths.map(boxOf));
    case 'ellipse':
      return around(shape.centre, Math.max(...shape.radii));
    case 'grid':
    case 'complement':
      return undefined;
    case 'union': {
      const boxes = shape.shapes.map(boxAround);
      return boxes.includes(undefined) ? undefined : hull(boxes as Box[]);
    }
    case 'intersect':
      return shared(shape.shapes.flatMap((part) => boxAround(part) ?? []));
    case 'grow':
      return shape.px > 0 ? wider(boxAround(shape.shape), growReach(shape.px)) : boxAround(shape.shape);
    case 'soften':
      // Half a pixel more, since an edge pixel spreads as far as its far side.
      return wider(boxAround(shape.shape), softenReach(shape.sigma) + 1);
  }
}

function around([x, y]: Point, radius: number): Box {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

function hull(boxes: readonly Box[]): Box {
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    right: Math.max(...boxes.map((box) => box.right)),
    top: Math.min(...boxes.map((box) => box.top)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

function shared(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  return {
    left: Math.max(...boxes.map((box) => box.left)),
    right: Math.min(...boxes.map((box) => box.right)),
    top: Math.max(...boxes.map((box) => box.top)),
    bottom: Math.min(...boxes.map((box) => box.bottom)),
  };
}

function wider(box: Box | undefined, by: number): Box | undefined {
  return box && { left: box.left - by, right: box.right + by, top: box.top - by, bottom: box.bottom + by };
}
