import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { REPOSITORY } from './paths.js';
import { run } from './run.js';

/** The package as `npm publish` would send it, in a temporary folder. */
export interface Packed {
  /** The .tgz file. */
  tarball: string;
  /** Its content. */
  folder: string;
  /** The temporary folder both are in, for consumers to be made in. */
  temporary: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    packed: Packed;
  }
}

/** Packs the built package before the tests of this project, and throws the folder away after them. */
export default async function packOnce(project: TestProject): Promise<() => void> {
  if (!existsSync(join(REPOSITORY, 'dist/node.cjs'))) throw new Error('These tests need the build: npm run build');
  const temporary = mkdtempSync(join(tmpdir(), 'face-perturb-package-'));
  // Scripts would build again.
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', temporary];
  const packed = await run('npm', pack, { cwd: REPOSITORY, shell: process.platform === 'win32' });
  if (packed.status !== 0) throw new Error(`npm pack failed: ${packed.stderr}`);
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  const unpacked = await run('tar', ['-xzf', filename], { cwd: temporary });
  if (unpacked.status !== 0) throw new Error(`tar failed: ${unpacked.stderr}`);
  project.provide('packed', { tarball: join(temporary, filename), folder: join(temporary, 'package'), temporary });
  return () => rmSync(temporary, { recursive: true, force: true });
}
