import { FacePerturbError, show } from '../../support/errors.js';
import type { DatasetSplits, ImageDataset } from '../dataset.js';
import { FER2013_PIXELS, FER2013_SIDE, SPLIT_NAMES, USAGE_OF_SPLIT } from './format.js';

const CHUNK = 1 << 16;
/** Room for the longest row: 2304 numbers of 3 digits with a space each, label, usage, commas and end of line. */
const LONGEST_ROW = FER2013_PIXELS * 4 + 32;

/**
 * Writes data as FER2013's CSV, byte for byte as Kaggle's `fer2013.csv`: columns `emotion,pixels,Usage`, lines that
 * end in LF, the parts in the order train (Training), validation (PublicTest), test (PrivateTest).
 *
 * @param splits - Grey 48x48 pictures with labels in 0 … 6; parts may be left out.
 * @returns The file in chunks of about 64 KiB, made as they are asked for.
 * @throws FacePerturbError `invalid-shape` for pictures of another size, `invalid-data` for other labels.
 * @example
 * const csv = new Blob([...writeFer2013Csv(splits)]); // in a browser
 * await pipeline(writeFer2013Csv(splits), createWriteStream('masked.csv')); // in Node
 */
export function* writeFer2013Csv(splits: Partial<DatasetSplits>): Generator<Uint8Array<ArrayBuffer>, void, undefined> {
  for (const split of SPLIT_NAMES) if (splits[split]) checkWritable(splits[split]);
  const header = new TextEncoder().encode('emotion,pixels,Usage\n');
  let chunk = new Uint8Array(CHUNK);
  chunk.set(header);
  let length = header.length;
  for (const split of SPLIT_NAMES) {
    const dataset = splits[split];
    const ending = new TextEncoder().encode(`,${USAGE_OF_SPLIT[split]}\n`);
    for (let row = 0; row < (dataset?.size ?? 0); row++) {
      if (length + LONGEST_ROW > CHUNK) {
        yield chunk.subarray(0, length);
        chunk = new Uint8Array(CHUNK);
        length = 0;
      }
      length = writeRow(chunk, length, dataset as ImageDataset, row, ending);
    }
  }
  yield chunk.subarray(0, length);
}

function writeRow(out: Uint8Array, from: number, dataset: ImageDataset, row: number, ending: Uint8Array): number {
  const { pixels, labels } = dataset;
  let at = from;
  out[at++] = 48 + (labels[row] as number);
  out[at++] = 44;
  const first = row * FER2013_PIXELS;
  for (let pixel = first; pixel < first + FER2013_PIXELS; pixel++) {
    const value = pixels[pixel] as number;
    if (value > 99) out[at++] = 48 + Math.floor(value / 100);
    if (value > 9) out[at++] = 48 + (Math.floor(value / 10) % 10);
    out[at++] = 48 + (value % 10);
    out[at++] = 32;
  }
  at--;
  out.set(ending, at);
  return at + ending.length;
}

function checkWritable({ name, height, width, channels, labels }: ImageDataset): void {
  if (height !== FER2013_SIDE || width !== FER2013_SIDE || channels !== 1) {
    throw new FacePerturbError(`writeFer2013Csv: ${name}`, {
      code: 'invalid-shape',
      expected: `grey pictures of ${FER2013_SIDE}x${FER2013_SIDE} pixels`,
      received: `${channels === 1 ? 'grey' : 'RGB'} pictures of ${width}x${height}`,
    });
  }
  const bad = labels.findIndex((label) => label > 6);
  if (bad < 0) return;
  throw new FacePerturbError(`writeFer2013Csv: ${name}: label of picture ${bad}`, {
    code: 'invalid-data',
    expected: 'a class id in 0 … 6',
    received: show(labels[bad]),
  });
}
