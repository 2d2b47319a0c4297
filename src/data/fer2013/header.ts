import { FacePerturbError, show } from '../../support/errors.js';

/** What a column of the CSV holds. */
export type Column = 'emotion' | 'pixels' | 'usage' | 'other';

/** The header as the row parser needs it. */
export interface Header {
  /** What each column holds, from left to right. */
  readonly columns: readonly Column[];
  /** Line of the row that follows, from 1. */
  readonly nextLine: number;
  /** Whether the line ended in CR, so that a LF right behind it belongs to it. */
  readonly afterCr: boolean;
}

const LF = 10;
const CR = 13;
const LONGEST = 1 << 16;
const EXPECTED = "FER2013's CSV, which begins with a header line such as emotion,pixels,Usage";

/** Collects bytes up to the end of the first line that isn't blank, and reads the column names from it. */
export class HeaderReader {
  private bytes: number[] = [];
  private line = 1;
  private afterCr = false;

  constructor(
    private readonly what: string,
    private readonly needsEmotion: boolean,
  ) {}

  /** Takes bytes; returns the header and where the rows begin in this chunk once it has seen the whole line. */
  push(chunk: Uint8Array): { header: Header; rowsFrom: number } | undefined {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      const closesCrLf = byte === LF && this.afterCr;
      this.afterCr = byte === CR;
      if (closesCrLf) continue;
      if (byte !== LF && byte !== CR) {
        this.collect(byte);
        continue;
      }
      const text = this.text();
      if (text.trim() !== '') return { header: this.parse(text), rowsFrom: at + 1 };
      this.bytes = [];
      this.line++;
    }
    return undefined;
  }

  /** The header of a file that ends in its first line: always an error, for there is no row. */
  end(): never {
    const text = this.text().trim();
    if (text !== '') this.parse(text);
    throw this.refusal(text === '' ? 'an empty file' : 'a header without rows');
  }

  private collect(byte: number): void {
    this.bytes.push(byte);
    if (this.bytes.length <= LONGEST) return;
    this.parse(this.text());
    throw this.refusal(`a first line of more than ${LONGEST} bytes`);
  }

  private text(): string {
    return new TextDecoder().decode(Uint8Array.from(this.bytes));
  }

  private parse(text: string): Header {
    const foreign = foreignFormat(text);
    if (foreign) throw this.refusal(foreign.received, foreign.fix);
    const columns = text.split(',').map(columnOf);
    for (const column of ['emotion', 'pixels', 'usage'] as const) {
      const times = columns.filter((each) => each === column).length;
      if (times > 1) throw this.refusal(`column '${column}' ${times} times in the header ${show(text.trim())}`);
    }
    if (!columns.includes('pixels')) throw this.refusal(`no column 'pixels' in the first line ${show(text.trim())}`);
    if (this.needsEmotion && !columns.includes('emotion')) {
      throw this.refusal(
        `no column 'emotion' in the header ${show(text.trim())}`,
        "To read pictures without labels, pass {labels: 'unknown'}.",
      );
    }
    return { columns, nextLine: this.line + 1, afterCr: this.afterCr };
  }

  private refusal(received: string, fix?: string): FacePerturbError {
    return new FacePerturbError(`${this.what}: line ${this.line}`, {
      code: 'invalid-data',
      expected: EXPECTED,
      received,
      fix,
    });
  }
}

function columnOf(name: string): Column {
  const plain = name.replaceAll('"', '').trim().toLowerCase();
  return plain === 'emotion' || plain === 'pixels' || plain === 'usage' ? plain : 'other';
}

/** Tells the files that people have in place of the CSV by their first bytes. */
function foreignFormat(text: string): { received: string; fix: string } | undefined {
  if (text.startsWith('PK')) return { received: 'a zip archive', fix: 'Unzip it, and pass the CSV inside.' };
  if (text.trimStart().startsWith('<')) {
    const fix = 'A download that needs a sign-in is often answered with such a page: fetch the file again.';
    return { received: `an HTML page (${show(text.trim())})`, fix };
  }
  if (text.includes('\0')) {
    const fix = 'Unpack an archive (tar) first, and save UTF-16 text as UTF-8.';
    return { received: 'bytes that are no text', fix };
  }
  return undefined;
}
