import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { EpochSpeed, TimedEpoch } from './trainEpoch.js';

/** Trainings in processes of their own that know nothing of each other: what the cores can do at most. */
export interface SideBySide {
  /** Does the same training in each at the same time; speeds are added up. */
  train(epoch: TimedEpoch): Promise<EpochSpeed>;
  stop(): void;
}

/** Starts that many processes and waits until all of them listen. */
export async function openSideBySide(count: number, backend: string): Promise<SideBySide> {
  const program = fileURLToPath(new URL('./oneTraining.js', import.meta.url));
  const processes = Array.from({ length: count }, () => openProcess([program, backend]));
  const stop = () => processes.forEach((each) => each.stop());
  try {
    for (const { nextLine } of processes) await nextLine();
  } catch (error) {
    stop();
    throw error;
  }
  return {
    async train(epoch) {
      const lines = processes.map(({ ask }) => ask(JSON.stringify(epoch)));
      const speeds = (await Promise.all(lines)).map((line) => JSON.parse(line) as EpochSpeed);
      return { speed: speeds.reduce((sum, { speed }) => sum + speed, 0), loss: speeds[0]?.loss ?? NaN };
    },
    stop,
  };
}

function openProcess(args: readonly string[]) {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`A training's process ended with ${child.signalCode ?? `code ${child.exitCode}`}.`);
    return value;
  };
  return {
    nextLine,
    ask(line: string): Promise<string> {
      child.stdin.write(`${line}\n`);
      return nextLine();
    },
    stop: () => void child.kill(),
  };
}
