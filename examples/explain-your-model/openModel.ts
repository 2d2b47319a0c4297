import { basename } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Classifier } from '../../src/attention/index.js';
import { EMOTIONS } from '../../src/data/dataset.js';
import { loadTfjsModel, type LoadedGraphModel } from '../../src/node/loadTfjsModel.js';
import { FacePerturbError } from '../../src/support/errors.js';
import { adaptImages, type ModelInput } from './adapt.js';
import type { Request } from './commandLine.js';

/** A model, and how it is fed. */
export interface OpenModel {
  /** Its file's name. */
  name: string;
  kind: 'layers' | 'graph';
  input: ModelInput;
  /** Names of its outputs. */
  labels: readonly string[];
  /** Pictures in one pass at most. */
  batchSize: number;
  /** Takes adapted images; for methods that look inside. */
  inner: Classifier;
  /** Faces [B,H,W,C] in [0, 1] of any size to outputs [B,K]. */
  run(images: tf.Tensor4D): tf.Tensor2D;
  /** What was assumed of it, in words. */
  notes: string[];
  dispose(): void;
}

type Options = Pick<Request, 'model' | 'labels' | 'range' | 'logits' | 'size'>;

/** Side in pixels of pictures for a model that takes any. */
const ANY_SIZE = 96;
const BATCH = 32;

/**
 * Loads a model, finds out what it takes, and tries it on one grey picture.
 *
 * @throws FacePerturbError as `loadTfjsModel`; `invalid-data` for a model that takes no pictures or gives no scores, `invalid-option` for a
 *   node it lacks and for labels that do not fit its outputs.
 */
export async function openModel({ model: path, labels, range, logits, size }: Options): Promise<OpenModel> {
  const loaded = await loadTfjsModel(path);
  try {
    const notes: string[] = [];
    const { batchSize, ...input } = readInput(loaded, range, size, notes);
    const inner = 'layers' in loaded ? layered(loaded, logits) : graph(loaded, logits);
    const run = (images: tf.Tensor4D) => tf.tidy(() => callModel(inner, adaptImages(images, input)));
    const outputs = tryOut(run, logits);
    return {
      name: basename(path),
      kind: 'layers' in loaded ? 'layers' : 'graph',
      input,
      labels: readLabels(labels, outputs, notes),
      batchSize,
      inner,
      run,
      notes,
      dispose: () => loaded.dispose(),
    };
  } catch (error) {
    loaded.dispose();
    throw error;
  }
}

function readInput(
  model: LayersModel | LoadedGraphModel,
  range: ModelInput['range'],
  size: number | undefined,
  notes: string[],
): ModelInput & { batchSize: number } {
  const shape: readonly (number | null)[] | undefined = model.inputs[0]?.shape;
  const [batch, height, width, channels] = (shape ?? []).map((side) => (side === null || side < 1 ? undefined : side));
  const one = model.inputs.length === 1 && model.outputs.length === 1;
  if (!one || shape?.length !== 4 || (channels !== 1 && channels !== 3) || (batch ?? 1) !== 1) {
    throw new FacePerturbError('--model: its input', {
      code: 'invalid-data',
      expected: 'one batch of pictures [batch, height, width, 1 or 3] and one output',
      received: `${model.inputs.length} inputs, the first [${(shape ?? []).join(', ')}], and ${model.outputs.length} outputs`,
    });
  }
  const side = size ?? ANY_SIZE;
  if (height === undefined || width === undefined)
    notes.push(`It takes any size; it is given ${side} x ${side} pixels.`);
  const colours = channels === 1 ? 'grey' : 'RGB';
  const [h, w] = [height ?? side, width ?? side];
  notes.push(`Pictures reach it in ${colours}, ${h} x ${w} pixels, black as ${range[0]} and white as ${range[1]}.`);
  return { height: h, width: w, channels, range, batchSize: batch ?? BATCH };
}

function layered(model: LayersModel, logits: string | undefined): Classifier {
  if (logits === undefined) return model;
  throw new FacePerturbError('--logits', {
    code: 'invalid-option',
    expected: 'no such option: it names a node of a graph model',
    received: 'a model of layers',
  });
}

/** The graph with another node for its output, where one is named. */
function graph(model: LoadedGraphModel, logits: string | undefined): Classifier {
  if (logits === undefined) return model;
  const [{ name: input }] = model.inputs as unknown as [{ name: string }];
  return {
    inputs: model.inputs,
    outputs: [{ name: logits }],
    execute: (inputs: tf.NamedTensorMap, outputs: string | string[]) => model.execute(inputs, outputs),
    predict: (images: tf.Tensor4D) => model.execute({ [input]: images }, logits),
  } as Classifier;
}

function callModel(model: Classifier, images: tf.Tensor4D): tf.Tensor2D {
  const result = (model as LoadedGraphModel).predict(images);
  const output = Array.isArray(result) ? result[0] : result;
  return tf.cast(output as tf.Tensor2D, 'float32');
}

/** Runs it once; gives how many outputs it has. */
function tryOut(run: OpenModel['run'], logits: string | undefined): number {
  const shape = tf.tidy(() => {
    try {
      return run(tf.fill([1, 32, 32, 1], 0.5)).shape as number[];
    } catch (cause) {
      throw new FacePerturbError(logits === undefined ? '--model' : `--logits '${logits}'`, {
        code: logits === undefined ? 'invalid-data' : 'invalid-option',
        expected: logits === undefined ? 'a model that runs on a picture' : 'a node that the graph can compute',
        received: cause instanceof Error ? cause.message : String(cause),
        cause,
      });
    }
  });
  if (shape.length === 2 && shape[0] === 1 && (shape[1] ?? 0) >= 2) return shape[1] as number;
  throw new FacePerturbError('--model: its output', {
    code: 'invalid-data',
    expected: 'a score for each of two or more classes, [batch, classes]',
    received: `[${shape.join(', ')}]`,
  });
}

function readLabels(labels: readonly string[] | undefined, outputs: number, notes: string[]): readonly string[] {
  if (labels === undefined && outputs === EMOTIONS.length) {
    notes.push(`Its outputs are taken for ${EMOTIONS.join(', ')}, in this order: --labels says otherwise.`);
    return EMOTIONS;
  }
  if (labels?.length === outputs) return labels;
  throw new FacePerturbError('--labels', {
    code: 'invalid-option',
    expected: `${outputs} names, one for each output of the model`,
    received: labels === undefined ? 'none' : `${labels.length}: ${labels.join(', ')}`,
  });
}
