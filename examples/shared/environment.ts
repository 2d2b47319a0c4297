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
      ...(facts.name === 'webgpu' && { device: await graphicsProcessor() }),
      missingKernels: [...missingKernels],
      ownKernels: [...ownKernels],
    },
  };
}

/** What the driver tells of the graphics processor: its maker, its family, the driver. */
async function graphicsProcessor(): Promise<string> {
  const { gpu } = globalThis.navigator as { gpu?: { requestAdapter(wanted: object): Promise<Adapter | null> } };
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return 'unknown';
  const { vendor, architecture, description } = adapter.info;
  return [vendor, architecture, description].filter(Boolean).join(', ');
}

interface Adapter {
  readonly info: { readonly vendor: string; readonly architecture: string; readonly description: string };
}
