import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import type { DatasetSplits, ImageDataset } from '../data/dataset.js';
import { USAGE_OF_SPLIT, type SplitName } from '../data/fer2013/format.js';
import type { ReadDataset } from '../data/fer2013/readFer2013.js';
import { reportOn } from '../data/report.js';
import { checkNotAborted, checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError } from '../support/errors.js';
import { undoMedianEdge } from './medianEdge.js';
import { readPackedLabels, type PackedLabels } from './packedLabels.js';
import { checkIsFile } from './readFer2013File.js';

/** Names of the two files of the packed form. */
export const PACKED_FILES = { pixels: 'fer2013.med.br', labels: 'fer2013-labels.json' } as const;

/** Options of {@link readPackedFer2013}. */
export interface ReadPackedOptions {
  /**
   * Read only the first so many pictures of each part of the data (at least 1).
   *
   * @default all
   */
  limit?: number;
  /**
   * First part of the data sets' names.
   *
   * @default 'fer2013'
   */
  name?: string;
  /**
   * Stops the reading.
   *
   * @default none: it runs to its end
   */
  signal?: AbortSignal;
}

/**
 * Reads FER2013 from its packed form: a folder with `fer2013.med.br` (the pixels as residuals of the median edge
 * predictor, packed with Brotli: 51 MB) and `fer2013-labels.json` (sizes, parts, labels). The parts share one memory.
 *
 * @param folder - Where the two files are.
 * @throws FacePerturbError `invalid-argument` when one is missing, `damaged-file` when the pixels are cut or their
 *   SHA-256 is not the recorded one, `invalid-data` when the labels don't fit together, `aborted`.
 */
export async function readPackedFer2013(folder: string, options: ReadPackedOptions = {}): Promise<ReadDataset> {
  const what = 'readPackedFer2013';
  checkOptionNames(what, options, ['limit', 'name', 'signal']);
  const { limit, name = 'fer2013', signal } = options;
  if (limit !== undefined) checkNumber(`${what}: limit`, limit, { min: 1, integer: true });
  const paths = { pixels: join(folder, PACKED_FILES.pixels), labels: join(folder, PACKED_FILES.labels) };
  await checkIsFile(what, paths.pixels);
  await checkIsFile(what, paths.labels);

  const packed = await readPackedLabels(what, paths.labels);
  const pixels = await unpackPixels(what, paths.pixels, packed.count * packed.height * packed.width, signal);
  undoMedianEdge(pixels, packed.height, packed.width);
  checkHash(what, paths.pixels, pixels, packed.sha256);

  const splits = cut(packed, pixels, name, limit);
  const notes = limit === undefined ? [] : [`only the first ${limit} pictures of each part were read`];
  return { splits, report: reportOn('packed', splits, undefined, notes) };
}

async function unpackPixels(what: string, path: string, length: number, signal?: AbortSignal): Promise<Uint8Array> {
  checkNotAborted(what, signal);
  const values = new Uint8Array(length);
  let at = 0;
  try {
    await pipeline(
      createReadStream(path, { highWaterMark: 1 << 20 }),
      createBrotliDecompress({ chunkSize: 1 << 20 }),
      async (chunks: AsyncIterable<Uint8Array>) => {
        for await (const chunk of chunks) {
          checkNotAborted(what, signal);
          if (at + chunk.length <= length) values.set(chunk, at);
          at += chunk.length;
        }
      },
    );
  } catch (cause) {
    if (cause instanceof FacePerturbError) throw cause;
    throw damaged(what, path, 'whole Brotli data', 'cut or damaged data', cause);
  }
  if (at !== length) throw damaged(what, path, `${length} pixels as the labels say`, `${at}`);
  return values;
}

function checkHash(what: string, path: string, pixels: Uint8Array, sha256: string | undefined): void {
  if (sha256 === undefined) return;
  const found = createHash('sha256').update(pixels).digest('hex');
  if (found !== sha256) throw damaged(what, path, `pixels of SHA-256 ${sha256}`, found);
}

function damaged(what: string, path: string, expected: string, received: string, cause?: unknown): FacePerturbError {
  const fix = 'Fetch the file again.';
  return new FacePerturbError(`${what}: '${path}'`, { code: 'damaged-file', expected, received, fix, cause });
}

function cut(packed: PackedLabels, pixels: Uint8Array, name: string, limit = Infinity): DatasetSplits {
  const { classNames, height, width, labels } = packed;
  // A view of a few pictures would keep all of them in memory.
  const part = (bytes: Uint8Array, from: number, to: number) =>
    limit === Infinity ? bytes.subarray(from, to) : bytes.slice(from, to);
  const dataset = (split: SplitName): ImageDataset => {
    const usage = USAGE_OF_SPLIT[split];
    const [from, end] = packed.splits[usage];
    const to = Math.min(end, from + limit);
    return {
      name: `${name}/${usage}`,
      classNames,
      size: to - from,
      height,
      width,
      channels: 1,
      pixels: part(pixels, from * height * width, to * height * width),
      labels: part(labels, from, to),
    };
  };
  return { train: dataset('train'), validation: dataset('validation'), test: dataset('test') };
}
