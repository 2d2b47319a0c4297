import { checkNotAborted } from './checks.js';

/** Lets other work go on, and an abort arrive, some thirty times a second; throws `aborted` when stopped. */
export function createBreather(what: string, signal: AbortSignal | undefined): () => Promise<void> {
  let last = performance.now();
  return async () => {
    checkNotAborted(what, signal);
    if (performance.now() - last < 30) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
    checkNotAborted(what, signal);
  };
}
