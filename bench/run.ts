import { availableParallelism } from 'node:os';
import { bundleForNode } from './bundle.js';
import { commandOf } from './command.js';
import type { Flags } from './commandLine.js';
import { describeMachine } from './machine.js';
import { agree, measure, measureEach, type Effort, type Measured } from './measure.js';
import type { Participant } from './participants/participant.js';
import type { Description, TaskDescription } from './protocol.js';
import type { BenchResults } from './results.js';
import { groupOf } from './report/names.js';
import { roster, type Starter } from './roster.js';
import { isWanted } from './select.js';
import { ratio } from './statistics.js';

/** What a run needs besides its flags. */
export interface RunContext {
  argv: readonly string[];
  /** A temporary folder. */
  folder: string;
  tell(line: string): void;
  /** Ends the run. */
  signal: AbortSignal;
}

interface Described {
  participant: Participant;
  start: Starter;
  description: Description;
}

/** Starts everyone who takes part, measures task by task, and stops them. */
export async function runBench(flags: Flags, { argv, folder, tell, signal }: RunContext): Promise<BenchResults> {
  const core = flags.peers ? (flags.core ?? availableParallelism() - 1) : undefined;
  const { program, remove } = await bundleForNode();
  const starters = roster(flags, { program, folder, core });
  const participants = starters.map((start) => start());
  signal.addEventListener('abort', () => participants.forEach((participant) => void participant.stop()));
  try {
    const described = await describeAll(participants, starters, tell);
    const [first] = described;
    if (!first) throw new Error('Nothing that could be measured has started.');
    const results: BenchResults = {
      command: commandOf(argv),
      day: new Date().toISOString().slice(0, 10),
      machine: describeMachine(),
      participants: Object.fromEntries(described.map((each) => [each.participant.name, each.description.environment])),
      ...(flags.peers && { ours: first.participant.name }),
      measured: [],
      reports: [],
    };
    const effort: Effort = {
      quick: flags.quick,
      rounds: flags.quick ? 2 : flags.rounds,
      seconds: flags.seconds,
      shortestRound: flags.quick ? 0 : 50,
      ...(flags.peers && { folder }),
    };
    for (const task of tasksOf(first.description, flags)) {
      signal.throwIfAborted();
      const those = whoDoes(task, described, flags);
      if (those.length === 0) continue;
      if (task.kind === 'report') {
        await collectReports(
          task,
          those.map(({ start }) => start),
          flags,
          results,
          tell,
        );
      } else {
        const participants = those.map(({ participant }) => participant);
        const measured = flags.peers
          ? await measure(task, participants, effort)
          : await measureEach(task, participants, effort);
        results.measured.push(measured);
        tell(inShort(measured, flags.peers));
      }
    }
    signal.throwIfAborted();
    return results;
  } finally {
    await Promise.all(participants.map((participant) => participant.stop()));
    await remove();
  }
}

/** Those that start; the others are told of. */
async function describeAll(
  participants: readonly Participant[],
  starters: readonly Starter[],
  tell: (line: string) => void,
): Promise<Described[]> {
  const described: Described[] = [];
  for (const [at, participant] of participants.entries()) {
    try {
      const description = await participant.ask({ do: 'describe' });
      described.push({ participant, start: starters[at] as Starter, description });
    } catch (error) {
      tell(`${participant.name} does not start: ${(error as Error).message}`);
    }
  }
  return described;
}

function tasksOf({ tasks }: Description, { only }: Flags): TaskDescription[] {
  const wanted = tasks.filter(({ name }) => isWanted(name, only));
  if (wanted.length > 0) return wanted;
  const groups = [...new Set(tasks.map(({ name }) => groupOf(name)))];
  throw new Error(
    `No task fits ${only.join(', ')}. The groups are ${groups.join(', ')}; each holds tasks, as in step/slim.`,
  );
}

/** Under --peers, ours and those who do the same; otherwise all backends, or the first for what needs none. */
function whoDoes(task: TaskDescription, described: readonly Described[], { peers }: Flags): Described[] {
  const those = described.filter(({ description }) =>
    description.tasks.some(({ name }) => name === task.name || (name.includes('*') && isWanted(task.name, [name]))),
  );
  if (peers && (those.length < 2 || task.kind === 'report')) return [];
  return task.host && !peers ? those.slice(0, 1) : those;
}

/** Each table is made in a process of its own, so that nothing done before shows in it. */
async function collectReports(
  { name }: TaskDescription,
  starters: readonly Starter[],
  { quick }: Flags,
  results: BenchResults,
  tell: (line: string) => void,
): Promise<void> {
  for (const start of starters) {
    const participant = start();
    try {
      const table = await participant.ask({ do: 'report', task: name, quick });
      results.reports.push({ task: name, participant: participant.name, table });
      tell(`${name}: ${participant.name} done`);
    } catch (error) {
      tell(`${name}: ${(error as Error).message}`);
    } finally {
      await participant.stop();
    }
  }
}

function inShort({ task, samples, failures }: Measured, asPeers: boolean): string {
  const [first, ...others] = samples;
  const times = samples.map(
    ({ participant, wall }) =>
      `${participant} ${(wall.toSorted((a, b) => a - b)[wall.length >> 1] as number).toPrecision(3)} ms`,
  );
  const ratios = first && asPeers ? others.map((other) => `x${ratio(first.wall, other.wall).median.toFixed(2)}`) : [];
  const odd = agree(samples) === false ? ['RESULTS DIFFER'] : [];
  const why = Object.entries(failures).map(([name, reason]) => `${name}: ${reason.split('\n')[0]}`);
  return [task, ...times, ...ratios, ...odd, ...why].join('  ');
}
