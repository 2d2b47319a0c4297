import type { Measured, Samples } from '../measure.js';
import { ratio, spread } from '../statistics.js';
import { shortName } from './names.js';
import { rate } from './rates.js';
import type { Table } from '../task.js';

const WORK = ['forward', 'inputGradient', 'filterGradient'];

/** GFLOP/s of each convolution on a backend, forward and backward, and how the gradients' speed compares to the forward's. */
export function convolutionTable(measured: readonly Measured[], participant: string): Table {
  const rows = [...byShape(measured)].map(([shape, works]) => {
    const [forward, input, filter] = works.map((each) => speedOf(each, participant));
    return [shape, cell(forward), cell(input), share(input, forward), cell(filter), share(filter, forward)];
  });
  const columns = ['convolution', 'forward', 'input gradient', 'of forward', 'filter gradient', 'of forward'];
  return { columns, rows, note: 'In GFLOP/s.' };
}

/** Time of ours over theirs for each convolution, forward and backward, with the quartiles of the rounds' ratios. */
export function convolutionComparison(measured: readonly Measured[], ours: string): Table {
  const rows = [...byShape(measured)].map(([shape, works]) => [
    shape,
    ...works.flatMap((each) => compared(each, ours)),
  ]);
  const columns = ['forward', 'input gradient', 'filter gradient'].flatMap((work) => [
    `${work}, ours ms`,
    'ours / theirs',
  ]);
  return { columns: ['convolution', ...columns], rows };
}

function byShape(measured: readonly Measured[]): Map<string, (Measured | undefined)[]> {
  const shapes = new Map<string, (Measured | undefined)[]>();
  for (const each of measured) {
    const [network = '', shape = '', work = ''] = shortName(each.task).split('/');
    const name = `${network} ${shape}`;
    const works = shapes.get(name) ?? WORK.map(() => undefined);
    works[WORK.indexOf(work)] = each;
    shapes.set(name, works);
  }
  return shapes;
}

function samplesOf(measured: Measured | undefined, participant: string): Samples | undefined {
  return measured?.samples.find((each) => each.participant === participant);
}

function speedOf(measured: Measured | undefined, participant: string): number | undefined {
  const samples = samplesOf(measured, participant);
  return samples && rate(samples).median;
}

function cell(speed: number | undefined): string | number {
  return speed ?? '–';
}

function share(speed: number | undefined, forward: number | undefined): string {
  return speed === undefined || forward === undefined ? '–' : `${Math.round((100 * speed) / forward)} %`;
}

function compared(measured: Measured | undefined, ours: string): (string | number)[] {
  const own = samplesOf(measured, ours);
  const other = measured?.samples.find(({ participant }) => participant !== ours);
  if (!own || !other) return ['–', '–'];
  const { median, lower, upper } = ratio(own.wall, other.wall);
  return [spread(own.wall).median, `${median.toFixed(2)} (${lower.toFixed(2)}–${upper.toFixed(2)})`];
}
