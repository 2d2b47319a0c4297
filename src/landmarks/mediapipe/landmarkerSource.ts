import type { Point } from '../../regions/landmarks.js';
import { checkNotAborted, checkNumber } from '../../support/checks.js';
import { FacePerturbError, show } from '../../support/errors.js';
import { enlargeSmallPictures, smallPictureSettings, type SmallPictureOptions } from '../enlargeSmallPictures.js';
import { toRgba, type CheckedPicture } from '../picture.js';
import { createLandmarkSource, type FoundFace, type LandmarkSettings, type LandmarkSource } from '../source.js';
import { createLandmarker, type LandmarkerParts } from './createLandmarker.js';
import type { RawPicture } from './memoryCanvas.js';
import type { VisionLandmarker } from './visionModule.js';

/** Options of MediaPipe's FaceLandmarker, in the browser as in Node. */
export interface FaceLandmarkerOptions {
  /**
   * Most faces to find in a picture, in 1 … 100.
   *
   * @default 10
   */
  maxFaces?: number;
  /**
   * Least confidence that a face is there, in [0, 1]: of the detector and of the mesh.
   *
   * @default 0.5
   */
  minConfidence?: number;
  /**
   * How small pictures are enlarged before they are looked at; `false` leaves them as they are.
   *
   * @default pictures below 128 pixels to 192, with a margin of a quarter
   */
  smallPictures?: SmallPictureOptions | false;
}

/** The names of {@link FaceLandmarkerOptions}. */
export const FACE_LANDMARKER_OPTIONS = ['maxFaces', 'minConfidence', 'smallPictures'] as const;

/** The options with their defaults. */
export function faceLandmarkerSettings(what: string, options: FaceLandmarkerOptions) {
  const { maxFaces = 10, minConfidence = 0.5, smallPictures = {} } = options;
  return {
    maxFaces: checkNumber(`${what}: maxFaces`, maxFaces, { min: 1, max: 100, integer: true }),
    minConfidence: checkNumber(`${what}: minConfidence`, minConfidence, { min: 0, max: 1 }),
    smallPictures: smallPictures === false ? false : smallPictureSettings(`${what}: smallPictures`, smallPictures),
  } as const;
}

/** A detector that looks at one picture after another. */
export interface FaceDetector {
  /** Faces of a picture, points in its pixels. */
  detect(picture: CheckedPicture): Promise<FoundFace[]>;
  close(): Promise<void>;
}

/**
 * A detector on MediaPipe's FaceLandmarker. Its first instance is made at once; after an error, which leaves an
 * instance unusable, the next picture gets a new one.
 */
export async function createFaceDetector(what: string, parts: LandmarkerParts): Promise<FaceDetector> {
  let current: VisionLandmarker | undefined = await createLandmarker(what, parts);
  return {
    async detect(picture) {
      current ??= await createLandmarker(what, parts);
      try {
        return facesOf(current, picture);
      } catch (cause) {
        discard(current);
        current = undefined;
        throw new FacePerturbError(`${what}: MediaPipe failed on picture ${show(picture.id)}`, {
          code: 'invalid-data',
          received: cause instanceof Error ? cause.message : String(cause),
          cause,
        });
      }
    },
    async close() {
      current?.close();
      current = undefined;
    },
  };
}

function facesOf(landmarker: VisionLandmarker, picture: CheckedPicture): FoundFace[] {
  const { width, height } = picture;
  const raw: RawPicture = { width, height, data: toRgba(picture) };
  const { faceLandmarks } = landmarker.detect(raw);
  return faceLandmarks.map((points) => ({
    scheme: 'mediapipe478',
    points: points.map(({ x, y }): Point => [x * width, y * height]),
  }));
}

/** An instance that has failed may fail again when it is closed. */
function discard(landmarker: VisionLandmarker): void {
  try {
    landmarker.close();
  } catch {
    return;
  }
}

/** Finds the faces of some pictures and lets go of what it holds: in this thread or in others. */
export interface PictureFinder {
  find(pictures: readonly CheckedPicture[], options: { signal?: AbortSignal }): Promise<FoundFace[][]>;
  close(): Promise<void>;
}

/** Looks at pictures in this thread; now and then others on the thread get their turn. */
export function inThisThread(what: string, detector: FaceDetector): PictureFinder {
  return {
    async find(pictures, { signal }) {
      const found: FoundFace[][] = [];
      for (const picture of pictures) {
        if (found.length % 4 === 3) await new Promise((resolve) => setTimeout(resolve, 0));
        checkNotAborted(what, signal);
        found.push(await detector.detect(picture));
      }
      return found;
    },
    close: () => detector.close(),
  };
}

/** The landmark source named 'mediapipe' on a finder, with small pictures enlarged as the settings say. */
export function mediapipeSource(
  finder: PictureFinder,
  settings: ReturnType<typeof faceLandmarkerSettings>,
  facts: LandmarkSettings,
): LandmarkSource {
  const { smallPictures, ...rest } = settings;
  const source = createLandmarkSource({ name: 'mediapipe', settings: { ...facts, ...rest }, ...finder });
  return smallPictures === false ? source : enlargeSmallPictures(source, smallPictures);
}
