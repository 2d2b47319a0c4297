import { mediapipeLandmarks } from 'face-perturb/landmarks';

/** The source on files that lie beside the page. */
export const openSource = (options = {}) =>
  mediapipeLandmarks({
    module: () => import('@mediapipe/tasks-vision'),
    modelAsset: '/files/face_landmarker.task',
    wasm: {
      loader: '/files/vision_wasm_module_internal.js',
      binary: '/files/vision_wasm_module_internal.wasm',
    },
    ...options,
  });
