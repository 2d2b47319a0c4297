/** The part of a stream that the command line needs. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Where a command writes, and how it is stopped. */
export interface Terminal {
  /** Results: the summary in words, or one JSON object. */
  readonly stdout: Output;
  /** Progress and what went wrong. */
  readonly stderr: Output;
  readonly signal: AbortSignal;
}

/** Seconds between two lines of progress where none can be written over: in a log file, a pipe, CI. */
const PLAIN_INTERVAL = 10;
const TTY_INTERVAL = 0.1;

/** Tells how far a command is. */
export interface Progress {
  /** So many of so many are done. */
  show(done: number, total: number, unit: string): void;
  /** A line that stays. */
  note(text: string): void;
  /** Takes the line of progress away. */
  end(): void;
}

/** Progress on one line of a terminal that is written over, or as a plain line now and then. */
export function progressOn(output: Output, quiet: boolean, clock = () => performance.now() / 1000): Progress {
  const interval = output.isTTY ? TTY_INTERVAL : PLAIN_INTERVAL;
  const erase = output.isTTY ? '\r\x1b[2K' : '';
  let last = output.isTTY ? -Infinity : clock();
  let stage = { unit: '', from: 0, since: 0 };
  return {
    show(done, total, unit) {
      if (unit !== stage.unit) stage = { unit, from: done, since: clock() };
      if (quiet || clock() - last < interval) return;
      last = clock();
      const left = ((last - stage.since) / (done - stage.from)) * (total - done);
      const line = `${done} of ${total} ${unit}${Number.isFinite(left) ? `, ${Math.ceil(left)} s left` : ''}`;
      output.write(output.isTTY ? erase + line.slice(0, (output.columns ?? 80) - 1) : `${line}\n`);
    },
    note: (text) => void output.write(`${erase}${text}\n`),
    end: () => void (erase && output.write(erase)),
  };
}
