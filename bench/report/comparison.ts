import { agree, type Measured, type Samples } from '../measure.js';
import { ratio, spread, type Spread } from '../statistics.js';
import type { Table } from '../task.js';
import { shortName } from './names.js';
import { threeDigits } from './table.js';

const COLUMNS = [
  'work',
  'ours, ms',
  'theirs',
  'theirs, ms',
  'ours / theirs',
  'quartiles',
  'processor time',
  'same result',
];

/** Ours beside others: medians with quartiles, and the ratio with its spread. Below 1 ours is faster. */
export function comparisonTable(measured: readonly Measured[], ours: string): Table {
  const rows = measured.flatMap(({ task, samples, failures }) => {
    const own = samples.find(({ participant }) => participant === ours);
    const name = shortName(task);
    if (!own) return [[name, `failed: ${failures[ours] ?? 'not run'}`, '', '', '', '', '', '']];
    const others = samples.filter((each) => each !== own).map((other) => comparisonRow(name, own, other));
    return [
      ...others,
      ...failed(failures).map(([who, why]) => [name, inMs(own), who, `failed: ${why}`, '', '', '', '']),
    ];
  });
  return { columns: COLUMNS, rows };
}

function comparisonRow(task: string, ours: Samples, theirs: Samples): string[] {
  const wall = ratio(ours.wall, theirs.wall);
  const cpu = ratio(ours.cpu, theirs.cpu);
  const same = agree([ours, theirs]);
  return [
    task,
    inMs(ours),
    theirs.participant,
    inMs(theirs),
    wall.median.toFixed(2),
    `${wall.lower.toFixed(2)}–${wall.upper.toFixed(2)}`,
    cpu.median.toFixed(2),
    same === undefined ? 'not compared' : same ? 'yes' : 'NO',
  ];
}

function failed(failures: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(failures).map(([name, why]) => [name, why.split('\n')[0] ?? '']);
}

function inMs({ wall }: Samples): string {
  return withQuartiles(spread(wall));
}

/** A median, with the quartiles behind it. */
export function withQuartiles({ median, lower, upper }: Spread): string {
  return `${threeDigits(median)} (${threeDigits(lower)}–${threeDigits(upper)})`;
}
