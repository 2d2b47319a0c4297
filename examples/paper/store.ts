import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { fileCheckpoint } from '../../src/node/checkpoint.js';
import { FacePerturbError, show } from '../../src/support/errors.js';
import type { CheckpointStore } from '../../src/training/checkpoint.js';
import { readWeights, writeWeights } from '../../src/training/modelWeights.js';
import { readJson, writeBytes, writeJson } from '../shared/files.js';
import { RUN_FORMAT, type DataFacts, type RunResult, type RunSettings } from './records.js';

/** The folder that holds all runs of a grid; several processes may work in one. */
export interface RunStore {
  readonly path: string;
  /** The result of a run that is finished; undefined when it is not. Throws when the file is of another run. */
  finished(settings: RunSettings, data: DataFacts): Promise<RunResult | undefined>;
  /** Keeps a finished run with its weights, and removes its checkpoint. */
  finish(result: RunResult, model: LayersModel): Promise<void>;
  /** Puts the kept weights of a finished run into a model of the same network. */
  loadWeights(id: string, model: LayersModel): Promise<void>;
  /** Where the run's training keeps its state. */
  checkpoint(id: string): CheckpointStore;
}

/** Opens the folder of a grid, which need not be there yet. */
export function runStore(path: string): RunStore {
  const resultFile = (id: string) => join(path, 'runs', `${id}.json`);
  const weightsFile = (id: string) => join(path, 'weights', `${id}.f32`);
  const checkpointFile = (id: string) => join(path, 'checkpoints', `${id}.checkpoint`);
  return {
    path,
    async finished(settings, data) {
      const kept = await readJson<RunResult>(resultFile(settings.id));
      if (kept) checkSameRun(resultFile(settings.id), kept, { settings, data });
      return kept;
    },
    async finish(result, model) {
      await writeBytes(weightsFile(result.settings.id), joined(await readWeights(model)));
      await writeJson(resultFile(result.settings.id), result);
      await rm(checkpointFile(result.settings.id), { force: true });
    },
    async loadWeights(id, model) {
      const bytes = await readWhole(weightsFile(id));
      writeWeights(model, parted(weightsFile(id), bytes, model));
    },
    checkpoint: (id) => fileCheckpoint(checkpointFile(id)),
  };
}

/**
 * Throws unless a run's file is of these settings and data.
 *
 * @throws FacePerturbError `invalid-data`.
 */
export function checkSameRun(path: string, kept: RunResult, now: { settings: RunSettings; data: DataFacts }): void {
  const { maskedSha256: was, ...data } = kept.data;
  const { maskedSha256: is, ...dataNow } = now.data;
  const pairs: [string, unknown, unknown][] = [
    ['layout', kept.format, RUN_FORMAT],
    ['settings', kept.settings, JSON.parse(JSON.stringify(now.settings))],
    ['data', data, dataNow],
    ...(was !== undefined && is !== undefined ? [['masked data', was, is] as [string, unknown, unknown]] : []),
  ];
  const different = pairs.find(([, before, after]) => !isDeepStrictEqual(before, after));
  if (!different) return;
  const [name, before, after] = different;
  throw new FacePerturbError(`${path} holds a run with other ${name}`, {
    code: 'invalid-data',
    expected: show(after),
    received: show(before),
    fix: 'Choose another folder with --out, or remove that file.',
  });
}

async function readWhole(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new FacePerturbError(path, {
      code: 'damaged-file',
      expected: 'the weights of a finished run',
      received: cause instanceof Error ? cause.message : String(cause),
      fix: 'Put the file back, or remove the result of the run and run it again.',
      cause,
    });
  }
}

function joined(weights: readonly Float32Array[]): Uint8Array {
  const all = new Float32Array(weights.reduce((sum, each) => sum + each.length, 0));
  let at = 0;
  for (const each of weights) {
    all.set(each, at);
    at += each.length;
  }
  return new Uint8Array(all.buffer);
}

function parted(path: string, bytes: Uint8Array, model: LayersModel): Float32Array[] {
  const sizes = model.weights.map((weight) => (weight.shape as number[]).reduce((product, side) => product * side, 1));
  const expected = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes.byteLength !== expected * 4) {
    throw new FacePerturbError(path, {
      code: 'damaged-file',
      expected: `${expected} weights`,
      received: `${bytes.byteLength / 4}`,
      fix: 'Remove this file and the result of the run, and run it again.',
    });
  }
  const all = new Float32Array(Uint8Array.from(bytes).buffer);
  let at = 0;
  return sizes.map((size) => all.subarray(at, (at += size)));
}
