import { show } from '../../support/errors.js';
import type { Column, Header } from './header.js';
import { FER2013_PIXELS, FER2013_USAGES, UNLABELLED, type Fer2013Usage } from './format.js';

/** One picture of the CSV. */
export interface Fer2013Row {
  /** Its line in the file, from 1. */
  readonly line: number;
  /** Its class id 0 … 6, or `UNLABELLED` where the file has no column `emotion`. */
  readonly label: number;
  /** Its part of the data, or undefined where the file has no column `Usage`. */
  readonly usage: Fer2013Usage | undefined;
  /** Its 48x48 grey values, row-major. */
  readonly pixels: Uint8Array;
}

/** Why a row couldn't be read. */
export interface RowFault {
  readonly line: number;
  /** The rule that the row breaks. */
  readonly expected: string;
  /** What stands there instead. */
  readonly received: string;
}

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const ZERO = 48;
const LONGEST_TEXT = 40;
const decoder = new TextDecoder();

/**
 * Reads the rows byte by byte, wherever the chunks are cut. A row ends at the end of its line even inside quotes, so
 * that a lost quote costs one row and not the rest of the file. The first fault of a row is the one that is told.
 */
export class RowParser {
  private readonly columns: readonly Column[];
  private line: number;
  private afterCr: boolean;
  private column = 0;
  private quote: 'none' | 'open' | 'closed' = 'none';
  private started = false;
  private fault: Omit<RowFault, 'line'> | undefined;
  private text: number[] = [];
  private pixels = new Uint8Array(FER2013_PIXELS);
  private count = 0;
  /** The number being read, or -1 between numbers. */
  private value = -1;
  private label = UNLABELLED;
  private usage: Fer2013Usage | undefined;

  constructor(header: Header) {
    this.columns = header.columns;
    this.line = header.nextLine;
    this.afterCr = header.afterCr;
  }

  /** Takes bytes; returns the rows that ended in them. */
  push(chunk: Uint8Array): (Fer2013Row | RowFault)[] {
    const rows: (Fer2013Row | RowFault)[] = [];
    for (let at = 0; at < chunk.length; at++) {
      const next = this.skipAhead(chunk, at);
      if (next > at) this.afterCr = false;
      at = next;
      const byte = chunk[at];
      if (byte === undefined) break;
      const closesCrLf = byte === LF && this.afterCr;
      this.afterCr = byte === CR;
      if (closesCrLf) continue;
      if (byte === LF || byte === CR) {
        const row = this.endLine(false);
        if (row) rows.push(row);
      } else if (byte === COMMA && this.quote !== 'open') this.endField();
      else this.take(byte);
    }
    return rows;
  }

  /** Ends the file; returns its last row if that had no end of line. */
  end(): Fer2013Row | RowFault | undefined {
    return this.endLine(true);
  }

  /** The two fast ways through a chunk: over the numbers of a picture, and over the rest of a bad row. */
  private skipAhead(chunk: Uint8Array, at: number): number {
    if (this.fault) {
      while (at < chunk.length && chunk[at] !== LF && chunk[at] !== CR) at++;
      return at;
    }
    return this.columns[this.column] === 'pixels' ? this.readNumbers(chunk, at) : at;
  }

  /** Reads numbers and the spaces between them up to any other byte. This loop sees 99 % of a file. */
  private readNumbers(chunk: Uint8Array, from: number): number {
    const { pixels } = this;
    let { value, count } = this;
    let at = from;
    for (; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) value = value < 0 ? digit : value * 10 + digit;
      else if (byte === SPACE || byte === TAB) {
        if (value < 0) continue;
        if (value > 255) break;
        if (count < FER2013_PIXELS) pixels[count] = value;
        count++;
        value = -1;
      } else break;
    }
    this.value = value;
    this.count = count;
    this.started ||= count > 0 || value >= 0;
    return at;
  }

  private take(byte: number): void {
    if (byte === SPACE || byte === TAB) {
      if (this.value >= 0) this.endNumber();
      else if (this.text.length > 0) this.text.push(byte);
      return;
    }
    this.started = true;
    if (byte === QUOTE) return this.takeQuote();
    const column = this.columns[this.column];
    if (column === undefined || column === 'other') return;
    if (column === 'pixels') {
      const stray = show(String.fromCharCode(byte));
      this.refuse('whole numbers in [0, 255] with spaces between', `${stray} at pixel ${this.count + 1}`);
    } else if (this.text.length < LONGEST_TEXT) this.text.push(byte);
  }

  private takeQuote(): void {
    const empty = this.text.length === 0 && this.count === 0 && this.value < 0;
    if (this.quote === 'open') this.quote = 'closed';
    else if (this.quote === 'closed' || empty) this.quote = 'open';
    else if (this.columns[this.column] !== 'other') this.refuse('quotes around a whole field', 'a quote inside one');
  }

  private endNumber(): void {
    if (this.value > 255) {
      this.refuse('whole numbers in [0, 255]', `${this.value} as pixel ${this.count + 1}`);
    } else if (this.count < FER2013_PIXELS) this.pixels[this.count] = this.value;
    this.count++;
    this.value = -1;
  }

  private endField(): void {
    const column = this.columns[this.column++];
    this.started = true;
    if (column === 'pixels') this.endPixels();
    else if (column === 'emotion') this.endEmotion();
    else if (column === 'usage') this.endUsage();
    this.quote = 'none';
    this.text = [];
  }

  private endPixels(): void {
    if (this.value >= 0) this.endNumber();
    if (this.count !== FER2013_PIXELS) this.refuse(`${FER2013_PIXELS} pixels`, `${this.count}`);
  }

  private endEmotion(): void {
    const text = this.fieldText();
    if (/^[0-6]$/.test(text)) this.label = Number(text);
    else this.refuse('an emotion in 0 … 6', show(text));
  }

  private endUsage(): void {
    const text = this.fieldText();
    this.usage = FER2013_USAGES.find((usage) => usage.toLowerCase() === text.toLowerCase());
    if (!this.usage) this.refuse(`a usage of ${FER2013_USAGES.join(', ')}`, show(text));
  }

  private fieldText(): string {
    return decoder.decode(Uint8Array.from(this.text)).trim();
  }

  private endLine(atEnd: boolean): Fer2013Row | RowFault | undefined {
    const { line } = this;
    if (!atEnd) this.line++;
    if (!this.started) {
      this.reset();
      return undefined;
    }
    if (this.quote === 'open') this.refuse('a quote that is closed in its line', 'none');
    this.endField();
    if (this.column !== this.columns.length) {
      this.refuse(`${this.columns.length} fields as in the header`, `${this.column}`);
    }
    const row = this.fault
      ? { line, ...this.fault, received: this.fault.received + (atEnd ? ', where the file ends: it looks cut' : '') }
      : { line, label: this.label, usage: this.usage, pixels: this.pixels };
    if (!this.fault) this.pixels = new Uint8Array(FER2013_PIXELS);
    this.reset();
    return row;
  }

  private refuse(expected: string, received: string): void {
    this.fault ??= { expected, received };
  }

  private reset(): void {
    this.column = 0;
    this.quote = 'none';
    this.started = false;
    this.fault = undefined;
    this.text = [];
    this.count = 0;
    this.value = -1;
    this.label = UNLABELLED;
    this.usage = undefined;
  }
}
