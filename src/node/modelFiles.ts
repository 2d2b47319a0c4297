import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { io } from '@tensorflow/tfjs-core';
import { FacePerturbError, show } from '../support/errors.js';

/** A tfjs model as it lies on the disk, read and looked over. */
export interface ModelFiles {
  readonly kind: 'layers' | 'graph';
  readonly json: io.ModelJSON;
  /** Nodes of a graph. */
  readonly nodes: number;
  /** What the weights are, in the order of their bytes. */
  readonly specs: io.WeightsManifestEntry[];
  /** All weights, one after the other. */
  readonly weights: ArrayBuffer;
}

/** Weights whose bytes lie together, in one file or several. */
type WeightGroup = io.WeightsManifestConfig[number];

/** Bytes of a value, as weights are stored. */
const BYTES: Readonly<Record<string, number>> = {
  float32: 4,
  float16: 2,
  int32: 4,
  uint8: 1,
  uint16: 2,
  bool: 1,
  complex64: 8,
};

/**
 * Reads a `model.json` and its weights.
 *
 * @throws FacePerturbError `invalid-data` when the JSON is no model, or a file of weights is missing, cut off, or outside its folder.
 */
export async function readModelFiles(what: string, path: string): Promise<ModelFiles> {
  const json = parsed(what, path, await readFile(path, 'utf8'));
  const topology = (json.modelTopology ?? {}) as { node?: unknown; config?: unknown; model_config?: unknown };
  const isGraph = Array.isArray(topology.node);
  const isLayers = 'model_config' in topology || 'config' in topology;
  if (!(isGraph || isLayers) || !Array.isArray(json.weightsManifest)) throw noModel(what, path, json);
  const groups: readonly WeightGroup[] = json.weightsManifest;
  const parts: Uint8Array[] = [];
  for (const group of groups) parts.push(await readGroup(what, path, group));
  return {
    kind: isGraph ? 'graph' : 'layers',
    json,
    nodes: isGraph ? (topology.node as unknown[]).length : 0,
    specs: groups.flatMap(({ weights }) => weights),
    weights: joined(parts),
  };
}

function parsed(what: string, path: string, text: string): io.ModelJSON {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null) return json as io.ModelJSON;
    throw noModel(what, path, json);
  } catch (cause) {
    if (cause instanceof FacePerturbError) throw cause;
    throw noModel(what, path, undefined, cause);
  }
}

async function readGroup(what: string, path: string, group: WeightGroup): Promise<Uint8Array> {
  const { paths, weights } = group ?? {};
  if (!Array.isArray(paths) || !Array.isArray(weights)) throw noModel(what, path, group);
  const shards: Uint8Array[] = [];
  for (const name of paths) shards.push(await readShard(what, path, name));
  const bytes = new Uint8Array(joined(shards));
  const expected = bytesOf(weights);
  if (expected === undefined || expected === bytes.length) return bytes;
  throw new FacePerturbError(`${what}: weights of '${path}' (${paths.join(', ')})`, {
    code: 'invalid-data',
    expected: `${expected} bytes`,
    received: `${bytes.length}`,
    fix: 'Fetch the files again.',
  });
}

/** A file of weights. Someone else's JSON must not reach for files elsewhere. */
async function readShard(what: string, path: string, name: unknown): Promise<Uint8Array> {
  const folder = resolve(dirname(path));
  const file = typeof name === 'string' ? resolve(folder, name) : folder;
  const within = relative(folder, file);
  if (within === '' || within.startsWith('..') || isAbsolute(within)) {
    throw new FacePerturbError(`${what}: weights of '${path}'`, {
      code: 'invalid-data',
      expected: 'files in its own folder',
      received: show(name),
    });
  }
  try {
    return await readFile(file);
  } catch (cause) {
    throw new FacePerturbError(`${what}: weights of '${path}'`, {
      code: 'invalid-data',
      expected: `the file ${join(dirname(path), within)}`,
      received: (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'nothing of that name' : String(cause),
      fix: 'A model is its JSON and the files of weights it names, in one folder.',
      cause,
    });
  }
}

/** Bytes that weights take; undefined where texts are among them, whose length only their bytes tell. */
function bytesOf(weights: readonly io.WeightsManifestEntry[]): number | undefined {
  let sum = 0;
  for (const { shape, dtype, quantization } of weights) {
    const each = BYTES[quantization?.dtype ?? dtype];
    if (each === undefined) return undefined;
    sum += each * shape.reduce((product, side) => product * side, 1);
  }
  return sum;
}

function joined(parts: readonly Uint8Array[]): ArrayBuffer {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.buffer;
}

function noModel(what: string, path: string, received: unknown, cause?: unknown): FacePerturbError {
  return new FacePerturbError(`${what}: '${path}'`, {
    code: 'invalid-data',
    expected: 'a tfjs model: JSON with modelTopology and weightsManifest',
    received: cause instanceof Error ? cause.message : show(received),
    fix: 'Convert other models first: tensorflowjs_converter of the Python package tensorflowjs.',
    cause,
  });
}
