import { BENCH_NETWORKS } from '../networks.js';
import { openSideBySide } from '../sideBySide.js';
import { quantile } from '../statistics.js';
import type { ReportTask, Table } from '../task.js';
import { trainEpoch, type EpochSpeed, type TimedEpoch } from '../trainEpoch.js';

/**
 * Updates of each network before the clock starts and after. A thread compiles what it runs often; on two cores that takes time from two
 * workers and not from one, and is over after a few dozen updates of the thousands a training has.
 */
const UPDATES = { slim: { warmUp: 50, updates: 40 }, wide: { warmUp: 8, updates: 12 } };

/** Times that each way takes its turn. */
const TURNS = 3;

/** One epoch of two networks with one worker, with two, and by two processes that share nothing but the cores; in turns. */
export const WORKERS_TASKS: ReportTask[] = (['slim', 'wide'] as const).map((network) => ({
  name: `workers/${network}`,
  report: ({ quick, slow }) => report({ network, ...(quick || slow ? { warmUp: 1, updates: 2 } : UPDATES[network]) }),
}));

/** Ways to train, and what each gave turn by turn. */
interface Way {
  name: string;
  train(): Promise<EpochSpeed>;
  speeds: number[];
  loss: number;
}

async function report(epoch: Omit<TimedEpoch, 'workers'>): Promise<Table> {
  const apart = await openSideBySide(2, process.argv[2] ?? 'wasm');
  const way = (name: string, train: Way['train']): Way => ({ name, train, speeds: [], loss: NaN });
  const ways = [
    way('1', () => trainEpoch({ ...epoch, workers: 1 })),
    way('2', () => trainEpoch({ ...epoch, workers: 2 })),
    way('1 in each of two processes', () => apart.train({ ...epoch, workers: 1 })),
  ];
  const turns = epoch.warmUp > 1 ? TURNS : 1;
  try {
    for (let turn = 0; turn < turns; turn++) await takeTurn(ways);
  } finally {
    apart.stop();
  }
  return {
    columns: ['workers', 'images/s', 'of one', 'turn by turn', 'training loss'],
    rows: ways.map((each) => rowOf(each, (ways[0] as Way).speeds)),
    note: noteOf(epoch, turns),
  };
}

async function takeTurn(ways: readonly Way[]): Promise<void> {
  for (const each of ways) {
    const { speed, loss } = await each.train();
    each.speeds.push(speed);
    each.loss = loss;
  }
}

function rowOf({ name, speeds, loss }: Way, alone: readonly number[]): (string | number)[] {
  const ratios = speeds.map((speed, turn) => speed / (alone[turn] as number));
  const turnByTurn = ratios.map((ratio) => ratio.toFixed(2)).join(', ');
  return [name, quantile(speeds, 0.5), `${quantile(ratios, 0.5).toFixed(2)}x`, turnByTurn, loss];
}

function noteOf({ network, warmUp, updates }: Omit<TimedEpoch, 'workers'>, turns: number): string {
  const { batch } = BENCH_NETWORKS[network];
  return `${network}: batches of ${batch}, ${updates} updates after ${warmUp} to warm up, augmentation included; medians of ${turns} turns.`;
}
