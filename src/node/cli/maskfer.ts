import { useBackend } from '../../backends/useBackend.js';
import { makeMaskFer, type MaskFer } from '../../data/maskFer.js';
import type { DatasetSplits } from '../../data/dataset.js';
import { SPLIT_NAMES, type SplitName } from '../../data/fer2013/format.js';
import type { LandmarkSource } from '../../landmarks/source.js';
import type { ProtectiveMaskStyle } from '../../regions/region.js';
import { nodeFaceLandmarker } from '../landmarks/nodeFaceLandmarker.js';
import { readDataset } from '../readDataset.js';
import { checkIsFree, writeDataset } from '../writeDataset.js';
import { EXIT, type ExitCode } from './exit.js';
import { facesOfPart } from './maskferFaces.js';
import { progressOn, type Progress, type Terminal } from './output.js';
import { UsageError } from './usageError.js';

/** The options of the command `maskfer`. */
export interface MaskferFlags {
  readonly model?: string;
  /** Folder of landmarks that were found before. */
  readonly cache?: string;
  readonly threads: number;
  readonly style: ProtectiveMaskStyle;
  readonly seed: string;
  readonly limit?: number;
  readonly out: string;
  readonly backend: 'auto' | 'wasm' | 'cpu';
  readonly json: boolean;
  readonly quiet: boolean;
}

type Made = readonly [SplitName, MaskFer];

/** Puts protective masks on the faces of a whole data set, and writes it as CSV or class folders. */
export async function maskferCommand(data: string, flags: MaskferFlags, terminal: Terminal): Promise<ExitCode> {
  const { signal, stderr, stdout } = terminal;
  const { model, threads, cache, limit, out } = flags;
  if (cache !== undefined && model === undefined) throw new UsageError('--cache keeps what --model finds: give both');
  const started = performance.now();
  if (!/\.csv$/i.test(out)) await checkIsFree(out);
  const { splits } = await readDataset(data, { ...(limit && { limit }), signal });
  await useBackend(flags.backend);
  const source = model === undefined ? undefined : await nodeFaceLandmarker({ model, workers: threads });
  const progress = progressOn(stderr, flags.quiet);
  try {
    const made = await makeAll(splits, source, flags, signal, progress);
    const datasets = Object.fromEntries(made.map(([split, { dataset }]) => [split, dataset]));
    await writeDataset(out, datasets as Partial<DatasetSplits>, {
      signal,
      onProgress: (done, total) => progress.show(done, total, 'pictures written'),
    });
    progress.end();
    tell(made, flags, stdout, Math.round(performance.now() - started) / 1000);
    return EXIT.done;
  } finally {
    progress.end();
    await source?.close();
  }
}

async function makeAll(
  splits: DatasetSplits,
  source: LandmarkSource | undefined,
  { style, seed, cache }: MaskferFlags,
  signal: AbortSignal,
  progress: Progress,
): Promise<Made[]> {
  const made: Made[] = [];
  for (const split of SPLIT_NAMES) {
    const dataset = splits[split];
    if (dataset.size === 0) continue;
    const tellAs = (unit: string) => (done: number) => progress.show(done, dataset.size, `${split} ${unit}`);
    const landmarks =
      source && (await facesOfPart(split, dataset, { source, cache, signal, onProgress: tellAs('faces looked for') }));
    const maskFer = await makeMaskFer(dataset, {
      ...{ style, seed: `${seed}/${split}`, signal, onProgress: tellAs('faces masked') },
      ...(landmarks && { landmarks }),
    });
    made.push([split, maskFer]);
  }
  return made;
}

function tell(made: readonly Made[], { json, out }: MaskferFlags, stdout: Terminal['stdout'], seconds: number): void {
  const parts = Object.fromEntries(
    made.map(([split, { dataset, coverage, parameters }]) => [split, { pictures: dataset.size, coverage, parameters }]),
  );
  const sum = (key: 'own' | 'meanShape') => made.reduce((total, [, { coverage }]) => total + coverage[key], 0);
  const [own, meanShape] = [sum('own'), sum('meanShape')];
  const total = own + meanShape;
  if (json) {
    const result = { command: 'maskfer', out, pictures: total, own, meanShape, seconds, parts };
    stdout.write(`${JSON.stringify(result, null, 1)}\n`);
  } else {
    const landmarks = `${own} by landmarks of their own, ${meanShape} by the mean shape`;
    stdout.write(`${total} faces masked: ${landmarks}; written to ${out} (${seconds.toFixed(1)} s)\n`);
  }
}
