import { checkNotAborted } from '../../support/checks.js';

/**
 * Waits for work of others, but no longer than until the signal fires.
 *
 * @throws FacePerturbError `aborted`.
 */
export async function unlessAborted<T>(what: string, work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  let stop = () => {};
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop);
    if (signal.aborted) resolve();
  });
  try {
    await Promise.race([work, aborted]);
    checkNotAborted(what, signal);
    return await work;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
