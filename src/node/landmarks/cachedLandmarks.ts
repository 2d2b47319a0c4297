import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { LandmarkCache } from '../../landmarks/landmarksOfDataset.js';
import type { PictureStore } from '../../landmarks/picture.js';
import type { LandmarkSettings } from '../../landmarks/source.js';
import { FacePerturbError } from '../../support/errors.js';
import { writeWholeFile } from '../wholeFile.js';
import { decodeFaces, encodeFaces, isLandmarkFile } from './landmarkFile.js';

/**
 * Keeps the landmarks of a data set in a file, for `landmarksOfDataset`. The file serves again only for the very same
 * pixels and the same source with the same settings and model; a damaged one, or one of other pictures or settings, is
 * replaced, and the report's `reason` says so. It is written whole or not at all.
 *
 * The file holds coordinates of faces, so it is as private as the pictures.
 *
 * @param path - Of the file; missing folders are made. A file that is something else is never replaced.
 * @throws FacePerturbError `invalid-argument` when the file is there and holds something else, `invalid-data` when it
 *   can't be read or written.
 * @example
 * await landmarksOfDataset(splits.train, source, { cache: cachedLandmarks('data/train.landmarks') });
 */
export function cachedLandmarks(path: string): LandmarkCache {
  return {
    async load(pictures, settings) {
      const bytes = await readIfThere(path);
      if (!bytes) return {};
      if (!isLandmarkFile(bytes)) throw foreign(path);
      return decodeFaces(bytes, keyOf(pictures, settings));
    },
    async save(pictures, settings, faces) {
      try {
        await writeWholeFile(path, encodeFaces(faces, keyOf(pictures, settings)));
      } catch (cause) {
        throw failed('written', path, cause);
      }
    },
  };
}

/** What must be the same for landmarks to be the same. */
function keyOf({ size, height, width, channels, pixels }: PictureStore, settings: LandmarkSettings) {
  return {
    pictures: `${size} pictures of ${width} x ${height} x ${channels}, sha256:${sha256(pixels)}`,
    settings: `sha256:${sha256(JSON.stringify(settings))}`,
  };
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw failed('read', path, cause);
  }
}

function foreign(path: string): FacePerturbError {
  return new FacePerturbError(`cachedLandmarks: '${path}'`, {
    code: 'invalid-argument',
    expected: 'a file of landmarks, or none',
    received: 'a file of another kind, which is left as it is',
    fix: 'Name another path.',
  });
}

function failed(verb: string, path: string, cause: unknown): FacePerturbError {
  return new FacePerturbError(`cachedLandmarks: '${path}' could not be ${verb}`, {
    code: 'invalid-data',
    received: cause instanceof Error ? cause.message : String(cause),
    cause,
  });
}
