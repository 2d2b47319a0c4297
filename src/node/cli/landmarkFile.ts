import { basename, resolve } from 'node:path';
import type { ImagePixels } from '../../data/pictures/image.js';
import { LANDMARK_COUNTS, type FaceLandmarks, type LandmarkScheme, type Point } from '../../regions/landmarks.js';
import { FacePerturbError, show } from '../../support/errors.js';
import { writeWholeFile } from '../wholeFile.js';
import type { InputPicture } from './inputs.js';
import { readJsonFile } from './readJson.js';

/** The faces of one picture in a landmark file. */
export interface LandmarkEntry {
  /** Path of the picture. */
  readonly file: string;
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** Points in pixels, each rounded to a hundredth. */
  readonly faces: readonly FaceLandmarks[];
}

/** What the command `landmarks` writes, and `mask --landmarks` reads. */
export interface LandmarkFile {
  /** Of this form. */
  readonly version: 1;
  readonly pictures: readonly LandmarkEntry[];
}

/** Writes a landmark file, whole or not at all: one picture a line. */
export async function writeLandmarkFile(
  path: string,
  pictures: readonly LandmarkEntry[],
  signal: AbortSignal,
): Promise<void> {
  const lines = pictures.map((entry) => JSON.stringify({ ...entry, faces: entry.faces.map(rounded) }));
  await writeWholeFile(path, `{"version":1,"pictures":[\n${lines.join(',\n')}\n]}\n`, signal);
}

function rounded({ scheme, source, points }: FaceLandmarks): FaceLandmarks {
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    scheme,
    ...(source !== undefined && { source }),
    points: points.map(([x, y]): Point => [round(x), round(y)]),
  };
}

/**
 * Reads a landmark file; also one written by hand, where a face may be a bare list of 5, 68, 468 or 478 points in pixels.
 *
 * @throws FacePerturbError `invalid-option` for a file that is none.
 */
export async function readLandmarkFile(path: string): Promise<LandmarkFile> {
  const value = (await readJsonFile('--landmarks', path)) as Partial<LandmarkFile> | null;
  if (value?.version !== 1 || !Array.isArray(value.pictures)) {
    throw wrong(path, '{"version":1,"pictures":[…]}, as the command landmarks writes it', show(value));
  }
  return { version: 1, pictures: value.pictures.map((entry: LandmarkEntry) => readEntry(path, entry)) };
}

function readEntry(path: string, entry: LandmarkEntry): LandmarkEntry {
  const { file, width, height, faces } = entry ?? {};
  if (typeof file !== 'string' || !Array.isArray(faces)) {
    throw wrong(path, 'pictures of the form {"file":…,"width":…,"height":…,"faces":[…]}', show(entry));
  }
  return { file, width, height, faces: faces.map((face: unknown) => readFace(`${path}: ${file}`, face)) };
}

function readFace(where: string, face: unknown): FaceLandmarks {
  const { points, scheme, source = 'file' } = (Array.isArray(face) ? { points: face } : Object(face)) as FaceLandmarks;
  const isPoint = (point: unknown) =>
    Array.isArray(point) && point.length >= 2 && Number.isFinite(point[0]) && Number.isFinite(point[1]);
  const schemes = Object.entries(LANDMARK_COUNTS) as [LandmarkScheme, number][];
  const fits = Array.isArray(points) && points.every(isPoint);
  const found = fits && schemes.find(([name, count]) => count === points.length && (scheme ?? name) === name);
  if (!found) {
    const counts = schemes.map(([name, count]) => `${count} (${name})`).join(', ');
    throw wrong(where, `a face of ${counts} points [x, y]`, fits ? `${points.length} (${scheme})` : show(points));
  }
  return { scheme: found[0], points: points.map(([x, y]): Point => [x, y]), source };
}

/**
 * The faces that a file tells of a picture: by its path, or by its name alone where only one entry has it.
 *
 * @throws FacePerturbError `invalid-data` when they are of a picture of another size, or of several of that name.
 */
export function facesOf(file: LandmarkFile, input: InputPicture, image: ImagePixels): readonly FaceLandmarks[] {
  const byPath = file.pictures.filter((entry) => resolve(entry.file) === resolve(input.path));
  const byName = file.pictures.filter((entry) => basename(entry.file) === basename(input.path));
  const matching = byPath.length > 0 ? byPath : byName;
  const [entry] = matching;
  if (!entry) return [];
  if (matching.length > 1) throw mismatch(input, 'one entry in the landmark file', `${matching.length} of this name`);
  const sameSize = (entry.width ?? image.width) === image.width && (entry.height ?? image.height) === image.height;
  if (sameSize) return entry.faces;
  throw mismatch(input, `${image.width} x ${image.height} pixels, as it has`, `${entry.width} x ${entry.height}`);
}

function mismatch(input: InputPicture, expected: string, received: string): FacePerturbError {
  return new FacePerturbError(`landmarks of ${input.name}`, { code: 'invalid-data', expected, received });
}

function wrong(where: string, expected: string, received: string): FacePerturbError {
  return new FacePerturbError(`--landmarks: ${where}`, { code: 'invalid-option', expected, received });
}
