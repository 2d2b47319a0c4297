import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Classifier } from '../../../src/attention/index.js';
import { SpatialGate } from '../../../src/models/index.js';
import type { ModelCard } from '../modelCard.js';
import { readModelCard } from '../modelCard.js';
import type { NetworkFacts, OwnNetwork } from '../protocol.js';
import { inRange, inputOfModel, loadModel } from './loadModel.js';
import { readFiles, type ModelFiles } from './modelFiles.js';

/** A network that is loaded. */
export interface Network {
  readonly classifier: Classifier;
  readonly input: {
    readonly width: number;
    readonly height: number;
    readonly channels: 1 | 3;
    /** Which part of a face's frame it is shown, in (0, 1]: FER2013's networks see the middle 40 of 48 pixels. */
    readonly part: number;
  };
  readonly facts: NetworkFacts;
  /** Probabilities of the classes for an image [1,H,W,C] in [0, 1]. */
  answer(image: Tensor4D): Promise<number[]>;
  /** The same network, loaded again on the active backend. */
  reload(): Promise<Network>;
  dispose(): void;
}

/** What is known of a model from beside it. */
interface About {
  readonly name: string;
  readonly classNames: readonly string[];
  readonly range: readonly [number, number];
  readonly part: number;
  readonly card: ModelCard | undefined;
}

/** Loads files that a reader picked. */
export async function openOwnNetwork({ files, range, classNames }: OwnNetwork): Promise<Network> {
  const read = await readFiles(files);
  return openNetwork(read, { name: read.name, classNames, range, part: 1, card: undefined });
}

/** Loads the page's own network from its folder, with all that is said about it. */
export async function openOurNetwork(folder: string): Promise<Network> {
  const card = readModelCard(await (await fetch(`${folder}card.json`)).json());
  const artifacts = await (tf.io.browserHTTPRequest(`${folder}model.json`) as Required<tf.io.IOHandler>).load();
  const { name, classNames, input } = card;
  const about = { name, classNames, range: input.range, part: input.crop / input.picture, card };
  return openNetwork({ artifacts, kind: 'layers', name }, about);
}

async function openNetwork(files: ModelFiles, about: About): Promise<Network> {
  const model = await loadModel(files);
  const input = { ...inputOfModel(model), part: about.part };
  const classifier = inRange(model, about.range, input);
  const answer = (image: Tensor4D) => probabilities(classifier, image);
  const probe = tf.zeros<tf.Rank.R4>([1, input.height, input.width, input.channels]);
  const classes = (await answer(probe).finally(() => probe.dispose())).length;
  return {
    ...{ classifier, input, answer },
    facts: {
      name: about.name,
      classNames: namesFor(classes, about.classNames),
      input: `${input.width} x ${input.height} pixels, ${input.channels === 1 ? 'grey' : 'in colour'}`,
      weights: 'layers' in model ? model.countParams() : undefined,
      hasGate: 'layers' in model && hasGate(model),
      card: about.card,
    },
    reload: () => openNetwork(files, about),
    dispose: () => model.dispose(),
  };
}

/** Also in a model within the model. */
function hasGate({ layers }: LayersModel): boolean {
  return layers.some(
    (layer) =>
      layer.getClassName() === SpatialGate.className || ('layers' in layer && hasGate(layer as unknown as LayersModel)),
  );
}

/** The outputs, by a softmax unless they are probabilities already. */
async function probabilities(classifier: Classifier, image: Tensor4D): Promise<number[]> {
  const outputs = tf.tidy(() => {
    const { predict } = classifier as { predict(images: Tensor4D): Tensor | Tensor[] };
    const given = predict.call(classifier, image);
    return tf.clone(Array.isArray(given) ? (given[0] as Tensor) : given);
  });
  const { rank } = outputs;
  const row = Array.from(await outputs.data());
  outputs.dispose();
  if (rank !== 2 || row.length < 2) {
    throw new Error(
      `A model must give a number for each of two classes or more, [batch, classes]; this one gives rank ${rank}, ${row.length} values.`,
    );
  }
  const sum = row.reduce((total, value) => total + value, 0);
  if (row.every((value) => value >= 0) && Math.abs(sum - 1) < 1e-4) return row;
  const largest = Math.max(...row);
  const powers = row.map((value) => Math.exp(value - largest));
  const whole = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / whole);
}

function namesFor(count: number, names: readonly string[]): string[] {
  if (names.length === 0) return Array.from({ length: count }, (_, at) => `class ${at}`);
  if (names.length === count) return [...names];
  throw new Error(`The model tells ${count} classes apart, and there are ${names.length} names.`);
}
