import type { Measured, Samples } from '../measure.js';
import { spread, type Spread } from '../statistics.js';
import type { Table } from '../task.js';
import { withQuartiles } from './comparison.js';
import { shortName } from './names.js';

/** Units of work a second: of different backends these can be compared even where the batches differ. */
export function rate({ work, wall }: Samples): Spread {
  return spread(wall.map((milliseconds) => (1000 * work) / milliseconds));
}

/** Backends side by side: a row for each task. */
export function ratesTable(measured: readonly Measured[], participants: readonly string[]): Table {
  const here = participants.filter((name) =>
    measured.some(({ samples, failures }) => samples.some((each) => each.participant === name) || failures[name]),
  );
  const rows = measured.map(({ task, unit, samples, failures }) => {
    const cells = here.map((name) => {
      const own = samples.find(({ participant }) => participant === name);
      return own ? withQuartiles(rate(own)) : failures[name] === undefined ? '–' : 'does not run';
    });
    return [shortName(task), `${unit}/s`, ...cells];
  });
  return { columns: ['work', 'unit', ...here], rows };
}
