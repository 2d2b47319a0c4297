import type { FaceLandmarks } from '../regions/landmarks.js';
import type { Picture } from '../regions/resolve.js';
import type { Shape } from '../regions/shape.js';
import { deepFreeze } from './deepFreeze.js';

/** Faces kept; about 5 kB each. */
const MOST_FACES = 4096;

interface Remembered {
  readonly height: number;
  readonly width: number;
  readonly scheme: string;
  /** x, y of each landmark as they were: landmarks may be changed in place. */
  readonly places: Float64Array;
  readonly shape: Shape;
}

/** Finds a region in each face once, while the face is among the last {@link MOST_FACES}. The shapes are frozen. */
export function rememberFaces(find: (picture: Picture) => Shape): (picture: Picture) => Shape {
  const known = new Map<FaceLandmarks, Remembered>();
  return (picture) => {
    const { height, width, landmarks } = picture;
    if (!landmarks) return find(picture);
    const last = known.get(landmarks);
    if (last && last.height === height && last.width === width && isAsBefore(landmarks, last)) return last.shape;
    // A copy, since shapes may share points with the landmarks, which are not ours to freeze.
    const shape = deepFreeze(structuredClone(find(picture)));
    const places = Float64Array.from(landmarks.points.flat());
    known.delete(landmarks);
    known.set(landmarks, { height, width, scheme: landmarks.scheme, places, shape });
    if (known.size > MOST_FACES) known.delete(known.keys().next().value as FaceLandmarks);
    return shape;
  };
}

function isAsBefore({ scheme, points }: FaceLandmarks, { scheme: before, places }: Remembered): boolean {
  if (scheme !== before || points.length * 2 !== places.length) return false;
  for (let at = 0; at < points.length; at++) {
    const point = points[at] as readonly [number, number];
    if (point[0] !== places[2 * at] || point[1] !== places[2 * at + 1]) return false;
  }
  return true;
}
