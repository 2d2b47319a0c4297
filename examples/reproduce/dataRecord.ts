import { createHash } from 'node:crypto';
import type { DatasetSplits, ImageDataset } from '../../src/data/dataset.js';
import { classCounts } from '../../src/data/statistics.js';
import type { DataRecord } from './results.js';
import type { Source } from './source.js';

/** The three splits, in the order of their use. */
const SPLITS = ['train', 'validation', 'test'] as const;

/** Counts and a fingerprint of the data of a run. */
export function describeData({ splits, name, kind, notes }: Source): DataRecord {
  const { classNames, height, width, channels } = splits.train;
  const counts = (split: ImageDataset) => ({
    name: split.name,
    count: split.size,
    perClass: Array.from(classCounts(split)),
  });
  const hash = createHash('sha256');
  for (const split of SPLITS) hash.update(splits[split].labels).update(splits[split].pixels);
  return {
    name,
    kind,
    classNames: [...classNames],
    height,
    width,
    channels,
    splits: { train: counts(splits.train), validation: counts(splits.validation), test: counts(splits.test) },
    repeatedTestFaces: repeatedFaces(splits).filter(Boolean).length,
    notes: [...notes],
    sha256: hash.digest('hex'),
  };
}

/** For each test face, whether a training or validation face has the very same pixels. */
export function repeatedFaces({ train, validation, test }: DatasetSplits): boolean[] {
  const known = new Set([...faceHashes(train), ...faceHashes(validation)]);
  return faceHashes(test).map((hash) => known.has(hash));
}

function faceHashes({ pixels, size }: ImageDataset): string[] {
  const length = pixels.length / Math.max(1, size);
  return Array.from({ length: size }, (_, at) =>
    createHash('sha1')
      .update(pixels.subarray(at * length, (at + 1) * length))
      .digest('base64'),
  );
}
