import type { ImagePixels } from '../../../src/data/index.js';
import { mainFace, mediapipeLandmarks, type LandmarkSource } from '../../../src/landmarks/index.js';
import type { FaceLandmarks } from '../../../src/regions/index.js';

/** Makes a detector of the model that a reader picked; MediaPipe's program lies beside the worker. */
export async function openDetector(model: File): Promise<LandmarkSource> {
  const beside = (name: string) => new URL(`mediapipe/${name}`, import.meta.url);
  return mediapipeLandmarks({
    module: () => import('@mediapipe/tasks-vision'),
    modelAsset: await model.arrayBuffer(),
    wasm: {
      loader: beside('vision_wasm_module_internal.js'),
      binary: beside('vision_wasm_module_internal.wasm'),
    },
  });
}

/** The landmarks of the face that a picture is about; undefined where none is found. */
export async function detect(detector: LandmarkSource, picture: ImagePixels): Promise<FaceLandmarks | undefined> {
  const face = mainFace(await detector.detect(picture), picture);
  return face && { scheme: face.scheme, points: face.points, source: face.source };
}
