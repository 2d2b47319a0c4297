import { checkNotAborted, checkOptionNames } from '../../support/checks.js';
import { FacePerturbError, show } from '../../support/errors.js';
import { bytesOf, type ByteSource } from '../fer2013/byteSource.js';
import { FER2013_USAGES, SPLIT_NAMES, SPLIT_OF_USAGE, type SplitName } from '../fer2013/format.js';
import { FER_PLUS_CATEGORIES, type FerPlusVotes } from './votes.js';

/** Options of {@link readFerPlus}. */
export interface ReadFerPlusOptions {
  /**
   * Stops the reading.
   * @default none: it runs to its end
   */
  signal?: AbortSignal;
}

const WHAT = 'readFerPlus';
const EXPECTED = "FER+'s fer2013new.csv, which begins with Usage,Image name,neutral,happiness,…";
const COLUMNS = ['Usage', 'Image name', ...FER_PLUS_CATEGORIES];
/** No line of the file is nearly as long, so what is longer is another file. */
const LONGEST_LINE = 4096;

/**
 * Reads the labels that ten taggers gave each picture of FER2013: FER+'s `fer2013new.csv` (Barsoum et al. 2016,
 * arXiv:1608.01041), 35,887 rows in the order of FER2013's.
 *
 * @param source - The file's bytes, gzipped or not; columns in any order, lines that end in LF or CRLF. In Node
 *   `createReadStream(path)` will do.
 * @throws FacePerturbError `invalid-data` naming line, rule and what stands there; `damaged-file` for damaged gzip;
 *   `invalid-option`, `invalid-argument`, `aborted`.
 * @example
 * const votes = await readFerPlus(file);
 * const { splits: relabelled, report } = withFerPlusLabels(splits, votes);
 */
export async function readFerPlus(source: ByteSource, options: ReadFerPlusOptions = {}): Promise<FerPlusVotes> {
  checkOptionNames(WHAT, options, ['signal']);
  let places: number[] | undefined;
  const rows: Record<SplitName, Row[]> = { train: [], validation: [], test: [] };
  for await (const { line, text } of linesOf(source, options.signal)) {
    if (text.trim() === '') continue;
    const fields = text.split(',').map((field) => field.trim());
    if (places) {
      const row = readRow(line, fields, places);
      rows[row.split].push(row);
    } else places = readHeader(line, fields, text);
  }
  if (!places) throw refusal(1, 'an empty file');
  if (SPLIT_NAMES.every((split) => rows[split].length === 0)) throw refusal(1, 'a header without rows');
  return { train: packed(rows.train), validation: packed(rows.validation), test: packed(rows.test) };
}

interface Row {
  split: SplitName;
  named: boolean;
  votes: number[];
}

async function* linesOf(source: ByteSource, signal?: AbortSignal): AsyncGenerator<{ line: number; text: string }> {
  const decoder = new TextDecoder();
  let [line, rest] = [1, ''];
  for await (const chunk of bytesOf(WHAT, source)) {
    checkNotAborted(WHAT, signal);
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() as string;
    for (const text of lines) yield { line: line++, text };
    if (rest.length > LONGEST_LINE) throw refusal(line, `a line of more than ${LONGEST_LINE} characters`);
  }
  yield { line, text: rest + decoder.decode() };
}

/** Where each of {@link COLUMNS} stands. */
function readHeader(line: number, fields: string[], text: string): number[] {
  const names = fields.map((field) => field.replaceAll('"', '').toLowerCase());
  return COLUMNS.map((column) => {
    const place = names.indexOf(column.toLowerCase());
    if (place >= 0 && names.lastIndexOf(column.toLowerCase()) === place) return place;
    throw refusal(line, `${place < 0 ? 'no' : 'more than one'} column '${column}' in the first line ${show(text)}`);
  });
}

function readRow(line: number, fields: string[], places: readonly number[]): Row {
  const [usage = '', name, ...votes] = places.map((place) => fields[place]);
  const known = FER2013_USAGES.find((each) => each === usage);
  if (known === undefined) throw badField(line, 'Usage', FER2013_USAGES.join(', '), show(usage));
  return {
    split: SPLIT_OF_USAGE[known],
    named: name !== '',
    votes: votes.map((vote, at) => readVotes(line, COLUMNS[at + 2] as string, vote)),
  };
}

function readVotes(line: number, column: string, text: string | undefined): number {
  if (text !== undefined && /^\d{1,2}$/.test(text) && Number(text) <= 10) return Number(text);
  throw badField(line, column, 'a whole number of votes in 0 … 10', text === undefined ? 'a short row' : show(text));
}

function packed(rows: readonly Row[]) {
  return {
    size: rows.length,
    votes: Uint8Array.from(rows.flatMap((row) => row.votes)),
    unnamed: rows.filter((row) => !row.named).length,
  };
}

function refusal(line: number, received: string): FacePerturbError {
  return new FacePerturbError(`${WHAT}: line ${line}`, {
    code: 'invalid-data',
    expected: EXPECTED,
    received,
    fix: 'The file is in the repository microsoft/FERPlus on GitHub.',
  });
}

function badField(line: number, column: string, expected: string, received: string): FacePerturbError {
  return new FacePerturbError(`${WHAT}: line ${line}: ${column}`, {
    code: 'invalid-data',
    expected,
    received,
    fix: 'Fetch the file again.',
  });
}
