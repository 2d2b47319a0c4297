import { readFile } from 'node:fs/promises';
import { FER2013_USAGES, type Fer2013Usage } from '../data/fer2013/format.js';
import { FacePerturbError, show } from '../support/errors.js';

/** What stands beside packed pixels. */
export interface PackedLabels {
  readonly classNames: readonly string[];
  readonly width: number;
  readonly height: number;
  /** Pictures in all. */
  readonly count: number;
  /** First picture of each part, and the one after its last. */
  readonly splits: Readonly<Record<Fer2013Usage, readonly [from: number, to: number]>>;
  /** Class id of each picture. */
  readonly labels: Uint8Array;
  /** Hash of the pixels, in hexadecimal digits. */
  readonly sha256: string | undefined;
}

/** Hash of all 82,683,648 pixels of Kaggle's fer2013.csv in the order of its rows. */
const FER2013_SHA256 = 'c267d81af4fae7bced50ff1be0ce06f7d14fb05887ece2efe39e04c35f8558b1';
const FER2013_COUNT = 35_887;

/** Reads and checks the JSON that tells sizes, parts and labels of packed pixels. */
export async function readPackedLabels(what: string, path: string): Promise<PackedLabels> {
  const raw = parse(what, path, await readFile(path, 'utf8'));
  const { emotions, width, height, count, splits, emotion, sha256 } = raw;
  const fail = (field: string, expected: string, received: unknown): FacePerturbError =>
    new FacePerturbError(`${what}: '${path}': ${field}`, { code: 'invalid-data', expected, received: show(received) });

  for (const [name, value] of Object.entries({ width, height, count })) {
    if (!Number.isInteger(value) || (value as number) < 1) throw fail(name, 'a whole number of at least 1', value);
  }
  if (!Array.isArray(emotions) || emotions.length === 0 || !emotions.every((name) => typeof name === 'string')) {
    throw fail('emotions', 'a list of class names', emotions);
  }
  if (typeof emotion !== 'string' || emotion.length !== count) {
    throw fail('emotion', `${String(count)} digits, one a picture`, emotion);
  }
  const labels = Uint8Array.from(emotion, (digit) => (/\d/.test(digit) ? Number(digit) : 255));
  const bad = labels.findIndex((label) => label >= emotions.length);
  if (bad >= 0) throw fail(`emotion of picture ${bad}`, `a digit in 0 … ${emotions.length - 1}`, emotion[bad]);

  const parts = (typeof splits === 'object' && splits !== null ? splits : {}) as Record<string, unknown>;
  for (const usage of FER2013_USAGES) {
    if (!isRange(parts[usage], count as number)) {
      throw fail(`splits.${usage}`, `[from, to] with 0 <= from <= to <= ${String(count)}`, parts[usage]);
    }
  }
  return {
    classNames: emotions as string[],
    width: width as number,
    height: height as number,
    count: count as number,
    splits: parts as PackedLabels['splits'],
    labels,
    sha256: typeof sha256 === 'string' ? sha256 : count === FER2013_COUNT ? FER2013_SHA256 : undefined,
  };
}

function parse(what: string, path: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
    throw new TypeError('not an object');
  } catch (cause) {
    throw new FacePerturbError(`${what}: '${path}'`, {
      code: 'invalid-data',
      expected: 'a JSON object with emotions, width, height, count, splits and emotion',
      received: show(text),
      cause,
    });
  }
}

function isRange(value: unknown, count: number): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [from, to] = value as unknown[];
  return (
    Number.isInteger(from) &&
    Number.isInteger(to) &&
    0 <= Number(from) &&
    Number(from) <= Number(to) &&
    Number(to) <= count
  );
}
