import { FacePerturbError } from '../../support/errors.js';
import { EXIT, type ExitCode } from './exit.js';
import { shown, type InputPicture } from './inputs.js';
import { progressOn, type Terminal } from './output.js';

/** What became of one picture; plain JSON. */
export interface FileResult {
  readonly in: string;
  readonly ok: boolean;
  /** What went wrong. */
  readonly error?: string;
  readonly [fact: string]: unknown;
}

/** What became of all pictures; plain JSON, printed with --json. */
export interface BatchResult {
  readonly command: string;
  /** Pictures that were named. */
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** Whether a signal came before the end. */
  readonly stopped: boolean;
  readonly seconds: number;
  readonly files: readonly FileResult[];
}

/** How a command over many pictures speaks. */
export interface BatchSettings {
  readonly command: string;
  readonly json: boolean;
  readonly quiet: boolean;
  /** What was done to a picture, in the summary: 'masked'. */
  readonly verb: string;
}

/** Does the same to each picture; one that fails is told and does not stop the others. */
export async function overFiles(
  inputs: readonly InputPicture[],
  settings: BatchSettings,
  terminal: Terminal,
  work: (input: InputPicture, place: number) => Promise<Record<string, unknown>>,
): Promise<BatchResult> {
  const started = performance.now();
  const progress = progressOn(terminal.stderr, settings.quiet);
  const files: FileResult[] = [];
  for (const [place, input] of inputs.entries()) {
    if (terminal.signal.aborted) break;
    try {
      files.push({ in: shown(input.path), ok: true, ...(await work(input, place)) });
    } catch (error) {
      if (!(error instanceof FacePerturbError)) throw error;
      if (terminal.signal.aborted) break;
      files.push({ in: shown(input.path), ok: false, error: error.message });
      if (!settings.quiet) progress.note(`${shown(input.path)}: ${error.message}`);
    }
    progress.show(files.length, inputs.length, 'pictures');
    // A signal is heard between two pictures only when the event loop turns.
    await new Promise((resolve) => setImmediate(resolve));
  }
  progress.end();
  const done = files.filter(({ ok }) => ok).length;
  const seconds = Math.round(performance.now() - started) / 1000;
  const stopped = files.length < inputs.length;
  return {
    command: settings.command,
    total: inputs.length,
    done,
    failed: files.length - done,
    stopped,
    seconds,
    files,
  };
}

/** Prints the result, as JSON or in a line, and says what the process ends with. */
export function finish(result: BatchResult, settings: BatchSettings, terminal: Terminal): ExitCode {
  const { total, done, failed, stopped, seconds } = result;
  if (settings.json) terminal.stdout.write(`${JSON.stringify(result, null, 1)}\n`);
  else {
    const bad = failed > 0 ? `, ${failed} failed` : '';
    const early = stopped ? ', stopped before the end' : '';
    terminal.stdout.write(`${done} of ${total} pictures ${settings.verb}${bad}${early} (${seconds.toFixed(1)} s)\n`);
  }
  if (stopped) return EXIT.stopped;
  return failed > 0 ? EXIT.failed : EXIT.done;
}
