import { expect } from 'vitest';
import type { ImageDataset } from '../../src/data/dataset.js';
import { EMOTIONS } from '../../src/data/dataset.js';
import { createRandom } from '../../src/support/random.js';

/** A row as a test thinks of it. */
export interface RawRow {
  emotion: string;
  pixels: string;
  usage: string;
}

/** How a CSV is laid out. */
export interface Layout {
  columns: string[];
  eol: string;
  quoted: boolean;
  bom: boolean;
  lastEol: boolean;
}

/** The four layouts of FER2013's CSV that are in use, as Kaggle's files have them. */
export const LAYOUTS: Record<string, Layout> = {
  'fer2013.csv': { columns: ['emotion', 'pixels', 'Usage'], eol: '\n', quoted: false, bom: false, lastEol: true },
  'icml_face_data.csv': {
    columns: ['emotion', ' Usage', ' pixels'],
    eol: '\n',
    quoted: false,
    bom: false,
    lastEol: true,
  },
  'train.csv': { columns: ['emotion', 'pixels'], eol: '\r\n', quoted: true, bom: false, lastEol: true },
  'test.csv': { columns: ['pixels'], eol: '\r\n', quoted: true, bom: false, lastEol: true },
};

/** Writes rows in a layout: the plain way, by joining texts. */
export function csvText(rows: readonly RawRow[], layout: Layout): string {
  const { columns, eol, quoted, bom, lastEol } = layout;
  const field = (row: RawRow, column: string): string => {
    const name = column.trim().toLowerCase();
    if (name === 'emotion') return row.emotion;
    if (name === 'usage') return row.usage;
    if (name === 'pixels') return quoted ? `"${row.pixels}"` : row.pixels;
    return 'anything';
  };
  const header = columns.map((name) => (quoted && name.trim() === 'pixels' ? `"${name}"` : name)).join(',');
  const lines = [header, ...rows.map((row) => columns.map((column) => field(row, column)).join(','))];
  return (bom ? '\ufeff' : '') + lines.join(eol) + (lastEol ? eol : '');
}

/** Seeded pictures of noise: grey, FER2013's size and classes. */
export function noiseDataset(name: string, size: number, side = 48, channels: 1 | 3 = 1): ImageDataset {
  const random = createRandom(name);
  return {
    name,
    classNames: EMOTIONS,
    size,
    height: side,
    width: side,
    channels,
    pixels: Uint8Array.from({ length: size * side * side * channels }, () => random.integer(256)),
    labels: Uint8Array.from({ length: size }, () => random.integer(7)),
  };
}

/** The rows of a data set, by joining texts. */
export function rawRows({ pixels, labels, size }: ImageDataset, usage: string): RawRow[] {
  return Array.from({ length: size }, (_, row) => ({
    emotion: String(labels[row]),
    pixels: pixels.subarray(row * 2304, (row + 1) * 2304).join(' '),
    usage,
  }));
}

/** The bytes of a text. */
export function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Gzipped by the platform. */
export async function gzipped(content: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([content]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** The bytes in pieces that end at the given places. */
export function cutAt(content: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...new Set([...places, content.length])].sort((one, other) => one - other);
  return ends.map((end, at) => content.subarray(at === 0 ? 0 : ends[at - 1], end));
}

/** Expects equal bytes; faster than toEqual on many, and names the first place that differs. */
export function expectSameBytes(found: Uint8Array, expected: Uint8Array): void {
  expect(found.length).toBe(expected.length);
  if (Buffer.compare(found, expected) === 0) return;
  const place = found.findIndex((value, at) => value !== expected[at]);
  expect(`${found[place]} at ${place}`).toBe(`${expected[place]} at ${place}`);
}
