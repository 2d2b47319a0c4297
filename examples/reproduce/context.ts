import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Settings } from './presets.js';
import type { Reporter } from '../shared/progress.js';
import type { RunFolder } from './runFolder.js';
import type { Source } from '../shared/source.js';
import type { Phase } from './work.js';
import type { Environment } from '../shared/environment.js';

/** A run to be done. */
export interface Job {
  settings: Settings;
  source: Source;
  environment: Environment;
  /** Where to keep what is needed to go on, and to take up what is kept. */
  folder: RunFolder;
  signal?: AbortSignal;
  reporter: Reporter;
}

/** A job under way: what each of its phases needs. */
export interface JobContext extends Job {
  /** Networks built so far; freed when the job ends, however it ends. */
  models: LayersModel[];
  /** Reports where a phase stands. */
  advance(phase: Phase, share: number, parts: readonly (string | undefined)[]): void;
}

/** Runs a phase and adds its time to the state, however it ends. */
export type PhaseTimer = <T>(phase: Phase, work: () => Promise<T>) => Promise<T>;
