import { meanShape } from '../../landmarks/meanShape.js';
import type { ImagePixels } from '../../data/pictures/image.js';
import type { FaceLandmarks } from '../../regions/landmarks.js';
import { FacePerturbError } from '../../support/errors.js';
import { nodeFaceLandmarker } from '../landmarks/nodeFaceLandmarker.js';
import type { InputPicture } from './inputs.js';
import { facesOf, readLandmarkFile } from './landmarkFile.js';

/** The options that say where faces are; at most one of the first two. */
export interface FaceFlags {
  /** Path of a file that the command `landmarks` wrote. */
  readonly landmarks?: string;
  /** Path of face_landmarker.task. */
  readonly model?: string;
  /** The mean shape: alone for every picture, with the others for pictures in which no face was found. */
  readonly meanShape?: boolean;
}

/** Finds the faces of pictures. */
export interface FaceFinder {
  /** All faces of a picture; none where none was found. */
  find(input: InputPicture, image: ImagePixels): Promise<readonly FaceLandmarks[]>;
  close(): Promise<void>;
}

/**
 * The finder that the options ask for; undefined when they name none.
 *
 * @throws FacePerturbError `invalid-option` for a landmark file that is none; what `nodeFaceLandmarker` throws.
 */
export async function openFaceFinder(flags: FaceFlags, signal: AbortSignal): Promise<FaceFinder | undefined> {
  const found = await openSource(flags, signal);
  if (!flags.meanShape) return found;
  return {
    async find(input, image) {
      const faces = (await found?.find(input, image)) ?? [];
      return faces.length > 0 ? faces : [meanShape({ width: image.width, height: image.height })];
    },
    close: async () => found?.close(),
  };
}

async function openSource({ landmarks, model }: FaceFlags, signal: AbortSignal): Promise<FaceFinder | undefined> {
  if (landmarks !== undefined) {
    const file = await readLandmarkFile(landmarks);
    return { find: async (input, image) => facesOf(file, input, image), close: async () => undefined };
  }
  if (model === undefined) return undefined;
  const source = await nodeFaceLandmarker({ model });
  return {
    find: (_, { pixels, width, height }) => source.detect({ data: pixels, width, height }, { signal }),
    close: () => source.close(),
  };
}

/** The error of a picture without a face, when one is needed. */
export function noFace(flags: FaceFlags): FacePerturbError {
  return new FacePerturbError('no face', {
    code: 'missing-landmarks',
    expected: 'at least one face in the picture',
    received: flags.landmarks === undefined ? 'none found' : `none in ${flags.landmarks}`,
    fix: 'Add --mean-shape for crops in which a face fills the picture.',
  });
}
