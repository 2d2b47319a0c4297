import { checkChoice, checkNotAborted, checkOptionNames } from '../../support/checks.js';
import { FacePerturbError } from '../../support/errors.js';
import { bytesOf, type ByteSource } from './byteSource.js';
import { HeaderReader } from './header.js';
import { RowParser, type Fer2013Row, type RowFault } from './rowParser.js';

/** Options of {@link fer2013Rows}. */
export interface Fer2013RowsOptions {
  /**
   * What a bad row does: `'throw'` an error that names its line, or `'skip'` it.
   *
   * @default 'throw'
   */
  onBadRow?: 'throw' | 'skip';
  /**
   * Told of each row that `onBadRow: 'skip'` leaves out.
   *
   * @default none: nobody is told
   */
  onSkipped?: (row: SkippedItem) => void;
  /**
   * `'required'` refuses a file without a column `emotion` (Kaggle's test.csv); `'unknown'` gives its pictures the
   * label `UNLABELLED`.
   *
   * @default 'required'
   */
  labels?: 'required' | 'unknown';
  /**
   * Stops the reading.
   *
   * @default none: it runs to its end
   */
  signal?: AbortSignal;
}

/** A row or picture that was left out, and why. */
export interface SkippedItem {
  /** Where it stands: "line 17", or a picture's path in its folder. */
  readonly where: string;
  /** What is wrong with it. */
  readonly reason: string;
}

const NAMES = ['onBadRow', 'onSkipped', 'labels', 'signal'];

/**
 * Reads the pictures of FER2013's CSV one by one, holding no more than 64 KiB of the file at a time.
 *
 * Takes the layouts that are in use (`fer2013.csv`, `icml_face_data.csv`, `train.csv`, `test.csv`): columns in any
 * order, names in any case and with spaces around them, pixels in quotes or not, lines that end in LF, CRLF or CR,
 * a byte order mark, blank lines, gzip.
 *
 * @param source - The file's bytes; see {@link ByteSource}.
 * @throws FacePerturbError `invalid-data` naming line, rule and what stands there: a file that isn't the CSV, a bad
 *   row (2303 pixels, value 256, emotion 7, unknown usage, cut file), unless rows are skipped; `damaged-file` for
 *   damaged gzip; `invalid-option`, `invalid-argument`, `aborted`.
 */
export async function* fer2013Rows(
  source: ByteSource,
  options: Fer2013RowsOptions = {},
): AsyncGenerator<Fer2013Row, void, undefined> {
  checkOptionNames('fer2013Rows', options, NAMES);
  yield* namedRows('fer2013Rows', source, options);
}

/** {@link fer2013Rows} on behalf of another function, whose name the errors bear. */
export async function* namedRows(
  what: string,
  source: ByteSource,
  options: Fer2013RowsOptions,
): AsyncGenerator<Fer2013Row, void, undefined> {
  const { onBadRow = 'throw', onSkipped, labels = 'required', signal } = options;
  checkChoice(`${what}: onBadRow`, onBadRow, ['throw', 'skip']);
  checkChoice(`${what}: labels`, labels, ['required', 'unknown']);
  const header = new HeaderReader(what, labels === 'required');
  let rows: RowParser | undefined;

  for await (const chunk of bytesOf(what, source)) {
    checkNotAborted(what, signal);
    let from = 0;
    if (!rows) {
      const found = header.push(chunk);
      if (!found) continue;
      rows = new RowParser(found.header);
      from = found.rowsFrom;
    }
    for (const row of rows.push(chunk.subarray(from))) if (isGood(row)) yield row;
  }
  if (!rows) return header.end();
  const last = rows.end();
  if (last && isGood(last)) yield last;

  function isGood(row: Fer2013Row | RowFault): row is Fer2013Row {
    if ('pixels' in row) return true;
    const { line, expected, received } = row;
    if (onBadRow === 'throw') {
      throw new FacePerturbError(`${what}: line ${line}`, {
        code: 'invalid-data',
        expected,
        received,
        fix: "Fetch the file again, or pass {onBadRow: 'skip'} to leave bad rows out.",
      });
    }
    onSkipped?.({ where: `line ${line}`, reason: `expected ${expected}, received ${received}` });
    return false;
  }
}
