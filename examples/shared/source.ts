import { basename } from 'node:path';
import type { DatasetSplits, ImageDataset } from '../../src/data/dataset.js';
import { syntheticFaces, syntheticSplits } from '../../src/data/synthetic/index.js';
import { readDataset } from '../../src/node/readDataset.js';
import { FacePerturbError } from '../../src/support/errors.js';

/** Which pictures a run takes. */
export interface SourceOptions {
  /** Faces drawn for each split when no data is given. */
  synthetic: { train: number; validation: number; test: number };
  /** Pictures taken of each split of given data; all where left out. */
  limit?: number;
  /** Of the drawn faces, and of samples that are taken. */
  seed: number;
  signal?: AbortSignal;
}

/** The pictures of a run. */
export interface Source {
  splits: DatasetSplits;
  /** Short name for titles. */
  name: string;
  kind: 'real' | 'synthetic';
  /** What a reader should know of how the pictures came in, in words. */
  notes: readonly string[];
}

/** Name of the data in settings: no path, so that a record says nothing of the machine. */
export function dataName(path: string | undefined): string {
  return path === undefined ? 'synthetic' : basename(path);
}

/**
 * Reads the pictures at a path, or draws synthetic ones where none is given.
 *
 * @throws FacePerturbError as `readDataset`, and `invalid-data` when a split is empty.
 */
export async function openSource(
  path: string | undefined,
  { synthetic, limit, seed, signal }: SourceOptions,
): Promise<Source> {
  if (path === undefined) {
    return {
      splits: syntheticSplits({ ...synthetic, seed }),
      name: 'synthetic faces',
      kind: 'synthetic',
      notes: [],
    };
  }
  const { splits, report } = await readDataset(path, { limit, seed, signal });
  for (const split of ['train', 'validation', 'test'] as const) {
    if (splits[split].size === 0) throw emptySplit(path, split);
  }
  const notes = [...report.notes, ...(limit === undefined ? report.differences : [])];
  const skipped = report.skipped.count;
  if (skipped > 0) notes.push(`${skipped} pictures were left out`);
  return { splits, name: splits.train.name.split('/')[0] ?? dataName(path), kind: 'real', notes };
}

/** Faces for the report's pictures: the run's own test faces only where they are drawn, or where asked for. */
export function shownFaces(
  { splits, kind }: Source,
  { faces, seed }: { faces: 'real' | 'synthetic' | 'none'; seed: number },
): ImageDataset {
  if (faces === 'real' || kind === 'synthetic') return splits.test;
  return syntheticFaces({ count: 280, seed });
}

function emptySplit(path: string, split: string): FacePerturbError {
  return new FacePerturbError(`${path}: ${split} split`, {
    code: 'invalid-data',
    expected: 'at least one picture in each of the training, validation and test splits',
    received: 'none',
  });
}
