import type { Participant } from './participants/participant.js';
import type { Replies } from './protocol.js';
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

/** Rounds before those that count: at least two, and for work in JavaScript long enough to be compiled; one of work that takes long. */
const WARM_UP = { rounds: 2, most: 30, milliseconds: 700, enough: 5000 };

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
    if (ready.every(({ done }) => done)) break;
    if (round >= 3 && performance.now() - began > 1000 * effort.seconds) break;
    const order = round % 2 === 0 ? ready : [...ready].reverse();
    for (const running of order.filter(({ done }) => !done))
      await record(running).catch((error: unknown) => fallOut(running, error));
  }
  for (const { participant, samples } of ready) {
    const { check } = await participant.ask({ do: 'finish' });
    if (check) samples.check = check;
  }
  return { task: task.name, unit: task.unit, samples: ready.map(({ samples }) => samples), failures };
}

/** Measures one participant after the other, each for as long as it needs: a slow backend takes no rounds from a fast one. */
export async function measureEach(
  task: { name: string; unit: string },
  participants: readonly Participant[],
  effort: Effort,
): Promise<Measured> {
  const whole: Measured = { task: task.name, unit: task.unit, samples: [], failures: {} };
  for (const participant of participants) {
    const { samples, failures } = await measure(task, [participant], effort);
    whole.samples.push(...samples);
    Object.assign(whole.failures, failures);
  }
  return whole;
}

interface Running {
  participant: Participant;
  samples: Samples;
  given: Json | undefined;
  /** A single run took so long that there are no more. */
  done: boolean;
}

async function start(
  participant: Participant,
  task: string,
  { quick, folder, shortestRound, seconds }: Effort,
  given: Json | undefined,
): Promise<Running> {
  const answer = await participant.ask({ do: 'prepare', task, quick, folder, given });
  const warm = await warmUp(participant, quick, 1000 * seconds);
  const samples: Samples = {
    participant: participant.name,
    wall: [],
    cpu: [],
    repeat: Math.max(1, Math.ceil(shortestRound / warm.fastest)),
    work: answer.work,
    tolerance: answer.tolerance,
  };
  if (warm.only) keep(samples, warm.only);
  return { participant, samples, given: answer.given, done: warm.only !== undefined };
}

/**
 * Gives the shortest run's milliseconds.
 *
 * @param longest - A run that takes longer is the only one, and counts.
 */
async function warmUp(
  participant: Participant,
  quick: boolean,
  longest: number,
): Promise<{ fastest: number; only?: Replies['round'] }> {
  let [fastest, total] = [Infinity, 0];
  const rounds = quick ? 1 : WARM_UP.rounds;
  for (let round = 0; round < WARM_UP.most; round++) {
    if (total > WARM_UP.enough || (round >= rounds && (quick || total > WARM_UP.milliseconds))) break;
    const times = await participant.ask({ do: 'round', repeat: 1 });
    if (times.wall > longest) return { fastest: times.wall, only: times };
    fastest = Math.min(fastest, times.wall);
    total += times.wall;
  }
  return { fastest: Math.max(fastest, 0.001) };
}

async function record({ participant, samples }: Running): Promise<void> {
  keep(samples, await participant.ask({ do: 'round', repeat: samples.repeat }));
}

function keep(samples: Samples, { wall, cpu }: Replies['round']): void {
  samples.wall.push(wall / samples.repeat);
  if (cpu !== null) samples.cpu.push(cpu / samples.repeat);
}

/** Whether all who gave numbers to check and did as much as the first agree with it, within its tolerance. */
export function agree(samples: readonly Samples[]): boolean | undefined {
  const alike = samples.filter(({ work }) => work === samples[0]?.work);
  const [first, ...others] = alike.flatMap(({ check }) => (check ? [check] : []));
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
