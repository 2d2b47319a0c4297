import { FacePerturbError } from '../../support/errors.js';
import type { TrainingWorker } from './options.js';
import type { ErrorParts, PassAnswer, Question, Reply } from './protocol.js';

/** A worker that is asked one thing after the other. */
export interface Thread {
  /** Asks; the answer is undefined but for a pass. */
  ask(question: Question, transfer?: ArrayBuffer[]): Promise<PassAnswer | undefined>;
  /** Ends the worker. Questions still open stay so. */
  stop(): Promise<void>;
}

interface Waiting {
  resolve(answer: PassAnswer | undefined): void;
  reject(error: Error): void;
}

/**
 * Opens a worker that serves training. Only while it is asked something does it keep a process of Node alive.
 *
 * @param name - What messages call it: "worker 2 of 4".
 */
export function openThread(worker: TrainingWorker, name: string): Thread {
  const waiting: Waiting[] = [];
  /** Questions from before the worker listens, which a browser's would miss. */
  let early: (() => void)[] | undefined = [];
  let gone: FacePerturbError | undefined;

  const fail = (received: string, cause: unknown) => {
    gone ??= failure(name, received, cause);
    for (const { reject } of waiting.splice(0)) reject(gone);
  };
  const take = (reply: Reply) => {
    if (reply.kind === 'listening') {
      for (const send of early ?? []) send();
      early = undefined;
      return;
    }
    if (reply.kind === 'failed') {
      const cause = rebuilt(reply.error);
      return fail(cause.message, cause);
    }
    waiting.shift()?.resolve(reply.pass);
    if (waiting.length === 0) worker.unref?.();
  };
  listen(worker, take, fail);
  worker.unref?.();

  return {
    ask(question, transfer = []) {
      if (gone) return Promise.reject(gone);
      worker.ref?.();
      const send = () => worker.postMessage(question, transfer);
      if (early) early.push(send);
      else send();
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    async stop() {
      await worker.terminate();
    },
  };
}

function listen(
  worker: TrainingWorker,
  take: (reply: Reply) => void,
  fail: (received: string, cause: unknown) => void,
): void {
  const unreadable = () => fail('a message that could not be read', undefined);
  if (worker.on) {
    worker.on('message', (reply) => take(reply as Reply));
    worker.on('messageerror', unreadable);
    worker.on('error', (cause) => fail(messageOf(cause), cause));
    worker.on('exit', (code) => fail(`its end, with exit code ${code as number}`, undefined));
    return;
  }
  worker.addEventListener?.('message', (event) => take((event as { data: Reply }).data));
  worker.addEventListener?.('messageerror', unreadable);
  worker.addEventListener?.('error', (event) => {
    const { message, error } = event as { message?: string; error?: unknown };
    fail(message ?? 'a program that could not be loaded', error ?? event);
  });
}

function failure(name: string, received: string, cause: unknown): FacePerturbError {
  return new FacePerturbError(`trainClassifier: ${name}`, {
    code: 'worker-failed',
    expected: 'it to compute until the end of the training',
    received,
    fix: 'With a checkpoint, the same call goes on from the last one.',
    cause,
  });
}

function rebuilt({ name, message, stack, code }: ErrorParts): Error {
  if (code) return Object.assign(new FacePerturbError(message, { code }), { stack });
  return Object.assign(new Error(message), { name, stack });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
