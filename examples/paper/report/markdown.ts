import type { PaperResults } from '../summary/results.js';
import { commandOf } from './command.js';
import { allTables, type PlainTable } from './tables.js';

/** All tables as Markdown, for the docs. */
export function markdownTables(results: PaperResults): string {
  const { settings, data } = results;
  const lines = [
    `# The paper's experiments on ${data.name}, ${settings.presetName} preset`,
    '',
    `${settings.networks.length === 1 ? 'One network' : `${settings.networks.length} networks`}, ${settings.seeds === 1 ? 'one seed' : `${settings.seeds} seeds`}, ${settings.preset.epochs} epochs; the report with all figures is [report.html](report.html), all numbers are in [results.json](results.json). Written by:`,
    '',
    '```sh',
    commandOf(results),
    '```',
    ...allTables(results).flatMap(section),
  ];
  return `${lines.join('\n')}\n`;
}

function section({ title, head, rows, note }: PlainTable): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return ['', `## ${title}`, '', line(head), line(head.map(() => '---')), ...rows.map(line), '', note];
}
