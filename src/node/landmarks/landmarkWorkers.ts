import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PictureFinder } from '../../landmarks/mediapipe/landmarkerSource.js';
import type { CheckedPicture } from '../../landmarks/picture.js';
import type { FoundFace } from '../../landmarks/source.js';
import { checkNotAborted } from '../../support/checks.js';
import { FacePerturbError } from '../../support/errors.js';
import type { WorkerAnswer, WorkerQuestion } from './landmarkWorker.js';
import type { DetectorTask } from './nodeDetector.js';
import { thisFile } from './thisFile.js';

/** Pictures that a thread is given at once. */
const AT_ONCE = 4;

/**
 * Looks at pictures in several threads, each with a detector of its own. Idle threads don't keep the process alive.
 *
 * @throws FacePerturbError as a detector's start in this thread would.
 */
export async function inWorkers(what: string, count: number, task: DetectorTask): Promise<PictureFinder> {
  const threads = Array.from({ length: count }, () => startThread(what, task));
  try {
    await Promise.all(threads.map((thread) => thread.ready));
  } catch (error) {
    await Promise.all(threads.map((thread) => thread.stop()));
    throw error;
  }
  return {
    async find(pictures, { signal }) {
      const found: FoundFace[][] = Array.from({ length: pictures.length }, () => []);
      let next = 0;
      const takeTurns = async (thread: Thread) => {
        while (next < pictures.length) {
          checkNotAborted(what, signal);
          const from = next;
          next += AT_ONCE;
          const faces = await thread.ask(pictures.slice(from, from + AT_ONCE));
          faces.forEach((each, at) => (found[from + at] = each));
        }
      };
      await Promise.all(threads.map(takeTurns));
      return found;
    },
    close: async () => void (await Promise.all(threads.map((thread) => thread.stop()))),
  };
}

interface Thread {
  readonly ready: Promise<unknown>;
  ask(pictures: readonly CheckedPicture[]): Promise<FoundFace[][]>;
  stop(): Promise<unknown>;
}

interface Waiting {
  resolve(faces: FoundFace[][]): void;
  reject(error: Error): void;
}

const READY = -1;

function startThread(what: string, task: DetectorTask): Thread {
  const worker = new Worker(workerFile(), { workerData: { ...task, what } });
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let gone: Error | undefined;
  const wait = (number: number) => {
    worker.ref();
    return new Promise<FoundFace[][]>((resolve, reject) => waiting.set(number, { resolve, reject }));
  };
  const ready = wait(READY);
  worker.on('message', ({ number, faces, error }: WorkerAnswer) => {
    const { resolve, reject } = waiting.get(number) as Waiting;
    waiting.delete(number);
    if (waiting.size === 0) worker.unref();
    if (error) reject(new FacePerturbError(error.message, { code: error.code }));
    else resolve(faces ?? []);
  });
  const fail = (cause: unknown) => {
    gone ??= new FacePerturbError(`${what}: a thread ended`, {
      code: 'invalid-data',
      received: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  };
  worker.on('error', fail);
  worker.on('exit', (code) => fail(`exit code ${code}`));
  return {
    ready,
    ask(pictures) {
      if (gone) return Promise.reject(gone);
      const number = asked++;
      const answer = wait(number);
      worker.postMessage({ number, pictures: pictures.map(copied) } satisfies WorkerQuestion);
      return answer;
    },
    stop: () => worker.terminate(),
  };
}

/** A view is sent with all of the memory behind it, which is the whole data set's. */
function copied({ width, height, channels, id, data }: CheckedPicture): CheckedPicture {
  return { width, height, channels, id, data: data.slice() };
}

/** The thread's program: beside the built package, or beside this file when the sources run. */
function workerFile(): string {
  const here = thisFile();
  const extension = here.slice(here.lastIndexOf('.'));
  return join(dirname(here), `landmarkWorker${extension}`);
}
