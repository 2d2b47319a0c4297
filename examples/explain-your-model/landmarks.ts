import { readFile } from 'node:fs/promises';
import { givenLandmarks } from '../../src/landmarks/givenLandmarks.js';
import { mainFace } from '../../src/landmarks/mainFace.js';
import type { LandmarkSource } from '../../src/landmarks/source.js';
import { facesOf, readLandmarkFile } from '../../src/node/cli/landmarkFile.js';
import { nodeFaceLandmarker } from '../../src/node/landmarks/nodeFaceLandmarker.js';
import type { FaceLandmarks } from '../../src/regions/landmarks.js';
import { FacePerturbError } from '../../src/support/errors.js';
import type { Face, FaceSet } from './readFaces.js';

/** Landmarks of a face in its picture; undefined: the mean shape will have to do. */
export type LandmarkFinder = (face: Face) => Promise<FaceLandmarks | undefined>;

/** A finder that may hold a detector. */
export interface OpenFinder {
  find: LandmarkFinder;
  close(): Promise<void>;
}

/**
 * Opens what `--landmarks` names: the mean shape, MediaPipe's model, or a file: of pictures what `npx face-perturb landmarks` writes, of a
 * data set a list with an entry for each face of the split.
 *
 * @throws FacePerturbError `invalid-option` for a file that is none of these; what the sources throw.
 */
export async function openLandmarks(named: string, { kind }: Pick<FaceSet, 'kind'>): Promise<OpenFinder> {
  const nothing = async () => undefined;
  if (named === 'mean') return { find: nothing, close: nothing };
  if (named.endsWith('.task')) return fromSource(await nodeFaceLandmarker({ model: named }));
  if (!named.endsWith('.json')) {
    throw new FacePerturbError('--landmarks', {
      code: 'invalid-option',
      expected: "'mean', the path of face_landmarker.task, or of a .json file of landmarks",
      received: `'${named}'`,
    });
  }
  if (kind === 'data set') return fromSource(givenLandmarks(await readText(named), { units: 'pixels' }));
  const file = await readLandmarkFile(named);
  return { find: async ({ input, image }) => input && facesOf(file, input, image)[0], close: nothing };
}

function fromSource(source: LandmarkSource): OpenFinder {
  return {
    find: async ({ id, image: { pixels, width, height } }) =>
      mainFace(await source.detect({ data: pixels, width, height, id }), { width, height }),
    close: () => source.close(),
  };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new FacePerturbError(`--landmarks: '${path}'`, {
      code: 'invalid-option',
      expected: 'a file that can be read',
      received: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}
