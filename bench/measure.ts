import type { Participant } from './participants/participant.js';
import type { Json } from './task.js';

/** How long to measure. */
export interface Effort {
  quick: boolean;
  /** Rounds of each participant. */
  rounds: number;
  /** Rounds end after this time in any case, once there are three. */
  seconds: number;
  /** Runs so short are repeated within a round until it lasts this long. */
  shortestRound: number;
  /** Folder for files that ours write and others read; none where nobody else takes part. */
  folder?: string;
}

/** Times of one participant at one task. */
export interface Samples {
  participant: string;
  /** Milliseconds of one run, round by round. */
  wall: number[];
  /** Processor milliseconds of one run; empty where unknown. */
  cpu: number[];
  /** Runs in each round. */
  repeat: number;
  /** Units of work in one run. */
  work: number;
  /** What all who do the same work must come to, but for the tolerance. */
  check?: number[];
  tolerance?: number;
}

/** What a task gave. */
export interface Measured {
  task: string;
  unit: string;
  samples: Samples[];
  /** Why participants have no samples, by name. */
  failures: Record<string, string>;
}

/** Rounds before those that count: at least two, and for work in JavaScript long enough to be compiled. */
const WARM_UP = { rounds: 2, most: 30, milliseconds: 700 };

/**
 * Measures one task: every participant is set up and warmed up, then they take turns round by round, each round in the
 * reverse order of the one before, so that neither a slow drift nor a passing load falls on one of them alone.
 */
export async function measure(
  task: { name: string; unit: string },
  participants: readonly Participant[],
  effort: Effort,
): Promise<Measured> {
  const failures: Record<string, string> = {};
  let ready: Running[] = [];
  let given: Json | undefined;
  for (const participant of participants) {
    try {
      const running = await start(participant, task.name, effort, given);
      given ??= running.given;
      ready.push(running);
    } catch (error) {
      failures[participant.name] = (error as Error).message;
    }
  }
  const fallOut = (running: Running, error: unknown): void => {
    failures[running.participant.name] = (error as Error).message;
    ready = ready.filter((each) => each !== running);
  };
  const began = performance.now();
  for (let round = 0; round < effort.rounds; round++) {
    if (round >= 3 && performance.now() - began > 1000 * effort.seconds) break;
    const order = round % 2 === 0 ? ready : [...ready].reverse();
    for (const running of order) await record(running).catch((error: unknown) => fallOut(running, error));
  }
  for (const { participant, samples } of ready) {
    const { check } = await participant.ask({ do: 'finish' });
    if (check) samples.check = check;
  }
  return { task: task.name, unit: task.unit, samples: ready.map(({ samples }) => samples), failures };
}

interface Running {
  participant: Participant;
  samples: Samples;
  given: Json | undefined;
}

async function start(
  participant: Participant,
  task: string,
  { quick, folder, shortestRound }: Effort,
  given: Json | undefined,
): Promise<Running> {
  const answer = await participant.ask({ do: 'prepare', task, quick, folder, given });
  const fastest = await warmUp(participant, quick);
  const repeat = Math.max(1, Math.ceil(shortestRound / fastest));
  const samples = {
    participant: participant.name,
    wall: [],
    cpu: [],
    repeat,
    work: answer.work,
    tolerance: answer.tolerance,
  };
  return { participant, samples, given: answer.given };
}

/** Gives the shortest run's milliseconds. */
async function warmUp(participant: Participant, quick: boolean): Promise<number> {
  let [fastest, total] = [Infinity, 0];
  const rounds = quick ? 1 : WARM_UP.rounds;
  for (let round = 0; round < WARM_UP.most; round++) {
    if (round >= rounds && (quick || total > WARM_UP.milliseconds)) break;
    const { wall } = await participant.ask({ do: 'round', repeat: 1 });
    fastest = Math.min(fastest, wall);
    total += wall;
  }
  return Math.max(fastest, 0.001);
}

async function record({ participant, samples }: Running): Promise<void> {
  const { wall, cpu } = await participant.ask({ do: 'round', repeat: samples.repeat });
  samples.wall.push(wall / samples.repeat);
  if (cpu !== null) samples.cpu.push(cpu / samples.repeat);
}

/** Whether all who gave numbers to check agree, within the tolerance of the first. */
export function agree(samples: readonly Samples[]): boolean | undefined {
  const [first, ...others] = samples.flatMap(({ check }) => (check ? [check] : []));
  const tolerance = samples[0]?.tolerance ?? 1e-3;
  if (!first || others.length === 0) return undefined;
  return others.every(
    (other) =>
      other.length === first.length &&
      first.every((value, at) => {
        const scale = Math.max(Math.abs(value), Math.abs(other[at] as number), 1e-6);
        return Math.abs(value - (other[at] as number)) <= tolerance * scale;
      }),
  );
}
