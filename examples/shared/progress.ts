import { duration, grouped } from './report/words.js';
import type { Advance } from './workMeter.js';

/** What a run tells while it works. */
export interface Reporter {
  /** Where it stands: shown on one line that is written over, or now and then. */
  progress(parts: readonly (string | undefined)[], advance: Advance): void;
  /** Something to keep: a phase, an epoch. */
  note(text: string): void;
}

/** Says nothing. */
export const SILENT: Reporter = { progress: () => undefined, note: () => undefined };

/** The part of a stream that {@link terminalReporter} needs. */
export interface Output {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** Seconds between two lines where none can be written over: in a log file, a pipe, CI. */
const PLAIN_INTERVAL = 30;
const TTY_INTERVAL = 0.1;

/** Shows progress on a terminal, or as plain lines where the output is no terminal. */
export function terminalReporter(output: Output, clock = () => performance.now() / 1000): Reporter {
  const interval = output.isTTY ? TTY_INTERVAL : PLAIN_INTERVAL;
  const erase = output.isTTY ? '\r\x1b[2K' : '';
  let last = output.isTTY ? -Infinity : clock();
  return {
    progress(parts, advance) {
      if (clock() - last < interval) return;
      last = clock();
      const line = inWords(advance) + parts.filter((part) => part !== undefined).join(' · ');
      output.write(output.isTTY ? erase + line.slice(0, (output.columns ?? 80) - 1) : `${line}\n`);
    },
    note(text) {
      if (!output.isTTY) last = clock();
      output.write(`${erase}${text}\n`);
    },
  };
}

/** What matters most comes first: a narrow terminal cuts the end. */
function inWords({ share, rate, secondsLeft }: Advance): string {
  const percent = `${Math.floor(share * 100)} %`;
  if (rate === undefined || secondsLeft === undefined) return `${percent} · `;
  return `${percent} · ${duration(secondsLeft)} left · ${grouped(rate)} images/s · `;
}
