import { readFile } from 'node:fs/promises';
import { version_core } from '@tensorflow/tfjs-core';
import type { BackendFacts } from '../../src/backends/facts.js';

/** Versions and machine facts that a run's numbers depend on. */
export interface Environment {
  facePerturb: string;
  tfjs: string;
  node: string;
  platform: string;
  backend: Record<string, string | number | boolean | readonly string[]>;
}

/** Versions and machine facts for the record; names no path and no person. */
export async function describeEnvironment({
  missingKernels,
  ownKernels,
  ...facts
}: BackendFacts): Promise<Environment> {
  const manifest = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  return {
    facePerturb: version,
    tfjs: version_core,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    backend: {
      ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
      missingKernels: [...missingKernels],
      ownKernels: [...ownKernels],
    },
  };
}
