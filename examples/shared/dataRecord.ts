import { createHash } from 'node:crypto';
import type { DatasetSplits, ImageDataset } from '../../src/data/dataset.js';
import { classCounts } from '../../src/data/statistics.js';
import type { Source } from './source.js';

/** What the run learned from and was tested on. */
export interface DataRecord {
  name: string;
  kind: 'real' | 'synthetic';
  classNames: string[];
  height: number;
  width: number;
  channels: number;
  splits: Record<'train' | 'validation' | 'test', { name: string; count: number; perClass: number[] }>;
  /** Test faces with the very pixels of a training or validation face. */
  repeatedTestFaces: number;
  /** What a reader should know of how the pictures came in, in words. */
  notes: string[];
  /** SHA-256 over labels and pixels of the three splits. */
  sha256: string;
}

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
