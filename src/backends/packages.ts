import * as tf from '@tensorflow/tfjs-core';
import { FacePerturbError } from '../support/errors.js';
import type { BackendName } from './facts.js';

/** The npm package of each backend. */
export const BACKEND_PACKAGES: Readonly<Record<BackendName, string>> = Object.freeze({
  wasm: '@tensorflow/tfjs-backend-wasm',
  cpu: '@tensorflow/tfjs-backend-cpu',
  webgl: '@tensorflow/tfjs-backend-webgl',
  webgpu: '@tensorflow/tfjs-backend-webgpu',
  tensorflow: '@tensorflow/tfjs-node',
});

/** The npm package that gives Node what browsers have as `navigator.gpu`: Dawn, the implementation of Chromium. */
export const NODE_GRAPHICS_PACKAGE = 'webgpu';

/** All backend names, the ones to prefer first. */
export const BACKEND_NAMES = ['tensorflow', 'webgpu', 'webgl', 'wasm', 'cpu'] as const satisfies readonly BackendName[];

/** Backends that compute on a browser's graphics alone; in Node their packages can be imported, and offer nothing. */
const IN_BROWSERS: readonly BackendName[] = ['webgl'];

/**
 * Loads a backend's package unless its backend is registered already.
 *
 * @param load - The user's own import, for bundlers; without it the package is imported by name, which works in Node
 *   and on pages with an import map.
 */
export async function loadBackendPackage(name: BackendName, load?: () => Promise<unknown>): Promise<unknown> {
  if (load) return load();
  if (tf.findBackendFactory(name)) return undefined;
  const specifier = BACKEND_PACKAGES[name];
  try {
    return await import(/* @vite-ignore */ /* webpackIgnore: true */ specifier);
  } catch (cause) {
    throw missingBackend(name, cause);
  }
}

/** The error for a backend that is not there: says which are, and how to get this one. */
export function missingBackend(name: BackendName, cause?: unknown): FacePerturbError {
  const specifier = BACKEND_PACKAGES[name];
  const here = installedBackends();
  if (IN_BROWSERS.includes(name) && isNode()) {
    return new FacePerturbError(`useBackend('${name}')`, {
      code: 'missing-backend',
      expected: `a browser, on whose graphics ${specifier} computes`,
      received: `Node, which has ${inWords(here)}`,
      fix: "Call useBackend('auto'), which takes the fastest that starts.",
      cause,
    });
  }
  return new FacePerturbError(`useBackend('${name}')`, {
    code: 'missing-backend',
    expected: `${specifier} to be installed`,
    received: `${here.length > 0 ? 'only ' : ''}${inWords(here)}`,
    fix: `Run: npm install ${specifier}. In a bundled page also hand it over: useBackend('${name}', { module: () => import('${specifier}') }).`,
    cause,
  });
}

/** Lists backends in a message. */
export function inWords(names: readonly BackendName[]): string {
  return names.length > 0 ? names.map((each) => `'${each}'`).join(', ') : 'no backend';
}

/**
 * Names of the backends that are registered or, in Node, whose package can be found from the working folder; those that need a
 * browser's graphics are none of Node's.
 */
export function installedBackends(): BackendName[] {
  const find = packageFinder();
  return BACKEND_NAMES.filter(
    (name) =>
      (tf.findBackendFactory(name) !== null && tf.findBackendFactory(name) !== undefined) ||
      (!IN_BROWSERS.includes(name) && packagesOf(name).every(find)),
  );
}

/** The packages a backend needs in Node. */
function packagesOf(name: BackendName): string[] {
  return name === 'webgpu' ? [BACKEND_PACKAGES.webgpu, NODE_GRAPHICS_PACKAGE] : [BACKEND_PACKAGES[name]];
}

interface ModuleTools {
  createRequire(from: string): { resolve(specifier: string): string };
}

/** In Node, tells whether a package is installed without loading it; elsewhere nothing can be known. */
function packageFinder(): (specifier: string) => boolean {
  if (!isNode()) return () => false;
  const tools = process.getBuiltinModule('node:module') as unknown as ModuleTools;
  const { resolve } = tools.createRequire(`${process.cwd()}/`);
  return (specifier) => {
    try {
      return resolve(specifier).length > 0;
    } catch {
      return false;
    }
  };
}

/** Whether this is Node, whose own modules can be asked for without an import that bundlers would follow. */
export function isNode(): boolean {
  return typeof process !== 'undefined' && typeof process.getBuiltinModule === 'function';
}
