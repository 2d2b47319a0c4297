import { createFaceDetector, type FaceDetector } from '../../landmarks/mediapipe/landmarkerSource.js';
import { loadVisionPackage } from './visionPackage.js';

/** What a detector needs to know, in this thread or another. */
export interface DetectorTask {
  model: Uint8Array;
  maxFaces: number;
  minConfidence: number;
}

/**
 * A detector on the installed package.
 *
 * @throws FacePerturbError `missing-package`, or `invalid-data` when MediaPipe doesn't start.
 */
export async function nodeDetector(what: string, task: DetectorTask): Promise<FaceDetector> {
  return createFaceDetector(what, { ...(await loadVisionPackage(what)), ...task });
}
