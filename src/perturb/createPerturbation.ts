import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { checkImageBatch, checkNumber, checkOptionNames } from '../support/checks.js';
import { FacePerturbError, show } from '../support/errors.js';
import type { PerturbationParameters } from './parameters.js';
import type { BatchSize, PerturbContext, Perturbation, PerturbationDescription } from './perturbation.js';
import { render } from './render.js';

/** A context whose fields are all there. */
export interface FullContext {
  readonly landmarks: PerturbContext['landmarks'];
  readonly key: string;
  readonly only: readonly boolean[];
}

/** What makes one kind of perturbation different from another. */
export interface PerturbationKind {
  readonly description: PerturbationDescription;
  readonly sample: (size: BatchSize, context: FullContext) => PerturbationParameters;
}

/** Makes a perturbation from the way it decides; all of them render alike, so that each call is a replay of its parameters. */
export function createPerturbation({ description, sample }: PerturbationKind): Perturbation {
  const what = description.kind;
  const decide = (size: BatchSize, context: PerturbContext = {}) => sample(size, completeContext(what, size, context));
  const decideFor = (images: Tensor4D, context?: PerturbContext) => {
    checkImageBatch(what, images);
    const [batch, height, width, channels] = images.shape;
    return decide({ batch, height, width, channels }, context);
  };
  const perturb = (images: Tensor4D, context?: PerturbContext) => {
    const parameters = decideFor(images, context);
    return tf.tidy(() => render(images, parameters).images);
  };
  return Object.freeze(
    Object.assign(perturb, {
      apply: (images: Tensor4D, context?: PerturbContext) => {
        const parameters = decideFor(images, context);
        return { ...render(images, parameters), parameters };
      },
      sample: (size: BatchSize, context?: PerturbContext) => decide(checkSize(what, size), context),
      replay: (images: Tensor4D, parameters: PerturbationParameters) => {
        checkImageBatch(`${what}: replay`, images);
        checkKind(what, parameters);
        return tf.tidy(() => render(images, parameters).images);
      },
      describe: () => structuredClone(description),
    }),
  );
}

function checkSize(what: string, size: BatchSize): BatchSize {
  for (const side of ['batch', 'height', 'width', 'channels'] as const) {
    checkNumber(`${what}: ${side}`, size[side], { min: 1, integer: true });
  }
  return size;
}

function completeContext(what: string, { batch }: BatchSize, context: PerturbContext): FullContext {
  checkOptionNames(`${what}: context`, context, ['landmarks', 'key', 'only']);
  const { landmarks, key = '', only } = context;
  if (typeof key !== 'string' && typeof key !== 'number') {
    throw new FacePerturbError(`${what}: key`, {
      code: 'invalid-option',
      expected: 'a text or a number',
      received: show(key),
    });
  }
  if (only && only.length !== batch) {
    throw new FacePerturbError(`${what}: only`, {
      code: 'invalid-option',
      expected: `true or false for each of ${batch} images`,
      received: `${only.length} of them`,
    });
  }
  return { landmarks, key: String(key), only: only ?? new Array<boolean>(batch).fill(true) };
}

function checkKind(kind: string, parameters: PerturbationParameters): void {
  if (parameters?.kind === kind) return;
  throw new FacePerturbError(`${kind}: replay: parameters`, {
    code: 'invalid-argument',
    expected: `those of a ${kind}`,
    received: show(parameters?.kind ?? parameters),
  });
}
