/** What the process ends with. */
export const EXIT = {
  /** All was done. */
  done: 0,
  /** Some or all of it failed; the summary says what. */
  failed: 1,
  /** The command line was wrong; nothing was done. */
  usage: 2,
  /** Stopped by Ctrl-C or a signal; nothing is half written. */
  stopped: 130,
} as const;

/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
