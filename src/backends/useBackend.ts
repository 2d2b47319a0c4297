import * as tf from '@tensorflow/tfjs-core';
// Imported for its registrations: tfjs-core alone has no gradients in Node's CommonJS build.
import '@tensorflow/tfjs-layers';
import { checkChoice, checkOptionNames } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import { registerTrainingKernels, unregisterTrainingKernels, type TrainingKernelOptions } from '../wasm/index.js';
import { readFacts, type BackendFacts, type BackendName } from './facts.js';
import { BACKEND_NAMES, BACKEND_PACKAGES, installedBackends, loadBackendPackage, missingBackend } from './packages.js';

/** Options of {@link useBackend}. */
export interface UseBackendOptions {
  /**
   * The import of the backend's package, for bundlers, which need to see it written out:
   * `() => import('@tensorflow/tfjs-backend-wasm')`.
   * @default the package is imported by name (Node, or a page with an import map)
   */
  module?: () => Promise<unknown>;
  /**
   * Where the wasm backend's `.wasm` files are served: a folder's URL, or a URL for each file name. Only for 'wasm'.
   * @default in Node the installed package; in a browser the folder of the script
   */
  wasmPaths?: string | Record<string, string>;
  /**
   * Our training kernels on the wasm backend: all, none, or as {@link TrainingKernelOptions} say. Only for 'wasm'.
   * @default true
   */
  trainingKernels?: boolean | TrainingKernelOptions;
}

interface WasmModule {
  setWasmPaths?(paths: string | Record<string, string>): void;
  getThreadsCount?(): number;
}

/**
 * Loads a tfjs backend if it is installed, makes it the active one, readies it for training, and tells about it.
 *
 * On 'wasm' it also registers the training kernels that tfjs lacks or gets wrong. 'auto' takes the first that starts
 * of tensorflow, webgpu, webgl, wasm, cpu.
 *
 * @param name - The backend.
 * @param options - How to load it.
 * @returns Frozen facts of the backend.
 * @throws FacePerturbError `missing-backend` when it is not installed or does not start; the message lists the
 *   backends this machine has and the install line. `invalid-option` for an unknown name or option.
 */
export async function useBackend(name: BackendName | 'auto', options: UseBackendOptions = {}): Promise<BackendFacts> {
  checkName(name);
  checkOptionNames('useBackend', options, ['module', 'wasmPaths', 'trainingKernels']);
  if (name === 'auto') return firstThatStarts(options);
  checkWasmOnly(name, options);
  const module = (await loadBackendPackage(name, options.module)) as WasmModule | undefined;
  if (name === 'wasm' && options.wasmPaths !== undefined) setPaths(module, options.wasmPaths);
  await start(name);
  if (name !== 'wasm') return readFacts(name, undefined, []);
  const own = await ownKernels(options.trainingKernels ?? true);
  return readFacts(name, module?.getThreadsCount?.() ?? 1, own);
}

function checkName(name: string): asserts name is BackendName | 'auto' {
  try {
    checkChoice('useBackend', name, ['auto', ...BACKEND_NAMES]);
  } catch (cause) {
    const here = installedBackends().map((each) => `'${each}' (${BACKEND_PACKAGES[each]})`);
    const { expected, received } = cause as FacePerturbError;
    const fix = `This machine has ${here.length > 0 ? here.join(', ') : 'none; run: npm install @tensorflow/tfjs-backend-wasm'}.`;
    throw new FacePerturbError('useBackend: name', { code: 'invalid-option', expected, received, fix });
  }
}

function checkWasmOnly(name: BackendName, options: UseBackendOptions): void {
  for (const option of ['wasmPaths', 'trainingKernels'] as const) {
    if (name === 'wasm' || options[option] === undefined) continue;
    throw new FacePerturbError(`useBackend('${name}'): ${option}`, {
      code: 'invalid-option',
      expected: "this option only together with 'wasm'",
      received: `backend '${name}'`,
    });
  }
}

async function firstThatStarts(options: UseBackendOptions): Promise<BackendFacts> {
  const failures: unknown[] = [];
  for (const name of BACKEND_NAMES) {
    try {
      return await useBackend(name, name === 'wasm' ? { ...options, module: undefined } : {});
    } catch (error) {
      failures.push(error);
    }
  }
  throw new FacePerturbError("useBackend('auto')", {
    code: 'missing-backend',
    expected: `one of ${Object.values(BACKEND_PACKAGES).join(', ')} to be installed`,
    received: 'none that starts',
    fix: 'Run: npm install @tensorflow/tfjs-backend-wasm.',
    cause: failures,
  });
}

function setPaths(module: WasmModule | undefined, paths: string | Record<string, string>): void {
  if (module?.setWasmPaths) return module.setWasmPaths(paths);
  throw new FacePerturbError("useBackend('wasm'): wasmPaths", {
    code: 'invalid-option',
    expected: 'the backend package to be loaded by this call',
    received: 'a backend that was imported before',
    fix: "Pass module: () => import('@tensorflow/tfjs-backend-wasm'), or call its setWasmPaths yourself.",
  });
}

async function start(name: BackendName): Promise<void> {
  const started = await tf.setBackend(name).catch(() => false);
  if (!started) throw missingBackend(name);
  await tf.ready();
}

async function ownKernels(wanted: boolean | TrainingKernelOptions): Promise<string[]> {
  if (wanted === false) {
    unregisterTrainingKernels();
    return [];
  }
  const { added, corrected, accelerated } = await registerTrainingKernels(wanted === true ? {} : wanted);
  return [...new Set([...added, ...corrected, ...accelerated])].sort();
}
