import { parentPort, workerData } from 'node:worker_threads';
import type { CheckedPicture } from '../../landmarks/picture.js';
import type { FoundFace } from '../../landmarks/source.js';
import { FacePerturbError } from '../../support/errors.js';
import { nodeDetector, type DetectorTask } from './nodeDetector.js';

/** What a thread is asked. */
export interface WorkerQuestion {
  readonly number: number;
  readonly pictures: readonly CheckedPicture[];
}

/** What it answers; number -1 says that it is ready, or could not start. */
export interface WorkerAnswer {
  readonly number: number;
  readonly faces?: FoundFace[][];
  /** A FacePerturbError loses its class on the way between threads, so its parts travel. */
  readonly error?: Pick<FacePerturbError, 'message' | 'code'>;
}

async function work(task: DetectorTask & { what: string }): Promise<void> {
  const port = parentPort;
  if (!port) return;
  const answer = (content: WorkerAnswer) => port.postMessage(content);
  try {
    const detector = await nodeDetector(task.what, task);
    port.on('message', async ({ number, pictures }: WorkerQuestion) => {
      try {
        const faces: FoundFace[][] = [];
        for (const picture of pictures) faces.push(await detector.detect(picture));
        answer({ number, faces });
      } catch (error) {
        answer({ number, error: partsOf(error) });
      }
    });
    answer({ number: -1 });
  } catch (error) {
    answer({ number: -1, error: partsOf(error) });
  }
}

function partsOf(error: unknown): WorkerAnswer['error'] {
  if (error instanceof FacePerturbError) return { message: error.message, code: error.code };
  return { message: error instanceof Error ? error.message : String(error), code: 'invalid-data' };
}

void work(workerData as DetectorTask & { what: string });
