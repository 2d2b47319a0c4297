import type { Description, Replies, Request, TaskDescription } from './protocol.js';
import type { Prepared, Setting, Task } from './task.js';

/** Reads clocks, in milliseconds. */
export interface Clock {
  wall(): number;
  /** Processor time of this process; null where it cannot be known. */
  cpu(): number | null;
}

/** What a process that measures is made of. */
export interface Server {
  environment: Record<string, string>;
  tasks: readonly Task[];
  slow: boolean;
  clock: Clock;
  /** Makes {@link Setting.share} for a folder. */
  shareIn?: (folder: string) => Setting['share'];
}

/** Answers {@link Request}s; at most one task is set up at a time. */
export function createHandler({ environment, tasks, slow, clock, shareIn }: Server) {
  let current: Prepared | undefined;

  const named = (name: string): Task => {
    const found = tasks.find((task) => task.name === name);
    if (!found) throw new Error(`There is no task '${name}' here.`);
    return found;
  };
  const prepared = (): Prepared => {
    if (!current) throw new Error('No task is set up.');
    return current;
  };

  return async function handle(request: Request): Promise<Replies[Request['do']]> {
    switch (request.do) {
      case 'describe':
        return { environment, tasks: tasks.map(describeTask) } satisfies Description;
      case 'prepare': {
        const task = named(request.task);
        if (!('setup' in task)) throw new Error(`'${task.name}' gives a table; it has no rounds.`);
        const share = request.folder === undefined ? undefined : shareIn?.(request.folder);
        current = await task.setup({ quick: request.quick, slow, share });
        const { work, given, tolerance } = current;
        return { work, given, tolerance };
      }
      case 'round': {
        return timeRound(prepared(), request.repeat, clock);
      }
      case 'finish': {
        const { check, dispose } = prepared();
        const result = await check?.call(current);
        await dispose?.call(current);
        current = undefined;
        return { check: result };
      }
      case 'report': {
        const task = named(request.task);
        if (!('report' in task)) throw new Error(`'${task.name}' is timed; it gives no table.`);
        return task.report({ quick: request.quick, slow });
      }
    }
  };
}

function describeTask(task: Task): TaskDescription {
  if ('report' in task) return { name: task.name, kind: 'report', unit: '', host: false };
  return { name: task.name, kind: 'timed', unit: task.unit, host: task.host ?? false };
}

async function timeRound(task: Prepared, repeat: number, clock: Clock): Promise<Replies['round']> {
  const [cpu, wall] = [clock.cpu(), clock.wall()];
  for (let run = 0; run < repeat; run++) {
    const result = task.run();
    // Awaiting what is no promise would still give other work a turn.
    if (result instanceof Promise) await result;
  }
  const [wallEnd, cpuEnd] = [clock.wall(), clock.cpu()];
  return { wall: wallEnd - wall, cpu: cpu === null || cpuEnd === null ? null : cpuEnd - cpu };
}
