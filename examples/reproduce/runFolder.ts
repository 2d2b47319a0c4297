import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { FacePerturbError, show } from '../../src/support/errors.js';
import { readJson, writeJson, writeWhole } from '../shared/files.js';
import type { Settings } from './presets.js';
import { reportPage } from './report/page.js';
import { RESULTS_FORMAT, type Figures, type Results } from './results.js';
import type { Phase } from './work.js';

/** What a run keeps between two sittings beside the trainings' own checkpoints. */
export interface RunState {
  settings: Settings;
  /** SHA-256 of the data. */
  sha256: string;
  facePerturb: string;
  /** Working time so far, in seconds. */
  phaseSeconds: Partial<Record<Phase, number>>;
  /** Predictions made so far, base64, by arm and view: "baseline/plain". */
  predictions: Record<string, string>;
}

/** The folder of a run: results, figures, report, and what is needed to go on. */
export interface RunFolder {
  readonly path: string;
  /** Path of a training's checkpoint. */
  checkpoint(phase: Phase): string;
  /** The state kept last, or this first one; throws when it belongs to another run. */
  open(first: RunState): Promise<RunState>;
  /** Keeps the state. */
  keep(state: RunState): Promise<void>;
  /** Results and figures of a finished run; undefined when there are none. */
  finished(): Promise<{ results: Results; figures: Figures } | undefined>;
  /** Writes results, figures and report. */
  finish(results: Results, figures: Figures): Promise<void>;
  /** Removes all that a run wrote here. */
  clear(): Promise<void>;
}

/** Opens the folder of a run, which need not be there yet. */
export function runFolder(path: string): RunFolder {
  const file = (name: string) => join(path, name);
  const stateFile = file('checkpoints/state.json');
  return {
    path,
    checkpoint: (phase) => file(`checkpoints/${phase}.checkpoint`),
    async open(first) {
      const kept = await readJson<RunState>(stateFile);
      if (kept) checkSameRun(path, kept, first);
      return kept ? { ...kept, settings: first.settings } : first;
    },
    keep: (state) => writeJson(stateFile, state),
    async finished() {
      const results = await readJson<Results>(file('results.json'));
      const figures = await readJson<Figures>(file('figures.json'));
      return results?.format === RESULTS_FORMAT && figures ? { results, figures } : undefined;
    },
    async finish(results, figures) {
      await writeJson(file('figures.json'), figures);
      await writeJson(file('results.json'), results);
      await writeWhole(file('report.html'), await reportPage(results, figures));
    },
    async clear() {
      for (const name of ['checkpoints', 'results.json', 'figures.json', 'report.html']) {
        await rm(file(name), { recursive: true, force: true });
      }
    },
  };
}

/** Whether two settings lead to the same numbers: whose faces the pictures show makes no difference. */
export function sameNumbers(one: Settings, other: Settings): boolean {
  const lasting = ({ faces: _, details: { description: __, ...details }, ...rest }: Settings) => ({ ...rest, details });
  return isDeepStrictEqual(lasting(one), lasting(other));
}

/** Throws unless the folder's run has these settings. */
export function checkSameRun(
  path: string,
  kept: Pick<RunState, 'settings'> & Partial<RunState>,
  now: Pick<RunState, 'settings'> & Partial<RunState>,
): void {
  const differing = firstDifference(kept, now);
  if (!differing) return;
  const [name, before, after] = differing;
  throw new FacePerturbError(`${path} holds a run with another ${name}`, {
    code: 'invalid-argument',
    expected: show(after),
    received: show(before),
    fix: 'Choose another folder with --out, or start anew in this one with --fresh.',
  });
}

function firstDifference(kept: Partial<RunState>, now: Partial<RunState>): [string, unknown, unknown] | undefined {
  const flat = ({ settings, sha256, facePerturb }: Partial<RunState>): Record<string, unknown> => {
    const { details, faces: _, ...rest } = settings ?? ({} as Partial<Settings>);
    return {
      ...rest,
      ...details,
      description: undefined,
      'data content': sha256,
      'version of face-perturb': facePerturb,
    };
  };
  const [before, after] = [flat(kept), flat(now)];
  for (const name of Object.keys(after)) {
    const known = before[name] !== undefined && after[name] !== undefined;
    if (known && !isDeepStrictEqual(before[name], after[name])) return [name, before[name], after[name]];
  }
  return undefined;
}
