import { readFile } from 'node:fs/promises';
import {
  FACE_LANDMARKER_OPTIONS,
  faceLandmarkerSettings,
  inThisThread,
  mediapipeSource,
  type FaceLandmarkerOptions,
} from '../../landmarks/mediapipe/landmarkerSource.js';
import { checkModel, modelFingerprint } from '../../landmarks/mediapipe/model.js';
import type { LandmarkSource } from '../../landmarks/source.js';
import { checkNumber, checkOptionNames } from '../../support/checks.js';
import { FacePerturbError, show } from '../../support/errors.js';
import { inWorkers } from './landmarkWorkers.js';
import { nodeDetector } from './nodeDetector.js';
import { loadVisionPackage } from './visionPackage.js';

/** Options of {@link nodeFaceLandmarker}. */
export interface NodeFaceLandmarkerOptions extends FaceLandmarkerOptions {
  /** `face_landmarker.task`: its path, or its bytes. */
  model: string | URL | Uint8Array;
  /**
   * Threads that share the pictures of a call, in 0 … 64; 0 looks at them in this thread, which can do nothing else
   * meanwhile. Each holds a detector of its own, about 100 MB.
   *
   * @default 0
   */
  workers?: number;
}

const WHAT = 'nodeFaceLandmarker';

/**
 * MediaPipe's FaceLandmarker in plain Node as a landmark source: 478 points a face, about 20 ms a picture and thread. It
 * needs no browser, no WebGL and no network: the optional peer `@mediapipe/tasks-vision` and a model file.
 *
 * MediaPipe says that it supports browsers alone; what it needs of one is lent to it for the moment of its start.
 *
 * Pictures must be upright: faces upside down are missed or misplaced.
 *
 * @returns The source, named 'mediapipe', with the model loaded. `close()` it to let go of memory and threads.
 * @throws FacePerturbError `missing-package` with the install line when the peer is missing or is version 1.0.0 or newer
 *   (these post records of their use), `invalid-argument` when there is no such model file, `invalid-data` when it is
 *   none, `invalid-option`.
 * @example
 * const source = await nodeFaceLandmarker({ model: 'face_landmarker.task' });
 * const faces = await source.detect(await readImage('people.jpg'));
 */
export async function nodeFaceLandmarker(options: NodeFaceLandmarkerOptions): Promise<LandmarkSource> {
  checkOptionNames(WHAT, options, ['model', 'workers', ...FACE_LANDMARKER_OPTIONS]);
  const settings = faceLandmarkerSettings(WHAT, options);
  const workers = checkNumber(`${WHAT}: workers`, options.workers ?? 0, { min: 0, max: 64, integer: true });
  const model = await readModel(options.model);
  checkModel(WHAT, model);
  const { version } = await loadVisionPackage(WHAT);
  const { maxFaces, minConfidence } = settings;
  const task = { model, maxFaces, minConfidence };
  const finder =
    workers > 0 ? await inWorkers(WHAT, workers, task) : inThisThread(WHAT, await nodeDetector(WHAT, task));
  return mediapipeSource(finder, settings, { model: await modelFingerprint(model), version });
}

async function readModel(model: string | URL | Uint8Array): Promise<Uint8Array> {
  if (model instanceof Uint8Array) return model;
  if (typeof model !== 'string' && !(model instanceof URL)) {
    throw new FacePerturbError(`${WHAT}: model`, {
      code: 'invalid-option',
      expected: 'the path of face_landmarker.task, or its bytes',
      received: show(model),
    });
  }
  try {
    return new Uint8Array(await readFile(model));
  } catch (cause) {
    throw new FacePerturbError(`${WHAT}: the model '${model}' could not be read`, {
      code: 'invalid-argument',
      received: cause instanceof Error ? cause.message : String(cause),
      fix: "Download face_landmarker.task from MediaPipe's page on Face Landmarker models and name its path.",
      cause,
    });
  }
}
