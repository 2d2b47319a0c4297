import { FacePerturbError } from '../../support/errors.js';
import { MemoryCanvas } from './memoryCanvas.js';
import type { ModuleFactory, VisionLandmarker, VisionModule } from './visionModule.js';

/** What a FaceLandmarker is made of. */
export interface LandmarkerParts {
  readonly vision: VisionModule;
  /** Called for every new instance: MediaPipe uses up what it is given. */
  loadFactory(): Promise<ModuleFactory>;
  /** URL or path of `vision_wasm_module_internal.wasm`. */
  readonly wasmBinary: string;
  /** Bytes of `face_landmarker.task`. */
  readonly model: Uint8Array;
  /** Most faces in a picture. */
  readonly maxFaces: number;
  /** Least confidence of the detector and of the mesh, in [0, 1]. */
  readonly minConfidence: number;
}

/** MediaPipe takes its wasm module from a global variable, so one creation waits for the other. */
let creations: Promise<unknown> = Promise.resolve();

/**
 * Makes a FaceLandmarker for single pictures that computes on the CPU, in a page, a worker or Node.
 *
 * @throws FacePerturbError `invalid-data` when MediaPipe does not start, with what it printed.
 */
export function createLandmarker(what: string, parts: LandmarkerParts): Promise<VisionLandmarker> {
  const created = creations.then(() => createAlone(what, parts));
  creations = created.catch(() => undefined);
  return created;
}

async function createAlone(what: string, parts: LandmarkerParts): Promise<VisionLandmarker> {
  const { vision, loadFactory, wasmBinary, model, maxFaces, minConfidence } = parts;
  const printed: string[] = [];
  const takeBack = lendGlobals();
  try {
    (globalThis as Record<string, unknown>)['ModuleFactory'] = quiet(await loadFactory(), printed);
    const landmarker = await vision.FaceLandmarker.createFromOptions(
      { wasmLoaderPath: '', wasmBinaryPath: wasmBinary },
      {
        canvas: new MemoryCanvas(),
        // MediaPipe keeps the array it is given; a copy leaves ours for the next instance.
        baseOptions: { modelAssetBuffer: model.slice(), delegate: 'CPU' },
        runningMode: 'IMAGE',
        numFaces: maxFaces,
        minFaceDetectionConfidence: minConfidence,
        minFacePresenceConfidence: minConfidence,
      },
    );
    return landmarker as VisionLandmarker;
  } catch (cause) {
    if (cause instanceof FacePerturbError) throw cause;
    throw new FacePerturbError(`${what}: MediaPipe's FaceLandmarker did not start`, {
      code: 'invalid-data',
      received: [String(cause instanceof Error ? cause.message : cause), ...printed.slice(-3)].join(' | '),
      fix: 'The model must be face_landmarker.task, the wasm files those of the installed @mediapipe/tasks-vision.',
      cause,
    });
  } finally {
    takeBack();
  }
}

/** MediaPipe's log lines go into a list, so that a program's own output stays its own. */
function quiet(factory: ModuleFactory, printed: string[]): ModuleFactory {
  const keep = (text: unknown) => {
    printed.push(String(text));
    if (printed.length > 20) printed.shift();
  };
  // Named by MediaPipe's file when it is loaded, and called for as long as an instance lives: it must stay.
  (globalThis as Record<string, unknown>)['custom_dbg'] = keep;
  return (settings) => factory({ ...settings, print: keep, printErr: keep });
}

/** What MediaPipe reads and sets while it starts. */
const LENT = ['ModuleFactory', 'Module', 'self', 'navigator'];

/**
 * Gives Node, for the time of a start, the globals of a page that MediaPipe needs; returns a function that puts all of
 * them back as they were.
 */
function lendGlobals(): () => void {
  const world = globalThis as Record<string, unknown>;
  const before = LENT.map((name) => [name, Object.getOwnPropertyDescriptor(world, name)] as const);
  if (!('self' in world)) world['self'] = globalThis;
  if (!('navigator' in world)) world['navigator'] = { userAgent: 'node' };
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(world, name, descriptor);
      else delete world[name];
    }
  };
}
