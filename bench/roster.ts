import { resolve } from 'node:path';
import { installedBackends } from '../src/backends/packages.js';
import type { BenchBackend } from './backends.js';
import type { Flags } from './commandLine.js';
import { findBrowser } from './findBrowser.js';
import { startPage } from './participants/browser.js';
import type { Participant } from './participants/participant.js';
import { startProcess } from './participants/process.js';
import { peers } from './peers.js';

/** Someone who can be started to measure, as often as needed. */
export type Starter = () => Participant;

const IN_BROWSER: readonly BenchBackend[] = ['webgl', 'webgpu'];

/** What participants are started with. */
export interface RosterContext {
  /** The measuring program for Node. */
  program: string;
  /** Where temporary files go. */
  folder: string;
  /** The core that everyone is bound to, if any. */
  core: number | undefined;
}

/** All who take part in a run, ours first. */
export function roster(flags: Flags, { program, folder, core }: RosterContext): Starter[] {
  const environment: Record<string, string> = { TMPDIR: folder };
  if (flags.data !== undefined) environment['FACE_PERTURB_BENCH_CSV'] = resolve(flags.data);
  const backend = (name: BenchBackend) => (): Participant =>
    IN_BROWSER.includes(name)
      ? startPage(name)
      : startProcess({ name, command: [flags.node, program, name], environment, core });
  if (flags.peers) return [backend(flags.backend?.[0] ?? 'wasm'), ...peers(core)];
  return (flags.backend ?? backendsHere()).map(backend);
}

function backendsHere(): BenchBackend[] {
  const installed = installedBackends();
  const inNode = (['wasm', 'cpu', 'tensorflow'] as const).filter((name) => installed.includes(name));
  return findBrowser() === undefined ? inNode : [...inNode, ...IN_BROWSER];
}
