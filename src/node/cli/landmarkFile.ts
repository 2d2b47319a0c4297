import { basename, resolve } from 'node:path';
import type { ImagePixels } from '../../data/pictures/image.js';
import { readGivenPicture } from '../../landmarks/readGivenFaces.js';
import type { FaceLandmarks, Point } from '../../regions/landmarks.js';
import { FacePerturbError, show } from '../../support/errors.js';
import { writeWholeFile } from '../wholeFile.js';
import type { InputPicture } from './inputs.js';
import { readJsonFile } from './readJson.js';

/** The faces of one picture in a landmark file. */
export interface LandmarkEntry {
  /** Path of the picture. */
  readonly file: string;
  /** In pixels, when known. */
  readonly width?: number;
  /** In pixels, when known. */
  readonly height?: number;
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
 * Reads a landmark file; or one written by hand, `{"face.jpg": …}`, whose faces may be bare lists of 5, 68, 468 or 478 points in
 * pixels.
 *
 * @throws FacePerturbError `invalid-option` for a file that is none, `invalid-data` for faces that are none.
 */
export async function readLandmarkFile(path: string): Promise<LandmarkFile> {
  const value = await readJsonFile('--landmarks', path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(path, show(value));
  if (!('version' in value)) {
    const entries = Object.entries(value).map(([file, faces]) => ({ file, faces: readFaces(path, file, faces) }));
    return { version: 1, pictures: entries };
  }
  const { version, pictures } = value as Partial<LandmarkFile>;
  if (version !== 1 || !Array.isArray(pictures)) throw wrong(path, show(value));
  return { version, pictures: pictures.map((entry: LandmarkEntry) => readEntry(path, entry)) };
}

function readEntry(path: string, entry: LandmarkEntry): LandmarkEntry {
  const { file, width, height, faces } = entry ?? {};
  if (typeof file !== 'string' || !Array.isArray(faces)) throw wrong(path, show(entry));
  return { file, width, height, faces: faces.flatMap((face: unknown) => readFaces(path, file, face)) };
}

function readFaces(path: string, file: string, faces: unknown): FaceLandmarks[] {
  const found = readGivenPicture(`--landmarks: ${path}: ${file}`, faces, undefined);
  return found.map((face) => ({ ...face, source: 'file' }));
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

function wrong(path: string, received: string): FacePerturbError {
  return new FacePerturbError(`--landmarks: ${path}`, {
    code: 'invalid-option',
    expected: 'what the command landmarks writes, or {"face.jpg": [[x, y], …]} by your own hand',
    received,
  });
}
