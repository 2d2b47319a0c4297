import { stat } from 'node:fs/promises';
import type * as converter from '@tensorflow/tfjs-converter';
import { io, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { FacePerturbError, show } from '../support/errors.js';
import { readModelFiles, type ModelFiles } from './modelFiles.js';

/** An input or output of a graph model. */
export interface GraphModelPort {
  /** Name of its node. */
  readonly name: string;
  /** -1 for a side of any size; undefined where the file does not say. */
  readonly shape?: readonly number[];
  /** Type of its numbers, such as `float32`. */
  readonly dtype: string;
}

/** What is used of a `tf.GraphModel`, so that programs without its package need not have its types. */
export interface LoadedGraphModel {
  /** What goes in. */
  readonly inputs: readonly GraphModelPort[];
  /** What comes out. */
  readonly outputs: readonly GraphModelPort[];
  /** Its outputs for its input. */
  predict(inputs: Tensor): Tensor | Tensor[] | NamedTensorMap;
  /** The outputs of named nodes for named inputs. */
  execute(inputs: Tensor | NamedTensorMap, outputs?: string | string[]): Tensor | Tensor[];
  /** Frees its weights. */
  dispose(): void;
}

const WHAT = 'loadTfjsModel';

/**
 * Loads a TensorFlow.js model from its files: `model.json` and the weights beside it, which stock tfjs cannot open by path in plain
 * Node. A model of layers becomes a `tf.LayersModel`, a converted graph a `tf.GraphModel`, by the optional peer
 * `@tensorflow/tfjs-converter`; `'layers' in model` tells which. Nothing is fetched from elsewhere.
 *
 * Layers of `face-perturb/models` are known once that is imported, others after `tf.serialization.registerClass`.
 *
 * @param path - Of the JSON file, under whatever name.
 * @returns The model; the caller disposes it. `attentionMap` takes it as it is.
 * @throws FacePerturbError `invalid-argument` when there is no such file; `invalid-data` when it is no model, or a file of weights is
 *   missing, cut off or outside the model's folder; `missing-package` with the install line for the converter.
 * @example
 * const model = await loadTfjsModel('emotion/model.json');
 * const map = await attentionMap(model, images, { method: 'integratedGradients' });
 */
export async function loadTfjsModel(path: string): Promise<LayersModel | LoadedGraphModel> {
  await checkIsFile(path);
  const files = await readModelFiles(WHAT, path);
  const handler: io.IOHandler = {
    load: () => io.getModelArtifactsForJSON(files.json, async () => [files.specs, files.weights]),
  };
  return files.kind === 'layers' ? loadLayers(path, handler) : loadGraph(path, files, handler);
}

async function checkIsFile(path: unknown): Promise<void> {
  const entry = typeof path === 'string' ? await stat(path).catch(() => undefined) : undefined;
  if (entry?.isFile()) return;
  throw new FacePerturbError(`${WHAT}: ${show(path)}`, {
    code: 'invalid-argument',
    expected: 'the path of a model.json',
    received: entry ? 'a folder' : typeof path === 'string' ? 'nothing of that name' : 'no path',
  });
}

async function loadLayers(path: string, handler: io.IOHandler): Promise<LayersModel> {
  try {
    return await loadLayersModel(handler);
  } catch (cause) {
    throw unbuilt(path, cause, 'Layers of your own must be registered before: tf.serialization.registerClass.');
  }
}

async function loadGraph(path: string, { nodes }: ModelFiles, handler: io.IOHandler): Promise<LoadedGraphModel> {
  const { loadGraphModel } = await loadConverter();
  if (nodes === 0) throw unbuilt(path, new Error('a graph without nodes'));
  try {
    return await loadGraphModel(handler);
  } catch (cause) {
    throw unbuilt(path, cause);
  }
}

async function loadConverter(): Promise<typeof converter> {
  try {
    return await import('@tensorflow/tfjs-converter');
  } catch (cause) {
    throw new FacePerturbError(
      `${WHAT}: graph models need the package '@tensorflow/tfjs-converter', which could not be loaded`,
      { code: 'missing-package', fix: 'Install it with: npm install @tensorflow/tfjs-converter', cause },
    );
  }
}

function unbuilt(path: string, cause: unknown, fix?: string): FacePerturbError {
  return new FacePerturbError(`${WHAT}: '${path}'`, {
    code: 'invalid-data',
    expected: 'a model that tfjs can build',
    received: cause instanceof Error ? cause.message : String(cause),
    fix,
    cause,
  });
}
