import type { FaceLandmarks, LandmarkScheme, Point } from '../regions/landmarks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { checkFace, COUNTS_IN_WORDS, schemeOfCount } from './schemes.js';

/**
 * Reads what a user or a JSON file gives as the faces of one picture: nothing, a face, or a list of faces.
 *
 * @throws FacePerturbError `invalid-data` naming the picture, the face and the point.
 */
export function readGivenPicture(what: string, entry: unknown, scheme: LandmarkScheme | undefined): FaceLandmarks[] {
  if (entry === null || entry === undefined) return [];
  if (isFaceObject(entry) || ArrayBuffer.isView(entry)) return [readFace(what, entry, scheme)];
  if (!Array.isArray(entry)) throw wrongFace(what, show(entry));
  if (entry.length === 0) return [];
  if (isPoint(entry[0]) || typeof entry[0] !== 'object') return [readFace(what, entry, scheme)];
  return entry.map((face, at) => readFace(`${what}, face ${at}`, face, scheme));
}

function readFace(what: string, face: unknown, wanted: LandmarkScheme | undefined): FaceLandmarks {
  const points = pointsOf(what, isFaceObject(face) ? face.points : face);
  const named = isFaceObject(face) ? face.scheme : undefined;
  const scheme = (named as LandmarkScheme | undefined) ?? wanted ?? schemeOfCount(points.length);
  if (scheme === undefined) throw wrong(what, COUNTS_IN_WORDS, `${points.length} points`);
  if (wanted !== undefined && scheme !== wanted) throw wrong(what, `a face of scheme ${wanted}`, `one of ${scheme}`);
  checkFace(what, scheme, points);
  return { scheme, points };
}

function pointsOf(what: string, points: unknown): Point[] {
  const list =
    ArrayBuffer.isView(points) && !(points instanceof DataView) ? Array.from(points as Float32Array) : points;
  if (!Array.isArray(list)) throw wrongFace(what, show(points));
  if (typeof list[0] !== 'number') return list.map((point, at) => readPoint(`${what}: point ${at}`, point));
  if (list.length % 2 === 1) throw wrong(what, 'x and y for each point', `${list.length} numbers`);
  return Array.from({ length: list.length / 2 }, (_, at) => {
    return readPoint(`${what}: point ${at}`, [list[at * 2], list[at * 2 + 1]]);
  });
}

function readPoint(what: string, point: unknown): Point {
  const [x, y] = Array.isArray(point) ? point : isPoint(point) ? [point.x, point.y] : [];
  if (Number.isFinite(x) && Number.isFinite(y)) return [x, y];
  throw wrong(what, 'finite x and y', show(point));
}

function isFaceObject(value: unknown): value is { points: unknown; scheme?: unknown } {
  return typeof value === 'object' && value !== null && 'points' in value;
}

/** A pair or triple of numbers (or of what stands for them when they are broken), or an object with x and y. */
function isPoint(value: unknown): value is { x: number; y: number } {
  if (Array.isArray(value))
    return value.length <= 3 && value.every((each) => typeof each !== 'object' || each === null);
  return typeof value === 'object' && value !== null && 'x' in value && 'y' in value;
}

function wrongFace(what: string, received: string): FacePerturbError {
  return wrong(what, 'a face (a list of points), a list of faces, or null', received);
}

function wrong(what: string, expected: string, received: string): FacePerturbError {
  return new FacePerturbError(what, { code: 'invalid-data', expected, received });
}
