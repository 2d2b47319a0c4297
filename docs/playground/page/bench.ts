import type { Question, Reply, TaskName, Tasks } from '../protocol.js';

/** How a call may be watched and stopped. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  onProgress?(done: number): void;
  readonly transfer?: Transferable[];
}

/** The worker, as the page sees it. */
export interface Bench {
  /**
   * Has the worker do something.
   *
   * @throws Error with the worker's own words; `Stopped` when the signal fired.
   */
  call<Name extends TaskName>(task: Name, argument: Tasks[Name][0], options?: CallOptions): Promise<Tasks[Name][1]>;
}

/** Says that something was stopped because nobody wants it any more. */
export class Stopped extends Error {}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
  progress(done: number): void;
}

/** Starts the worker. */
export function startBench(address: URL): Bench {
  const worker = new Worker(address, { type: 'module' });
  const waiting = new Map<number, Waiting>();
  let last = 0;
  worker.onmessage = ({ data }: MessageEvent<Reply>) => {
    const call = waiting.get(data.id);
    if ('done' in data) return call?.progress(data.done);
    waiting.delete(data.id);
    if ('result' in data) return call?.resolve(data.result);
    call?.reject(data.error.stopped ? new Stopped() : new Error(data.error.message));
  };
  worker.onerror = ({ message }) => {
    const error = new Error(`The part of this page that computes could not be loaded${message ? `: ${message}` : '.'}`);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  return {
    call: (task, argument, { signal, onProgress, transfer = [] } = {}) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject, progress: (done) => onProgress?.(done) });
        signal?.addEventListener('abort', () => worker.postMessage({ id, stop: true } satisfies Question));
        worker.postMessage({ id, task, argument } as Question, transfer);
      }),
  };
}

/** Runs a task again if it was wanted again while it ran: as often as needed, but never twice at once. */
export function latestOnly(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;
  const repeat = async () => {
    do {
      again = false;
      await work();
    } while (again);
  };
  return () => {
    again = true;
    return (running ??= repeat().finally(() => (running = undefined)));
  };
}
