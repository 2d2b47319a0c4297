import { FacePerturbError, show } from '../../support/errors.js';

/** The version of `@mediapipe/tasks-vision` that this library works with. */
export const VISION_VERSION = '0.10.35';

/** How to get it. */
export const VISION_INSTALL = `Install it with: npm install @mediapipe/tasks-vision@${VISION_VERSION}`;

/** The part of a `FaceLandmarker` that is used here. */
export interface VisionLandmarker {
  detect(picture: object): { faceLandmarks: { x: number; y: number }[][] };
  close(): void;
}

/** The part of the module `@mediapipe/tasks-vision` that is used here. */
export interface VisionModule {
  readonly FaceLandmarker: {
    createFromOptions(files: object, options: object): Promise<object>;
  };
}

/** What `vision_wasm_module_internal.js` exports: makes an instance of the wasm module. */
export type ModuleFactory = (settings?: object) => Promise<object>;

/**
 * Throws unless the module is tasks-vision, of a version that keeps to itself.
 *
 * Versions from 1.0.0 on are known by an export that they added; the module has no version number.
 */
export function checkVisionModule(what: string, module: unknown): VisionModule {
  const found = withDefault(module, 'FaceLandmarker');
  const detector = found?.['FaceLandmarker'] as VisionModule['FaceLandmarker'] | undefined;
  if (!found || typeof detector?.createFromOptions !== 'function') {
    throw new FacePerturbError(`${what}: module`, {
      code: 'invalid-option',
      expected: "the module '@mediapipe/tasks-vision', or a function that imports it",
      received: show(module),
      fix: "Write: module: () => import('@mediapipe/tasks-vision')",
    });
  }
  if ('InteractiveSegmenterLegacy' in found) throw reportingVersion(what, '1.0.0 or newer');
  return found as unknown as VisionModule;
}

/** The error for versions that send records of their use to a server. */
export function reportingVersion(what: string, version: string): FacePerturbError {
  return new FacePerturbError(`${what}: @mediapipe/tasks-vision`, {
    code: 'missing-package',
    expected: `version ${VISION_VERSION}, the last one that sends nothing anywhere`,
    received: `${version}, which posts records of its use to a server and cannot be told not to`,
    fix: VISION_INSTALL,
  });
}

/** The factory in what was imported from `vision_wasm_module_internal.js`. */
export function checkModuleFactory(what: string, module: unknown): ModuleFactory {
  const factory = withDefault(module, 'default')?.['default'] ?? module;
  if (typeof factory === 'function') return factory as ModuleFactory;
  throw new FacePerturbError(`${what}: wasm.loader`, {
    code: 'invalid-option',
    expected: "the file 'vision_wasm_module_internal.js' of @mediapipe/tasks-vision",
    received: show(module),
  });
}

/** The object that has the name: the module, or its default export where a CommonJS file was imported. */
function withDefault(module: unknown, name: string): Record<string, unknown> | undefined {
  if (typeof module !== 'object' || module === null) return undefined;
  if (name in module) return module as Record<string, unknown>;
  const inner = (module as { default?: unknown }).default;
  return typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : undefined;
}
