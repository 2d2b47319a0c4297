import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { EMOTIONS, type ImageDataset } from '../../src/data/index.js';

/** Residuals of the median edge predictor, written from its definition pixel by pixel. */
export function medianEdgeResiduals(pixels: Uint8Array, height: number, width: number): Uint8Array {
  return pixels.map((value, at) => {
    const x = at % width;
    const y = Math.floor(at / width) % height;
    const left = x > 0 ? pixels[at - 1]! : undefined;
    const upper = y > 0 ? pixels[at - width]! : undefined;
    if (left === undefined || upper === undefined) return value - (left ?? upper ?? 0);
    const corner = pixels[at - width - 1]!;
    const middle = [left, upper, left + upper - corner].sort((one, other) => one - other)[1]!;
    return value - middle;
  });
}

/** Writes a data set in the packed form; the labels can be changed or replaced. */
export async function writePacked(
  folder: string,
  { pixels, labels, size, height, width }: ImageDataset,
  change: object = {},
): Promise<string> {
  const third = Math.floor(size / 3);
  const json = {
    emotions: EMOTIONS,
    width,
    height,
    count: size,
    splits: { Training: [0, third], PublicTest: [third, 2 * third], PrivateTest: [2 * third, size] },
    emotion: labels.join(''),
    ...change,
  };
  const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'fer2013.med.br'),
    brotliCompressSync(medianEdgeResiduals(pixels, height, width), quick),
  );
  await writeFile(join(folder, 'fer2013-labels.json'), JSON.stringify(json));
  return folder;
}
