import { LANDMARK_COUNTS, type FaceLandmarks, type LandmarkScheme, type Point } from '../regions/landmarks.js';
import { checkChoice, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import type { CheckedPicture } from './picture.js';
import { readGivenPicture } from './readGivenFaces.js';
import { createLandmarkSource, type LandmarkSource } from './source.js';

/** A point as programs write it; a third coordinate is left out. */
export type GivenPoint =
  | readonly number[]
  | {
      /** From the left, in the options' `units`. */
      readonly x: number;
      /** From the top, likewise. */
      readonly y: number;
    };

/** A face: its points, x and y of one after the other in one list, or {@link FaceLandmarks}. */
export type GivenFace = readonly GivenPoint[] | ArrayLike<number> | Pick<FaceLandmarks, 'scheme' | 'points'>;

/** The faces of a picture: one, several, or none. */
export type GivenPicture = GivenFace | readonly GivenFace[] | null | undefined;

/** The faces of all pictures: by the pictures' places, by their ids, or JSON text of either. */
export type GivenFaces = readonly GivenPicture[] | Readonly<Record<string, GivenPicture>> | string;

/** Options of {@link givenLandmarks}. */
export interface GivenLandmarksOptions {
  /** What coordinates are: `'pixels'` of the picture, or `'normalised'`, parts of its width and height. */
  units: 'pixels' | 'normalised';
  /**
   * Which points the faces have.
   *
   * @default told by their number: 478, 468, 68 or 5
   */
  scheme?: LandmarkScheme;
  /**
   * Name of the source.
   *
   * @default 'given'
   */
  name?: string;
}

const WHAT = 'givenLandmarks';

/**
 * The user's own landmarks as a source: of another detector, or drawn by hand. It finds a picture's faces by the picture's
 * `id`, by default its place in the call.
 *
 * @param faces - One entry a picture, `null` for a picture without a face.
 * @throws FacePerturbError `invalid-data` for text that is no JSON, a number of points that no scheme has, coordinates
 *   that are no finite numbers; from `detect` also when they contradict `units`, or when there is no entry for a picture;
 *   `invalid-option` for wrong options.
 * @example
 * const source = givenLandmarks(await readFile('landmarks.json', 'utf8'), { units: 'normalised' });
 */
export function givenLandmarks(faces: GivenFaces, options: GivenLandmarksOptions): LandmarkSource {
  checkOptionNames(WHAT, options ?? {}, ['units', 'scheme', 'name']);
  const units = checkChoice(`${WHAT}: units`, options?.units, ['pixels', 'normalised']);
  const { scheme, name = 'given' } = options;
  if (scheme !== undefined) {
    checkChoice(`${WHAT}: scheme`, scheme, Object.keys(LANDMARK_COUNTS) as LandmarkScheme[]);
  }
  const entries = Object.entries(typeof faces === 'string' ? parsed(faces) : checkEntries(faces));
  const known = new Map(entries.map(([id, entry]) => [id, readGivenPicture(`${WHAT}: picture ${id}`, entry, scheme)]));
  return createLandmarkSource({
    name,
    settings: { units, faces: [...known] },
    find: (pictures) =>
      pictures.map((picture) => {
        const found = known.get(String(picture.id));
        if (!found) throw noEntry(picture, known.size);
        return found.map((face) => inPixels(face, picture, units));
      }),
  });
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return checkEntries(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof FacePerturbError) throw cause;
    throw new FacePerturbError(`${WHAT}: the text is no JSON`, {
      code: 'invalid-data',
      received: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}

function checkEntries(faces: unknown): Readonly<Record<string, unknown>> {
  if (typeof faces === 'object' && faces !== null && !ArrayBuffer.isView(faces))
    return faces as Record<string, unknown>;
  throw new FacePerturbError(`${WHAT}: faces`, {
    code: 'invalid-data',
    expected: 'a list with an entry for each picture, or an object with the ids of pictures as names',
    received: show(faces),
  });
}

function inPixels(face: FaceLandmarks, { width, height, id }: CheckedPicture, units: 'pixels' | 'normalised') {
  const largest = Math.max(...face.points.flat().map(Math.abs));
  if (units === 'normalised') {
    // A face may reach out of its picture, not by ten times the picture's size.
    if (largest > 10) throw contradiction(id, units, 'pixels', largest);
    return { ...face, points: face.points.map(([x, y]): Point => [x * width, y * height]) };
  }
  if (largest <= 1 && Math.max(width, height) > 2) throw contradiction(id, units, 'normalised', largest);
  return face;
}

function contradiction(id: number | string, units: string, other: string, largest: number): FacePerturbError {
  return new FacePerturbError(`${WHAT}: picture ${show(id)}`, {
    code: 'invalid-data',
    expected: units === 'pixels' ? 'coordinates in pixels' : 'coordinates as parts of width and height',
    received: `a face whose largest coordinate is ${largest}`,
    fix: `If they are so, say: units: '${other}'.`,
  });
}

function noEntry({ id }: CheckedPicture, entries: number): FacePerturbError {
  return new FacePerturbError(`${WHAT}: picture ${show(id)}`, {
    code: 'invalid-data',
    expected: 'an entry for it (null where there is no face)',
    received: `${entries} entries without it`,
  });
}
