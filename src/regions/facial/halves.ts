import type { Point } from '../landmarks.js';
import type { Face } from './face.js';
import { clipToSide } from './geometry.js';

/** Half of the face oval: across at half its height, or along the line from the root of the nose to the chin. */
export function half(face: Face, which: 'upper' | 'lower' | 'left' | 'right'): Point[][] {
  return which === 'upper' || which === 'lower' ? halfOfHeight(face, which) : halfOfWidth(face, which);
}

function halfOfHeight({ frame, oval }: Face, which: 'upper' | 'lower'): Point[][] {
  const depths = oval.map((point) => frame.depth(point));
  const middle = (Math.min(...depths) + Math.max(...depths)) / 2;
  const from: Point = [frame.down[0] * middle, frame.down[1] * middle];
  const to = frame.move(from, 1, 0);
  const below = clipToSide(oval, from, to);
  const isBelow = below.some((point) => frame.depth(point) > middle + 1e-9 * frame.unit);
  return [isBelow === (which === 'lower') ? below : clipToSide(oval, to, from)];
}

function halfOfWidth({ anatomy, frame, oval }: Face, which: 'left' | 'right'): Point[][] {
  const root = anatomy.noseBridge[0] as Point;
  const { chin } = anatomy;
  const leftIsRightOfLine = (chin[0] - root[0]) * frame.across[1] - (chin[1] - root[1]) * frame.across[0] >= 0;
  return [leftIsRightOfLine === (which === 'left') ? clipToSide(oval, root, chin) : clipToSide(oval, chin, root)];
}
