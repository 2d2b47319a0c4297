import type { Table } from '../task.js';

/** A table as Markdown, its columns padded to one width, numbers to the right. */
export function toMarkdown({ columns, rows, note }: Table): string {
  const cells = [columns, ...rows.map((row) => row.map(inWords))];
  const widths = columns.map((_, at) => Math.max(3, ...cells.map((row) => (row[at] ?? '').length)));
  const right = columns.map((_, at) => at > 0 && rows.length > 0 && rows.every((row) => looksNumeric(row[at])));
  const line = (row: string[]): string =>
    `| ${columns.map((_, at) => pad(row[at] ?? '', widths[at] as number, right[at] as boolean)).join(' | ')} |`;
  const rule = `| ${widths.map((width, at) => (right[at] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head), rule, ...body.map(line), ...(note === undefined ? [] : ['', note])].join('\n');
}

function inWords(cell: string | number): string {
  if (typeof cell === 'string') return cell;
  return Number.isInteger(cell) ? cell.toLocaleString('en-GB') : threeDigits(cell);
}

/** Three digits that count, thousands in groups: 0.0123, 1.23, 123, 12,300. */
export function threeDigits(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 999.5) return Math.round(value).toLocaleString('en-GB');
  return value === 0 ? '0' : value.toPrecision(3);
}

function pad(text: string, width: number, right: boolean): string {
  return right ? text.padStart(width) : text.padEnd(width);
}

function looksNumeric(cell: string | number | undefined): boolean {
  return typeof cell === 'number' || /^[–\d]/.test(cell ?? '–');
}
