import type { FaceLandmarks, Point } from '../regions/landmarks.js';
import { checkNotAborted } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import { checkPicture, type CheckedPicture, type LandmarkPicture } from './picture.js';
import { checkFace } from './schemes.js';

/** The landmarks of one face, and what is known about them. */
export interface DetectedFace extends FaceLandmarks {
  /** Name of the source that gave them. */
  readonly source: string;
  /** Share of the points that lie within the picture, in [0, 1]; points outside are kept. */
  readonly visible: number;
  /** True for points that were assumed (the mean shape), false for points found in this very picture. */
  readonly assumed: boolean;
}

/** Options of {@link LandmarkSource.detect}. */
export interface DetectOptions {
  /**
   * Stops between two pictures.
   *
   * @default none: it runs to its end
   */
  signal?: AbortSignal;
}

/** A JSON-able record of what decides a source's results: caches compare it. */
export type LandmarkSettings = Readonly<Record<string, unknown>>;

/** Where landmarks come from: a detector, the mean shape, the user's own arrays. */
export interface LandmarkSource {
  /** Name, as it stands in `source` of the faces it finds. */
  readonly name: string;
  /** What decides its results. */
  readonly settings: LandmarkSettings;
  /**
   * Finds the faces of a picture: none, one or several, points in pixels of that picture.
   *
   * @throws FacePerturbError `invalid-shape` for a picture without pixels or with a length that doesn't fit its size,
   *   `aborted` when stopped.
   */
  detect(picture: LandmarkPicture, options?: DetectOptions): Promise<DetectedFace[]>;
  /** Finds the faces of several pictures, in their order. */
  detect(pictures: readonly LandmarkPicture[], options?: DetectOptions): Promise<DetectedFace[][]>;
  /** Lets go of what the source holds (models, threads); it can't be used any more. */
  close(): Promise<void>;
}

/** A face as {@link LandmarkSourceParts.find} gives it. */
export interface FoundFace extends FaceLandmarks {
  /** Points that were assumed, not found in the picture. Default: those of the source's `assumed`. */
  readonly assumed?: boolean;
}

/** What a landmark source is made of. */
export interface LandmarkSourceParts {
  /** Name of the source. */
  name: string;
  /**
   * What decides its results, JSON-able.
   *
   * @default none
   */
  settings?: LandmarkSettings;
  /**
   * Whether its points are assumed instead of found in the picture.
   *
   * @default false
   */
  assumed?: boolean;
  /** The faces of each picture, in the pictures' order and in their pixels. */
  find(pictures: readonly CheckedPicture[], options: DetectOptions): FoundFace[][] | Promise<FoundFace[][]>;
  /** Lets go of what the source holds. */
  close?(): void | Promise<void>;
}

/**
 * Makes a landmark source of a function that finds faces: for detectors other than those of this library. Pictures are
 * looked over before `find` sees them, and its faces afterwards.
 *
 * @param parts - What the source is made of.
 * @throws From `detect`: FacePerturbError `invalid-shape` for a picture that is none, `invalid-data` for faces with a
 *   wrong number of points or points that aren't finite, `invalid-argument` after `close`.
 * @example
 * const source = createLandmarkSource({
 *   name: 'my-detector',
 *   find: (pictures) => pictures.map((picture) => myDetector(picture).map((points) => ({ scheme: 'ibug68', points }))),
 * });
 */
export function createLandmarkSource(parts: LandmarkSourceParts): LandmarkSource {
  const { name, settings = {}, assumed = false } = parts;
  let closed = false;
  async function detect(picture: LandmarkPicture, options?: DetectOptions): Promise<DetectedFace[]>;
  async function detect(pictures: readonly LandmarkPicture[], options?: DetectOptions): Promise<DetectedFace[][]>;
  async function detect(given: LandmarkPicture | readonly LandmarkPicture[], options: DetectOptions = {}) {
    if (closed) throw new FacePerturbError(`${name}: it has been closed`, { code: 'invalid-argument' });
    checkNotAborted(name, options.signal);
    const single = !Array.isArray(given);
    const pictures = (single ? [given] : given).map((picture, at) => checkPicture(name, picture, at));
    const found = await parts.find(pictures, options);
    if (found.length !== pictures.length) throw wrongCount(name, pictures.length, found.length);
    const faces = pictures.map((picture, at) =>
      (found[at] ?? []).map((face) => complete(name, { assumed, source: name, ...face }, picture)),
    );
    return single ? (faces[0] ?? []) : faces;
  }
  return {
    name,
    settings: { source: name, ...settings },
    detect,
    async close() {
      if (closed) return;
      closed = true;
      await parts.close?.();
    },
  };
}

function complete(
  name: string,
  face: FaceLandmarks & { source: string; assumed: boolean },
  picture: CheckedPicture,
): DetectedFace {
  const { scheme, points, source, assumed } = face;
  checkFace(`${name}: picture ${show(picture.id)}`, scheme, points);
  return { scheme, points, source, visible: visibleShare(points, picture), assumed };
}

/** Share of points within a picture, its border included. */
function visibleShare(points: readonly Point[], { width, height }: { width: number; height: number }): number {
  const inside = points.filter(([x, y]) => x >= 0 && y >= 0 && x <= width && y <= height).length;
  return inside / points.length;
}

function wrongCount(name: string, expected: number, received: number): FacePerturbError {
  return new FacePerturbError(`${name}: find`, {
    code: 'invalid-data',
    expected: `a list of faces for each of ${expected} pictures`,
    received: `${received} lists`,
  });
}
