import type { Reporter } from './progress.js';

/** Exit codes of the examples' commands. */
export const EXIT = { done: 0, failed: 1, usage: 2, stopped: 130 } as const;

/** The first signal asks the run to stop after its step; the second ends the process at once. */
export function stopOnSignals(reporter: Reporter): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(EXIT.stopped);
      reporter.note('Stopping after this step; Ctrl-C again ends at once.');
      controller.abort(name);
    });
  }
  return controller.signal;
}
