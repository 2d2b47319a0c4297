import type { Measured } from '../measure.js';
import type { BenchResults } from '../results.js';
import type { Table } from '../task.js';
import { comparisonTable } from './comparison.js';
import { ratesTable } from './rates.js';
import { toMarkdown } from './table.js';

/** The first part of a task's name. */
export const groupOf = (task: string): string => task.split('/')[0] ?? task;

/**
 * All tables of a run as Markdown, by the names of their places in docs/performance.md: a group's name for backends
 * side by side, `peers-GROUP-nodeMAJOR` beside other libraries, `TASK-nodeMAJOR` for tables that participants made.
 */
export function allTables(results: BenchResults): Record<string, string> {
  const { measured, ours, participants, reports } = results;
  const tables: Record<string, string> = {};
  const node = nodeMajor(results);
  for (const [group, those] of grouped(measured)) {
    const who = whoMeasured(those);
    if (ours === undefined) tables[group] = withOrigin(ratesTable(those, Object.keys(participants)), who, results);
    else tables[`peers-${group}-${node}`] = withOrigin(comparisonTable(those, ours), who, results);
  }
  for (const { task, participant, table } of reports) {
    const name = `${task.replaceAll('/', '-')}-${participant}-${node}`;
    tables[name] = withOrigin(table, [participant], results);
  }
  return tables;
}

function withOrigin(table: Table, who: readonly string[], results: BenchResults): string {
  return `${toMarkdown(table)}\n\n${origin(who, results)}`;
}

/** Names of those who have samples. */
function whoMeasured(measured: readonly Measured[]): string[] {
  return [...new Set(measured.flatMap(({ samples }) => samples.map(({ participant }) => participant)))];
}

function grouped(measured: readonly Measured[]): Map<string, Measured[]> {
  const groups = new Map<string, Measured[]>();
  for (const each of measured) {
    const group = groupOf(each.task);
    groups.set(group, [...(groups.get(group) ?? []), each]);
  }
  return groups;
}

function nodeMajor({ participants }: BenchResults): string {
  const version = Object.values(participants).find(({ node }) => node !== undefined)?.['node'] ?? process.version;
  return `node${/\d+/.exec(version)?.[0] ?? ''}`;
}

/** Where the numbers come from, in one line. */
function origin(who: readonly string[], { machine, participants, command, day }: BenchResults): string {
  const versions = new Map<string, string>();
  for (const name of who) {
    for (const [what, value] of Object.entries(participants[name] ?? {}))
      if (!HIDDEN.has(what)) versions.set(what, value);
  }
  const list = [...versions].map(([what, value]) => `${what} ${value.replace(/^v/, '')}`).join(', ');
  const { processor, cores, memoryGiB } = machine;
  return `${processor}, ${cores} cores, ${memoryGiB} GiB; ${list}; ${day}: \`${command}\``;
}

const HIDDEN = new Set(['backend', 'simd', 'threads']);
