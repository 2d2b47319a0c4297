import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  checkModuleFactory,
  checkVisionModule,
  reportingVersion,
  VISION_INSTALL,
  VISION_VERSION,
  type ModuleFactory,
  type VisionModule,
} from '../../landmarks/mediapipe/visionModule.js';
import { FacePerturbError } from '../../support/errors.js';
import { thisFile } from './thisFile.js';

const PACKAGE = '@mediapipe/tasks-vision';

/** The installed `@mediapipe/tasks-vision`. */
export interface VisionPackage {
  readonly vision: VisionModule;
  loadFactory(): Promise<ModuleFactory>;
  /** Path of the wasm file. */
  readonly wasmBinary: string;
  readonly version: string;
}

/**
 * Finds and loads the optional peer `@mediapipe/tasks-vision`, beside this library or from the working folder.
 *
 * @throws FacePerturbError `missing-package` with the install line when it isn't there or has an unfit version.
 */
export async function loadVisionPackage(what: string): Promise<VisionPackage> {
  const main = resolvePackage(what);
  const version = await versionOf(main);
  if (!version.startsWith('0.')) throw reportingVersion(what, version);
  const files = join(dirname(main), 'wasm', 'vision_wasm_module_internal');
  return {
    vision: checkVisionModule(what, await load(what, main, version)),
    loadFactory: async () => checkModuleFactory(what, await load(what, `${files}.js`, version)),
    wasmBinary: `${files}.wasm`,
    version,
  };
}

function resolvePackage(what: string): string {
  for (const from of [thisFile(), `${process.cwd()}/`]) {
    try {
      return createRequire(from).resolve(PACKAGE);
    } catch {
      continue;
    }
  }
  throw new FacePerturbError(`${what}: faces are found by the package '${PACKAGE}', which isn't installed`, {
    code: 'missing-package',
    fix: VISION_INSTALL,
  });
}

/** The package doesn't export its package.json, so it is read as the file that it is. */
async function versionOf(main: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(dirname(main), 'package.json'), 'utf8')) as { version: string };
  return version;
}

async function load(what: string, file: string, version: string): Promise<unknown> {
  try {
    return await import(/* @vite-ignore */ pathToFileURL(file).href);
  } catch (cause) {
    throw new FacePerturbError(`${what}: '${file}' could not be loaded`, {
      code: 'missing-package',
      expected: `${PACKAGE} ${VISION_VERSION}`,
      received: `version ${version}`,
      fix: VISION_INSTALL,
      cause,
    });
  }
}
