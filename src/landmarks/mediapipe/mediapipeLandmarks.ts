import { checkOptionNames } from '../../support/checks.js';
import { FacePerturbError, show } from '../../support/errors.js';
import type { LandmarkSource } from '../source.js';
import {
  createFaceDetector,
  FACE_LANDMARKER_OPTIONS,
  faceLandmarkerSettings,
  inThisThread,
  mediapipeSource,
  type FaceLandmarkerOptions,
} from './landmarkerSource.js';
import { checkModel, modelFingerprint } from './model.js';
import { checkModuleFactory, checkVisionModule, VISION_INSTALL } from './visionModule.js';

/** Where the wasm files of `@mediapipe/tasks-vision` are. */
export interface MediapipeWasmFiles {
  /**
   * `vision_wasm_module_internal.js`: its URL (relative to the page, or to the worker's script), or a function that
   * imports it.
   */
  loader: string | URL | (() => Promise<unknown>);
  /** URL of `vision_wasm_module_internal.wasm`. */
  binary: string | URL;
}

/** Options of {@link mediapipeLandmarks}. */
export interface MediapipeLandmarksOptions extends FaceLandmarkerOptions {
  /** The module `@mediapipe/tasks-vision` 0.10.35, or a function that imports it. */
  module: object | (() => Promise<object>);
  /** `face_landmarker.task`: its URL, or its bytes. */
  modelAsset: string | URL | Uint8Array | ArrayBuffer;
  /** The wasm files. */
  wasm: MediapipeWasmFiles;
}

const WHAT = 'mediapipeLandmarks';

/**
 * MediaPipe's FaceLandmarker as a landmark source, for pages and for workers of either kind: 478 points a face, found
 * on the CPU, a picture in about 20 ms. Only the files that are named here are fetched, and nothing is sent.
 *
 * Pictures of any size are taken; a face that fills less than a twentieth of a picture's width is likely to be missed, one
 * upside down is missed or misplaced.
 *
 * @returns The source, named 'mediapipe', with the model loaded. Keep one and use it for all pictures.
 * @throws FacePerturbError `missing-package` when the module can't be imported or is version 1.0.0 or newer (these post
 *   records of their use), `invalid-option` for options that are none, `invalid-data` for files that are not what they
 *   should be or that can't be fetched.
 * @example
 * import binary from '@mediapipe/tasks-vision/vision_wasm_module_internal.wasm?url'; // Vite's way
 * const source = await mediapipeLandmarks({
 *   module: () => import('@mediapipe/tasks-vision'),
 *   modelAsset: '/models/face_landmarker.task',
 *   wasm: { loader: () => import('@mediapipe/tasks-vision/vision_wasm_module_internal.js'), binary },
 * });
 * const faces = await source.detect(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height));
 */
export async function mediapipeLandmarks(options: MediapipeLandmarksOptions): Promise<LandmarkSource> {
  checkOptionNames(WHAT, options, ['module', 'modelAsset', 'wasm', ...FACE_LANDMARKER_OPTIONS]);
  const settings = faceLandmarkerSettings(WHAT, options);
  const { loader, binary } = checkWasmFiles(options.wasm);
  const vision = checkVisionModule(WHAT, await loadModule(options.module));
  const model = await loadModel(options.modelAsset);
  checkModel(WHAT, model);
  const detector = await createFaceDetector(WHAT, {
    vision,
    loadFactory: async () => checkModuleFactory(WHAT, await loadLoader(loader)),
    wasmBinary: absolute(binary),
    model,
    ...settings,
  });
  return mediapipeSource(inThisThread(WHAT, detector), settings, { model: await modelFingerprint(model) });
}

function checkWasmFiles(wasm: MediapipeWasmFiles | undefined): MediapipeWasmFiles {
  const isUrl = (value: unknown) => typeof value === 'string' || value instanceof URL;
  const { loader, binary } = wasm ?? {};
  if (wasm && (isUrl(loader) || typeof loader === 'function') && isUrl(binary)) return wasm;
  throw new FacePerturbError(`${WHAT}: wasm`, {
    code: 'invalid-option',
    expected: '{ loader, binary }: where vision_wasm_module_internal.js and vision_wasm_module_internal.wasm are',
    received: show(wasm),
    fix: 'Both are in node_modules/@mediapipe/tasks-vision/wasm; serve them with your page.',
  });
}

async function loadModule(module: unknown): Promise<unknown> {
  if (typeof module !== 'function') return module;
  try {
    return await module();
  } catch (cause) {
    throw new FacePerturbError(`${WHAT}: '@mediapipe/tasks-vision' could not be loaded`, {
      code: 'missing-package',
      fix: VISION_INSTALL,
      cause,
    });
  }
}

async function loadLoader(loader: MediapipeWasmFiles['loader']): Promise<unknown> {
  if (typeof loader === 'function') return loader();
  const url = absolute(loader);
  try {
    return await import(/* @vite-ignore */ /* webpackIgnore: true */ url);
  } catch (cause) {
    throw notFetched('wasm.loader', url, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

async function loadModel(model: MediapipeLandmarksOptions['modelAsset']): Promise<Uint8Array> {
  if (model instanceof Uint8Array) return model;
  if (model instanceof ArrayBuffer) return new Uint8Array(model);
  if (typeof model !== 'string' && !(model instanceof URL)) {
    throw new FacePerturbError(`${WHAT}: modelAsset`, {
      code: 'invalid-option',
      expected: 'the URL of face_landmarker.task, or its bytes',
      received: show(model),
    });
  }
  const url = absolute(model);
  const response = await fetch(url).catch((cause: unknown) => {
    throw notFetched('modelAsset', url, String(cause), cause);
  });
  if (!response.ok) throw notFetched('modelAsset', url, `status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** An import in this file would take a relative URL as relative to this file. */
function absolute(url: string | URL): string {
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  return new URL(url, base).href;
}

function notFetched(option: string, url: string, received: string, cause?: unknown): FacePerturbError {
  return new FacePerturbError(`${WHAT}: ${option} ${url} could not be fetched`, {
    code: 'invalid-data',
    received,
    cause,
  });
}
