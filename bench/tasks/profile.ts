import { timeKernels } from '../kernelTimes.js';
import { BENCH_NETWORKS, type BenchNetwork } from '../networks.js';
import type { ReportTask, Setting, Table } from '../task.js';
import { openTraining } from '../trainingStep.js';

const SHOWN = 14;

/** Where a training step's time goes, kernel by kernel. */
export const PROFILE_TASKS: ReportTask[] = Object.entries(BENCH_NETWORKS).map(([name, network]) => ({
  name: `profile/${name}`,
  report: (setting) => report(network, setting),
}));

async function report(network: BenchNetwork, { quick, slow }: Setting): Promise<Table> {
  const steps = quick ? 1 : 5;
  const training = openTraining(network, quick || slow ? network.smallBatch : network.batch);
  const run = async (count: number) => {
    for (let step = 0; step < count; step++) await training.step();
  };
  await run(quick ? 1 : 3);
  let total = 0;
  const times = await timeKernels(async () => {
    const start = performance.now();
    await run(steps);
    total = (performance.now() - start) / steps;
  });
  training.dispose();
  const each = times.map(({ name, calls, milliseconds }) => ({
    name,
    calls: calls / steps,
    time: milliseconds / steps,
  }));
  const rest = summed('other kernels', each.slice(SHOWN));
  const outside = total - summed('', each).time;
  const rows = [
    ...each.slice(0, SHOWN),
    ...(rest.calls > 0 ? [rest] : []),
    { name: 'outside kernels', calls: 0, time: outside },
  ];
  return {
    columns: ['kernel', 'calls a step', 'ms a step', 'share'],
    rows: [
      ...rows.map(({ name, calls, time }) => [
        name,
        calls > 0 ? String(Math.round(calls)) : '–',
        time,
        inPercent(time / total),
      ]),
      ['whole step', '–', total, '100 %'],
    ],
  };
}

function summed(name: string, times: readonly { calls: number; time: number }[]) {
  const sum = (pick: (each: { calls: number; time: number }) => number) =>
    times.reduce((all, each) => all + pick(each), 0);
  return { name, calls: sum(({ calls }) => calls), time: sum(({ time }) => time) };
}

function inPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
