import type { DatasetSplits, ImageDataset } from '../../src/data/dataset.js';
import { makeMaskFer } from '../../src/data/maskFer.js';
import { readDataset } from '../../src/node/readDataset.js';
import { FacePerturbError } from '../../src/support/errors.js';
import { describeData, repeatedFaces, type DataRecord } from '../shared/dataRecord.js';
import { openSource } from '../shared/source.js';
import { labelsByFerPlus } from './ferPlus.js';
import type { PaperPreset } from './presets.js';
import type { DataFacts, Faces, Labels } from './records.js';

/** The pictures of the experiments. */
export interface PaperData {
  plain: DatasetSplits;
  /** The same faces with protective masks on; undefined when nothing asked for them. */
  masked: DatasetSplits | undefined;
  facts: DataFacts;
  record: DataRecord;
  /** For each test face, whether its very pixels are also in another split. */
  repeated: boolean[];
}

/** Where the pictures come from. */
export interface DataRequest {
  /** FER2013 in any form `readDataset` takes; without it faces are drawn. */
  path: string | undefined;
  /** The masked pictures of the same data set; of drawn faces they are made. */
  maskedPath: string | undefined;
  /** Whether any run needs masked faces. */
  needsMasked: boolean;
  labels: Labels;
  /** FER+'s file of votes. */
  ferPlusPath: string | undefined;
  preset: PaperPreset;
  signal?: AbortSignal;
}

/** Drawn faces are the same for all seeds: what differs between seeds is the training. */
const DATA_SEED = 1;

/**
 * Reads or draws the pictures.
 *
 * @throws FacePerturbError as `readDataset`, and `invalid-argument` when masked faces of real data are needed and not there.
 */
export async function openData(request: DataRequest): Promise<PaperData> {
  const { path, needsMasked, labels, preset, signal } = request;
  const source = await openSource(path, { ...preset, seed: DATA_SEED, signal });
  let masked = needsMasked ? await maskedSplits(source.splits, request) : undefined;
  let plain = source.splits;
  if (labels === 'ferplus') {
    plain = await labelsByFerPlus(source.splits, request.ferPlusPath);
    masked &&= await labelsByFerPlus(masked, request.ferPlusPath);
  }
  const record = describeData({ ...source, splits: plain });
  const facts: DataFacts = { name: source.name, kind: source.kind, sha256: record.sha256 };
  if (masked) facts.maskedSha256 = describeData({ ...source, splits: masked }).sha256;
  return { plain, masked, facts, record, repeated: repeatedFaces(plain) };
}

/** The splits with the faces of a kind. */
export function splitsOf({ plain, masked }: PaperData, faces: Faces): DatasetSplits {
  return faces === 'plain' ? plain : (masked as DatasetSplits);
}

async function maskedSplits(
  plain: DatasetSplits,
  { path, maskedPath, preset, signal }: DataRequest,
): Promise<DatasetSplits> {
  if (path === undefined) {
    const put = async (split: ImageDataset) => (await makeMaskFer(split, { seed: DATA_SEED, signal })).dataset;
    return { train: await put(plain.train), validation: await put(plain.validation), test: await put(plain.test) };
  }
  if (maskedPath === undefined) {
    throw new FacePerturbError('masked faces', {
      code: 'invalid-argument',
      expected: '--masked PATH, the same data set with protective masks on',
      received: 'none',
      fix: `Make it once: npx face-perturb maskfer ${path} --model face_landmarker.task --out maskfer.csv, or leave out table1 and figure1.`,
    });
  }
  const { splits } = await readDataset(maskedPath, { limit: preset.limit, seed: DATA_SEED, signal });
  for (const name of ['train', 'validation', 'test'] as const) checkSameFaces(name, plain[name], splits[name]);
  return splits;
}

function checkSameFaces(name: string, plain: ImageDataset, masked: ImageDataset): void {
  const same = plain.size === masked.size && plain.labels.every((label, at) => masked.labels[at] === label);
  if (same) return;
  throw new FacePerturbError(`masked faces: ${name} split`, {
    code: 'invalid-data',
    expected: `the ${plain.size} faces of the plain split in their order, with the same labels`,
    received: `${masked.size} faces${plain.size === masked.size ? ' with other labels' : ''}`,
  });
}
