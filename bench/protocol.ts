import type { Json, Table } from './task.js';

/**
 * What main.ts asks a measuring process, one JSON object a line on its standard input. The processes of other libraries
 * (bench/peers) speak the same.
 */
export type Request =
  | { do: 'describe' }
  /** Sets a task up; `folder` is where files for other libraries go, `given` what ours told of the task. */
  | { do: 'prepare'; task: string; quick: boolean; folder?: string; given?: Json }
  /** Runs the prepared task so many times in a row. */
  | { do: 'round'; repeat: number }
  | { do: 'finish' }
  | { do: 'report'; task: string; quick: boolean };

/** The answer to each request, one JSON object a line on standard output; `error` instead where it failed. */
export interface Replies {
  describe: Description;
  prepare: { work: number; given?: Json; tolerance?: number };
  /** Milliseconds of the whole round; null where a process cannot know its own processor time (browsers). */
  round: { wall: number; cpu: number | null };
  finish: { check?: number[] };
  report: Table;
}

/** The answer to one request. */
export type ReplyTo<R extends Request> = Replies[R['do']];

/** Who answers, and what it can do. */
export interface Description {
  /** Versions and facts, for the record. */
  environment: Record<string, string>;
  tasks: TaskDescription[];
}

/** One task, or with `*` in its name all that fit it. */
export interface TaskDescription {
  name: string;
  kind: 'timed' | 'report';
  unit: string;
  host: boolean;
}
