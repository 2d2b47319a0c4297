import type { Measured } from '../measure.js';
import type { BenchResults, Report } from '../results.js';
import type { Table } from '../task.js';
import { comparisonTable } from './comparison.js';
import { convolutionComparison, convolutionTable } from './convolutions.js';
import { groupOf, shortName } from './names.js';
import { origin } from './origin.js';
import { ratesTable } from './rates.js';
import { toMarkdown } from './table.js';

/**
 * All tables of a run as Markdown, by the names of their places in docs/performance.md: `GROUP-nodeMAJOR` for backends
 * side by side and for tables that they made, `peers-GROUP-nodeMAJOR` for ours beside other libraries,
 * `convolution-BACKEND-nodeMAJOR` and `profile-NETWORK-BACKEND-nodeMAJOR`.
 */
export function allTables(results: BenchResults): Record<string, string> {
  const { measured, ours, participants, reports } = results;
  const node = nodeMajor(results);
  const tables: [string, Table, string[]][] = [];
  for (const [group, those] of grouped(measured, ({ task }) => groupOf(task))) {
    const who = [...new Set(those.flatMap(({ samples }) => samples.map(({ participant }) => participant)))];
    const backends = Object.keys(participants);
    if (ours !== undefined) tables.push([`peers-${group}`, comparisonOf(group, those, ours), who]);
    else if (group !== 'convolution') tables.push([group, ratesTable(those, backends), who]);
    else for (const each of who) tables.push([`${group}-${each}`, convolutionTable(those, each), [each]]);
  }
  for (const [name, those] of grouped(reports, nameOfReport)) {
    tables.push([name, mergedReport(those), those.map(({ participant }) => participant)]);
  }
  return Object.fromEntries(
    tables.map(([name, table, who]) => [`${name}-${node}`, `${toMarkdown(table)}\n\n${origin(who, results)}`]),
  );
}

function comparisonOf(group: string, measured: readonly Measured[], ours: string): Table {
  return group === 'convolution' ? convolutionComparison(measured, ours) : comparisonTable(measured, ours);
}

function nameOfReport({ task, participant }: Report): string {
  return groupOf(task) === 'profile' ? `${task.replaceAll('/', '-')}-${participant}` : groupOf(task);
}

/** The tables of one group as one, each row with what it is of; a profile stands alone. */
function mergedReport(reports: readonly Report[]): Table {
  const [first] = reports;
  if (!first || groupOf(first.task) === 'profile') return first?.table ?? { columns: [], rows: [] };
  const rows = reports.flatMap(({ task, participant, table }) =>
    table.rows.map((row) => [shortName(task), participant, ...row]),
  );
  const notes = [...new Set(reports.flatMap(({ table }) => table.note ?? []))].join(' ');
  return { columns: ['work', 'backend', ...first.table.columns], rows, ...(notes && { note: notes }) };
}

function grouped<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(nameOf(item), [...(groups.get(nameOf(item)) ?? []), item]);
  return groups;
}

function nodeMajor({ participants }: BenchResults): string {
  const version = Object.values(participants).find(({ node }) => node !== undefined)?.['node'] ?? process.version;
  return `node${/\d+/.exec(version)?.[0] ?? ''}`;
}
