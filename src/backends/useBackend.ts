import * as tf from '@tensorflow/tfjs-core';
// Imported for its registrations: tfjs-core alone has no gradients in Node's CommonJS build.
import '@tensorflow/tfjs-layers';
import { checkChoice, checkOptionNames } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import { registerTrainingKernels, unregisterTrainingKernels, type TrainingKernelOptions } from '../wasm/index.js';
import { noteWasmPaths } from './inUse.js';
import { readFacts, type BackendFacts, type BackendName } from './facts.js';
import {
  BACKEND_NAMES,
  BACKEND_PACKAGES,
  installedBackends,
  inWords,
  isNode,
  loadBackendPackage,
  missingBackend,
} from './packages.js';

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
}

/**
 * Loads a tfjs backend if it is installed, makes it the active one, readies it for training, and tells about it.
 *
 * On 'wasm' it also registers the training kernels that tfjs lacks or gets wrong, on 'webgpu' those that keep a card
 * busy; with both come gradients of ours, of which tfjs has one list for all backends. 'webgpu' works in Node too, with the
 * package `webgpu`, which hands it the graphics card; a `navigator.gpu` that is there already is used instead. 'auto'
 * takes the first that starts of tensorflow, webgpu, webgl, wasm, cpu; in Node it leaves out a webgpu without a
 * graphics processor.
 *
 * @param name - The backend.
 * @param options - How to load it.
 * @returns Frozen facts of the backend.
 * @throws FacePerturbError `missing-backend` when it is not installed or does not start; the message lists the
 *   backends this machine has and the install line. `missing-package` for 'webgpu' in Node without the package
 *   `webgpu`. `invalid-option` for an unknown name or option.
 */
export async function useBackend(name: BackendName | 'auto', options: UseBackendOptions = {}): Promise<BackendFacts> {
  checkName(name);
  checkOptionNames('useBackend', options, ['module', 'wasmPaths', 'trainingKernels']);
  checkOptionsFit(name, options);
  return name === 'auto' ? firstThatStarts(options) : open(name, options, false);
}

/** @param quick - Whether a backend that starts but is slower than the ones after it is refused. */
async function open(name: BackendName, options: UseBackendOptions, quick: boolean): Promise<BackendFacts> {
  const module = (await loadBackendPackage(name, options.module)) as WasmModule | undefined;
  if (name === 'wasm' && options.wasmPaths !== undefined) setPaths(module, options.wasmPaths);
  if (name === 'webgpu' && isNode() && !tf.findBackendFactory(name)) {
    await (await import('./nodeWebgpu.js')).registerWebgpuInNode(module, quick);
  }
  await start(name);
  return readFacts(name, await kernelsOfOurs(name, options));
}

function checkName(name: string): asserts name is BackendName | 'auto' {
  try {
    checkChoice('useBackend', name, ['auto', ...BACKEND_NAMES]);
  } catch (cause) {
    const { expected, received } = cause as FacePerturbError;
    const here = installedBackends();
    const install = BACKEND_NAMES.filter((each) => !here.includes(each)).map(
      (each) => `npm install ${BACKEND_PACKAGES[each]} (for '${each}')`,
    );
    const fix = [
      `This machine has ${inWords(here)}.`,
      ...(install.length > 0 ? [`To add: ${install.join(', ')}.`] : []),
    ].join(' ');
    throw new FacePerturbError('useBackend: name', { code: 'invalid-option', expected, received, fix });
  }
}

function checkOptionsFit(name: BackendName | 'auto', options: UseBackendOptions): void {
  const misplaced = {
    module: name === 'auto',
    wasmPaths: name !== 'wasm' && name !== 'auto',
    trainingKernels: name !== 'wasm' && name !== 'auto',
  };
  for (const [option, wrong] of Object.entries(misplaced)) {
    if (!wrong || options[option as keyof UseBackendOptions] === undefined) continue;
    throw new FacePerturbError(`useBackend('${name}'): ${option}`, {
      code: 'invalid-option',
      expected: `this option only together with ${option === 'module' ? 'the name of one backend' : "'wasm'"}`,
      received: `'${name}'`,
    });
  }
}

async function firstThatStarts(options: UseBackendOptions): Promise<BackendFacts> {
  const failures: unknown[] = [];
  for (const name of BACKEND_NAMES) {
    try {
      return await open(name, name === 'wasm' ? options : {}, true);
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
  if (module?.setWasmPaths) {
    module.setWasmPaths(paths);
    return noteWasmPaths(paths);
  }
  throw new FacePerturbError("useBackend('wasm'): wasmPaths", {
    code: 'invalid-option',
    expected: 'the backend package to be loaded by this call',
    received: 'a backend that was imported before',
    fix: "Pass module: () => import('@tensorflow/tfjs-backend-wasm'), or call its setWasmPaths yourself.",
  });
}

async function start(name: BackendName): Promise<void> {
  if (!tf.findBackendFactory(name)) throw missingBackend(name);
  const before = tf.getBackend();
  if (await tf.setBackend(name)) {
    if (name === 'cpu') silenceHint();
    return tf.ready();
  }
  if (before && before !== name) await tf.setBackend(before);
  const folder = "its .wasm files from the URL in wasmPaths (copy them there from the package's folder dist)";
  throw new FacePerturbError(`useBackend('${name}')`, {
    code: 'missing-backend',
    expected: `${BACKEND_PACKAGES[name]} to start`,
    received: 'a start that failed; tfjs logged why',
    fix: name === 'wasm' ? `In a browser, serve ${folder}.` : `Use another backend: ${inWords(installedBackends())}.`,
  });
}

/** The cpu backend greets its first use in Node with an advertisement on stderr, which is not for a library to print. */
function silenceHint(): void {
  const backend = tf.backend() as { firstUse?: boolean };
  if (backend.firstUse) backend.firstUse = false;
}

/** What only one backend needs is loaded with it. */
async function kernelsOfOurs(name: BackendName, { trainingKernels = true }: UseBackendOptions): Promise<string[]> {
  if (name === 'webgpu') return (await import('./webgpu/register.js')).registerWebgpuKernels();
  return name === 'wasm' ? wasmKernels(trainingKernels) : [];
}

async function wasmKernels(wanted: boolean | TrainingKernelOptions): Promise<string[]> {
  if (wanted === false) {
    unregisterTrainingKernels();
    return [];
  }
  const { added, corrected, accelerated } = await registerTrainingKernels(wanted === true ? {} : wanted);
  return [...new Set([...added, ...corrected, ...accelerated])].sort();
}
