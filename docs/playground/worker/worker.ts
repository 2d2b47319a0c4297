import type { Question, Reply, TaskName, Tasks } from '../protocol.js';
import { attend } from './attend.js';
import { useBackend } from './backend.js';
import { cluster } from './cluster.js';
import { openDetector } from './detector.js';
import { hide, withoutEach } from './hide.js';
import { openOurNetwork, openOwnNetwork } from './network.js';
import { openPicture } from './openPicture.js';
import type { Session, Work } from './session.js';
import { transferablesOf } from './transfer.js';

type TaskTable = { [Name in TaskName]: (argument: Tasks[Name][0], work: Work) => Promise<Tasks[Name][1]> };

const tasks: TaskTable = {
  ...{ useBackend, openPicture, hide, withoutEach, attend, cluster },
  async useDetector(model, { session }) {
    const detector = await openDetector(model);
    await session.detector?.close();
    session.detector = detector;
    return true;
  },
  async useNetwork(network, { session }) {
    const opened = await (typeof network === 'string' ? openOurNetwork(network) : openOwnNetwork(network));
    session.network?.dispose();
    Object.assign(session, { network: opened, map: undefined });
    return opened.facts;
  },
};

/** These change what the others stand on: they wait until nothing else runs, and nothing else starts meanwhile. */
const ALONE: readonly TaskName[] = ['useBackend', 'useNetwork', 'useDetector', 'openPicture'];

const session: Session = { detector: undefined, picture: undefined, network: undefined, map: undefined };
const stops = new Map<number, AbortController>();
const running = new Set<Promise<void>>();
let turn: Promise<void> = Promise.resolve();

const page = self as unknown as { postMessage(reply: Reply, transfer?: Transferable[]): void };

self.onmessage = ({ data }: MessageEvent<Question>) => {
  if ('stop' in data) return stops.get(data.id)?.abort();
  const { id, task, argument } = data;
  stops.set(id, new AbortController());
  const before = turn;
  const work = before.then(async () => {
    if (ALONE.includes(task)) await Promise.all(running);
    const own = run(id, task, argument).finally(() => running.delete(own));
    running.add(own);
    // Those that may run together let the next one begin.
    if (ALONE.includes(task)) await own;
  });
  turn = work;
};

async function run(id: number, name: TaskName, argument: unknown): Promise<void> {
  const { signal } = stops.get(id) as AbortController;
  const work: Work = { session, signal, progress: (done) => page.postMessage({ id, done }) };
  try {
    signal.throwIfAborted();
    const task = tasks[name] as (argument: unknown, work: Work) => Promise<unknown>;
    const result = await task(argument, work);
    page.postMessage({ id, result }, transferablesOf(result));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    page.postMessage({ id, error: { message, stopped: signal.aborted } });
  } finally {
    stops.delete(id);
  }
}
